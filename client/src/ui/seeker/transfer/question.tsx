import type { Signal } from '../../../signal.ts';
import type { Transfer, TransferReason } from '@terskel/shared/models';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { TransferWords } from '../../../i18n/words.ts';
import type { TransferAnswer } from '../../../state/model.ts';
import css from '../../../styles/talk/talk.module.css';
import { Button } from '../../parts/button.tsx';
import { isTouch } from '../../parts/hooks.ts';
import { Notice } from '../../parts/notice.tsx';
import { useSignal } from '../../parts/signals.ts';
import { useSurroundings } from '../../parts/surroundings.ts';

/** A transfer that the volunteer asks for. */
export type AskedTransfer = Transfer & { readonly reason: TransferReason };

interface QuestionProps {
  readonly alias: string;
  readonly transfer: AskedTransfer;
  readonly words: TransferWords;
  readonly draft: Signal<string>;
  /** Returns false if it failed. */
  readonly onAnswer: (answer: TransferAnswer) => Promise<boolean>;
}

/**
 * The question whether somebody else may take over, with three answers that look equally important. It takes no focus.
 * While the seeker is writing, it is one line, so that the message box stays where it is.
 */
export function Question({ alias, transfer, words, draft, onAnswer }: QuestionProps) {
  const isSmall = useSignal(isWriting(draft));
  const sending = useSignal<'not' | 'sending' | 'failed'>('not');
  const heading = useRef<HTMLHeadingElement>(null);
  const opened = useRef(false);
  const statusId = useId();
  const { announce } = useSurroundings();
  const { reason, to } = transfer;
  const title = to.kind === 'colleague' ? words.title.colleague(to.alias) : words.title[to.kind];

  useEffect(() => {
    if (opened.current) heading.current?.focus();
  }, [isSmall.value]);
  const answer = async (given: TransferAnswer): Promise<void> => {
    sending.value = 'sending';
    if (await onAnswer(given)) sending.value = 'not';
    else {
      sending.value = 'failed';
      announce(words.failed);
    }
  };
  const press = (label: string, given: TransferAnswer) => (
    <Button
      off={sending.value === 'sending'}
      describedBy={sending.value === 'sending' ? statusId : undefined}
      onPress={() => void answer(given)}
    >
      {label}
    </Button>
  );

  if (isSmall.value) {
    return (
      <Notice tone="calm" alert>
        <div class={css['extend']}>
          <p>{words.asked(alias)}</p>
          <Button
            onPress={() => {
              opened.current = true;
              isSmall.value = false;
            }}
          >
            {words.read}
          </Button>
        </div>
      </Notice>
    );
  }
  return (
    <Notice tone="calm" alert={!opened.current}>
      <h2 tabindex={-1} ref={heading}>
        {title}
      </h2>
      <p>
        {words.reason[reason](alias)} {words.ifNo(alias)}
      </p>
      <div class={css['choices']}>
        {press(words.yesHistory, 'history')}
        {press(words.yesWithout, 'without')}
        {press(words.no(alias), 'no')}
      </div>
      {sending.value !== 'not' && <p id={statusId}>{words[sending.value]}</p>}
    </Notice>
  );
}

/** With a touch screen the keyboard covers half of the page as soon as the box has the focus. */
function isWriting(draft: Signal<string>): boolean {
  const inBox = document.activeElement instanceof HTMLTextAreaElement;
  return inBox && (isTouch() || draft.value.trim() !== '');
}
