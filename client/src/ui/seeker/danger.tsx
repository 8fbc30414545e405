import type { Answers, SeekerView } from '../../state/model.ts';
import css from '../../styles/seeker/questions.module.css';
import { Button } from '../parts/button.tsx';
import { DangerCall } from '../parts/danger-call.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { answersOf, type Form } from './form.ts';
import { LanguageChoice } from './language-choice.tsx';
import { RefusalWords } from './refusal.tsx';
import { useLateWords } from './use-late-words.ts';

interface DangerProps {
  readonly view: Extract<SeekerView, { page: 'landing' }>;
  readonly form: Form;
  readonly onStart: (answers: Answers) => void;
  readonly onBack: () => void;
}

/** "I am in danger now": the number first, then the talk, without a question but for its language. */
export function Danger({ view, form, onStart, onBack }: DangerProps) {
  const { words } = useI18n();
  const { danger, questions } = useLateWords();
  const heading = useHeadingFocus(true);
  useTitle(danger.title, words.brand);
  return (
    <form
      class={css['page']}
      onSubmit={(event) => {
        event.preventDefault();
        const answers = answersOf(form, { urgent: true });
        if (!view.starting && answers !== null) onStart(answers);
      }}
    >
      <div class={css['head']}>
        <h1 tabindex={-1} ref={heading}>
          {questions.dangerTitle}
        </h1>
        <DangerCall />
        <p>{questions.dangerText}</p>
      </div>
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
