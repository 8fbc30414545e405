import type { Feeling } from '@terskel/shared/models';
import { COMMENT_MAX_CHARS } from '@terskel/shared/limits';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { AfterWords } from '../../../i18n/words.ts';
import type { Feedback, Heard } from '../../../state/model.ts';
import css from '../../../styles/seeker/after.module.css';
import { Button } from '../../parts/button.tsx';
import { Choice } from '../../parts/choice.tsx';
import { PRIVATE_BOX } from '../../parts/private-box.ts';
import { useSignal } from '../../parts/signals.ts';
import { useI18n } from '../../parts/surroundings.ts';
import { useLateWords } from '../use-late-words.ts';

interface QuestionsProps {
  readonly words: AfterWords;
  readonly onAnswer: (feedback: Feedback) => Promise<Heard>;
}

/** From this length on, the form shows how many characters are left. */
const NEARLY_FULL_CHARS = COMMENT_MAX_CHARS - 100;

/**
 * The feedback form. Every answer is optional, and one press sends all of them (rule T6). The page keeps none of them.
 */
export function Questions({ words, onAnswer }: QuestionsProps) {
  const i18n = useI18n();
  const { feelings, talk } = i18n.words;
  const { noAnswer } = useLateWords().questions;
  const id = useId();
  const feeling = useSignal<Feeling | null>(null);
  const heard = useSignal<Feeling | null>(null);
  const comment = useSignal('');
  const state = useSignal<Heard | 'asking' | 'nothing' | 'sending'>('asking');
  const over = state.value === 'heard' || state.value === 'late';

  async function send(): Promise<void> {
    if (state.value === 'sending') return;
    const said = comment.value.trim();
    const feedback: Feedback = {
      ...(feeling.value !== null && { feeling: feeling.value }),
      ...(heard.value !== null && { heard: heard.value }),
      ...(said !== '' && { comment: said }),
    };
    if (Object.keys(feedback).length === 0) {
      state.value = 'nothing';
      return;
    }
    state.value = 'sending';
    state.value = await onAnswer(feedback);
  }

  if (over) return <Thanks text={state.value === 'heard' ? words.thanks : words.late} />;
  const answers = (labels: readonly string[]) => [
    ...labels.map((label, index) => ({ value: index + 1, label })),
    { value: null, label: noAnswer },
  ];
  const left = COMMENT_MAX_CHARS - comment.value.length;
  const messages = {
    asking: '',
    nothing: words.nothing,
    sending: words.sending,
    failed: words.failed,
  };
  return (
    <form
      class={css['card']}
      aria-labelledby={`${id}h`}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class={css['head']}>
        <h2 id={`${id}h`}>{words.heading}</h2>
        <p>{words.lead}</p>
      </div>
      <Choice legend={words.feeling} options={answers(feelings)} value={feeling} />
      <Choice legend={words.heard} options={answers(words.heardAnswers)} value={heard} />
      <div class={css['comment']}>
        <label for={id}>{words.comment}</label>
        <p id={`${id}w`}>{words.commentHint}</p>
        <textarea
          id={id}
          rows={3}
          dir={comment.value === '' ? undefined : 'auto'}
          maxlength={COMMENT_MAX_CHARS}
          autocomplete="off"
          {...PRIVATE_BOX}
          aria-describedby={`${id}w`}
          value={comment.value}
          onInput={(event) => {
            comment.value = event.currentTarget.value;
          }}
        />
        {left < COMMENT_MAX_CHARS - NEARLY_FULL_CHARS && (
          <p>{i18n.plural(talk.charactersLeft, left)}</p>
        )}
      </div>
      <div class={css['send']}>
        <Button type="submit" off={state.value === 'sending'}>
          {words.send}
        </Button>
        <p role="status">{messages[state.value as keyof typeof messages]}</p>
      </div>
    </form>
  );
}

/** Replaces the form and takes over its focus. */
function Thanks({ text }: { readonly text: string }) {
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => said.current?.focus({ preventScroll: true }), []);
  return (
    <p class={css['thanks']} tabindex={-1} ref={said}>
      {text}
    </p>
  );
}
