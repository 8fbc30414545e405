import type { Signal } from '../../signal.ts';
import type { Age } from '@terskel/shared/models';
import { TOPICS } from '@terskel/shared/choices';
import type { Answers, SeekerView } from '../../state/model.ts';
import css from '../../styles/seeker/questions.module.css';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { DangerCall } from '../parts/danger-call.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { answersOf, type Form } from './form.ts';
import { LanguageChoice } from './language-choice.tsx';
import { RefusalWords } from './refusal.tsx';
import { useLateWords } from './use-late-words.ts';

const AGES = ['under_18', 'adult'] as const satisfies readonly Age[];

interface QuestionsProps {
  readonly view: Extract<SeekerView, { page: 'landing' }>;
  readonly form: Form;
  readonly onStart: (answers: Answers) => void;
  readonly onBack: () => void;
}

/** *Skip* discards these answers, but keeps "I am in danger now". */
const SKIPPED = { topic: null, feeling: null, age: null } as const;

/**
 * The optional questions. The button that skips them is as large as the other. Only the language is required, if it
 * cannot be guessed.
 */
export function Questions({ view, form, onStart, onBack }: QuestionsProps) {
  const { words } = useI18n();
  const { questions: own } = useLateWords();
  const { topic, feeling, age, urgent } = form;
  const heading = useHeadingFocus(true);
  useTitle(own.title, words.brand);

  const start = (over: Partial<Answers>): void => {
    const answers = answersOf(form, over);
    if (answers !== null) onStart(answers);
  };

  return (
    <form
      class={css['page']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!view.starting) start({});
      }}
    >
      <div class={css['head']}>
        <h1 tabindex={-1} ref={heading}>
          {own.heading}
        </h1>
        <p>{own.lead}</p>
      </div>
      <InDanger urgent={urgent} />
      <LanguageChoice view={view} form={form} />
      <Choice
        legend={own.topic}
        options={[
          ...TOPICS.map((value) => ({ value, label: words.topics[value] })),
          { value: null, label: own.noAnswer },
        ]}
        value={topic}
      />
      <Choice
        legend={own.feeling}
        options={[
          ...words.feelings.map((label, index) => ({ value: index + 1, label })),
          { value: null, label: own.noAnswer },
        ]}
        value={feeling}
      />
      <Choice
        legend={own.age}
        hint={own.ageWhy}
        options={[
          ...AGES.map((value) => ({ value, label: words.ages[value] })),
          { value: null, label: own.noAnswer },
        ]}
        value={age}
      />
      <div class={css['foot']}>
        <RefusalWords refusal={view.refusal} />
        <div class={css['answers']}>
          <Button kind="main" large type="submit" off={view.starting}>
            {own.submit}
          </Button>
          <Button kind="main" large onPress={() => start(SKIPPED)} off={view.starting}>
            {own.skip}
          </Button>
        </div>
        <p role="status" class={css['starting']}>
          {view.starting ? own[view.proving ? 'proving' : 'starting'] : ''}
        </p>
      </div>
      <p>
        <Button kind="quiet" onPress={onBack}>
          <Icon name="back" />
          {own.back}
        </Button>
      </p>
    </form>
  );
}

/**
 * "I am in danger now" among the questions: shows the emergency numbers at once and puts the ticket first (rule Q3).
 */
function InDanger({ urgent }: { readonly urgent: Signal<boolean> }) {
  const { questions: own } = useLateWords();
  return (
    <div class={css['danger']}>
      <label class={css['dangerChoice']}>
        <input
          type="checkbox"
          checked={urgent.value}
          onChange={(event) => {
            urgent.value = event.currentTarget.checked;
          }}
        />
        <strong>{own.danger}</strong>
        <span class={css['hint']}>{own.dangerHint}</span>
      </label>
      {urgent.value && (
        <Notice tone="danger" alert>
          <h2>{own.dangerTitle}</h2>
          <DangerCall />
          <p>{own.dangerText}</p>
          <PhoneLines />
        </Notice>
      )}
    </div>
  );
}
