import type { Signal } from '../../signal.ts';
import { useId, useRef } from 'preact/hooks';
import type { EndedTalk } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/ended-foot.module.css';
import { Button } from '../parts/button.tsx';
import { copyText } from '../parts/copy-text.ts';
import { useSignal, useValue } from '../parts/signals.ts';
import { useStaffI18n } from './staff-words.ts';

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
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const said = useSignal('');
  const copy = async (): Promise<void> => {
    said.value = (await copyText(box.current, unsent)) ? words.copied : words.copyFailed;
  };
  return (
    <div class={css['ended']}>
      <p class={css['why']}>{note.ended[talk.reason ?? 'unknown']}</p>
      {talk.danger && <p class={css['danger']}>{words.danger}</p>}
      {unsent.trim() !== '' && (
        <div class={css['draft']}>
          <label for={id}>{words.draft}</label>
          <textarea id={id} ref={box} rows={2} dir="auto" readOnly value={unsent} />
          <Button onPress={() => void copy()}>{words.copy}</Button>
        </div>
      )}
      <p role="status" class={css['said']}>
        {said.value}
      </p>
      <p class={css['stays']}>{words.stays}</p>
      <div>
        <Button kind="main" onPress={onPutAway}>
          {words.putAway}
        </Button>
      </div>
    </div>
  );
}
