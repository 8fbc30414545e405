import type { Answers, SeekerView } from '../../state/model.ts';
import css from '../../styles/seeker/questions.module.css';
import { Button } from '../parts/button.tsx';
import { DangerCall } from '../parts/danger-call.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { answersOf, type Form } from './form.ts';
import { accepts } from './intake-line.tsx';
import { LanguageChoice } from './language-choice.tsx';
import { RefusalWords } from './refusal.tsx';
import { useLateWords } from './use-late-words.ts';

interface DangerProps {
  readonly view: Extract<SeekerView, { page: 'landing' }>;
  readonly form: Form;
  readonly onStart: (answers: Answers) => void;
  readonly onBack: () => void;
}

/** "I am in danger now": first the emergency number, then a chat. The only question is the language. */
export function Danger({ view, form, onStart, onBack }: DangerProps) {
  const { words } = useI18n();
  const { danger, questions } = useLateWords();
  const heading = useHeadingFocus(true);
  useTitle(danger.title, words.brand);
  const { intake, refusal, starting } = view;
  const state = intake?.state ?? 'unknown';
  // A full queue keeps places for urgent tickets (rule R6).
  const answers = accepts(intake) || state === 'full' || starting || refusal !== null;
  return (
    <form
      class={css['page']}
      onSubmit={(event) => {
        event.preventDefault();
        const given = answersOf(form, { urgent: true });
        if (!starting && given !== null) onStart(given);
      }}
    >
      <div class={css['head']}>
        <h1 tabindex={-1} ref={heading}>
          {questions.dangerTitle}
        </h1>
        <DangerCall />
        <p>{answers ? questions.dangerText : words.landing.intake[state].now}</p>
      </div>
      {answers && (
        <section class={css['danger']}>
          <h2>{danger.write}</h2>
          <p>{danger.text}</p>
          <LanguageChoice view={view} form={form} />
          <RefusalWords refusal={view.refusal} />
          <Button kind="main" large type="submit" off={view.starting}>
            {danger.start}
          </Button>
          <p role="status" class={css['starting']}>
            {view.starting ? questions[view.proving ? 'proving' : 'starting'] : ''}
          </p>
        </section>
      )}
      <section class={css['danger']}>
        <h2>{words.emergency.title}</h2>
        <PhoneLines />
      </section>
      <p>
        <Button kind="quiet" onPress={onBack}>
          <Icon name="back" />
          {questions.back}
        </Button>
      </p>
    </form>
  );
}
