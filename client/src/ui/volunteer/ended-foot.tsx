import type { Signal } from '../../signal.ts';
import type { EndedTalk } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/ended-foot.module.css';
import { Button } from '../parts/button.tsx';
import { useValue } from '../parts/signals.ts';
import { useStaffI18n } from './staff-words.ts';
import { Unsent } from './unsent.tsx';

interface EndedFootProps {
  readonly talk: EndedTalk;
  readonly draft: Signal<string>;
  readonly onPutAway: () => void;
}

/**
 * Shown after someone else ended the conversation, possibly while the volunteer was writing. Shows how it ended and the
 * unsent draft, and lets the volunteer put the conversation away (rule C18).
 */
export function EndedFoot({ talk, draft, onPutAway }: EndedFootProps) {
  const { ended: words, note } = useStaffI18n().staff;
  const unsent = useValue(draft);
  return (
    <div class={css['ended']}>
      <p class={css['why']}>{note.ended[talk.reason ?? 'unknown']}</p>
      {talk.danger && <p class={css['danger']}>{words.danger}</p>}
      <Unsent text={unsent} />
      <p class={css['stays']}>{words.stays}</p>
      <div>
        <Button kind="main" onPress={onPutAway}>
          {words.putAway}
        </Button>
      </div>
    </div>
  );
}
