import { TIMES } from '@terskel/shared/limits';
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { Talk } from '../../state/model.ts';
import panel from '../../styles/volunteer/talk-panel.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useNow } from '../parts/hooks.ts';
import { DraftBox } from '../talk/draft-box.tsx';
import { useStaffI18n } from './staff-words.ts';
import { useSignal } from '../parts/signals.ts';

interface EndPanelProps {
  readonly talk: Talk;
  /** The current draft: it may contain the last words. */
  readonly begun: string;
  readonly onEnd: (lastWords: string | null) => void;
  readonly onStay: () => void;
  /** Asks for a transfer instead; null if that is not possible now. */
  readonly onTransfer: (() => void) | null;
  /** The button that opened this panel. */
  readonly asker: RefObject<HTMLButtonElement | null>;
}

/**
 * Ends the conversation, with optional last words. If the seeker is away, that is possible only after a while (rule
 * C5).
 */
export function EndPanel({ talk, begun, onEnd, onStay, onTransfer, asker }: EndPanelProps) {
  const i18n = useStaffI18n();
  const { talk: words, transfer } = i18n.staff;
  const now = useNow(1_000);
  const lastWords = useSignal(begun);
  const hintId = useId();
  const { other } = talk;
  const from = other.connected ? now : other.lostAt + TIMES.seekerLostMs;
  const tooSoon = from > now;
  let text = words.endText;
  if (tooSoon) text = words.endTooSoon(i18n.time(from));
  else if (!other.connected) text = words.endAwayText;

  return (
    <Confirm
      title={words.endTitle}
      text={text}
      yes={words.endYes}
      no={words.endNo}
      yesOff={tooSoon}
      onYes={() => {
        const written = lastWords.value.trim();
        onEnd(written === '' || talk.keys !== 'agreed' ? null : written);
      }}
      onNo={onStay}
      asker={asker}
    >
      {talk.keys === 'agreed' && (
        <div class={panel['lastWords']}>
          <DraftBox label={words.lastWords} draft={lastWords} hintId={hintId} />
          <p id={hintId} class={panel['hint']}>
            {words.lastWordsHint}
          </p>
        </div>
      )}
      {onTransfer !== null && (
        <div class={panel['instead']}>
          <Button kind="quiet" onPress={onTransfer}>
            {transfer.instead}
          </Button>
        </div>
      )}
    </Confirm>
  );
}
