import type { Signal } from '@preact/signals';
import type { Age, Feeling, Language, Topic } from '@terskel/shared/models';
import { TOPICS } from '@terskel/shared/limits';
import type { Answers, SeekerView } from '../../state/model.ts';
import css from '../../styles/seeker/questions.module.css';
import { Button } from '../parts/button.tsx';
import { Choice } from '../parts/choice.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { Notice } from '../parts/notice.tsx';
import { PhoneLines } from '../parts/phone-lines.tsx';
import { ownName } from '../../i18n/i18n.ts';
import { useI18n } from '../parts/surroundings.ts';
import { RefusalWords } from './refusal.tsx';
import { useSignal } from '../parts/signals.ts';
import { useLateWords } from './use-late-words.ts';

const AGES = ['under_18', 'adult'] as const satisfies readonly Age[];

interface QuestionsProps {
  readonly view: Extract<SeekerView, { page: 'landing' }>;
  readonly urgent: Signal<boolean>;
  readonly onStart: (answers: Answers) => void;
  readonly onBack: () => void;
}

/** All of it can be skipped, with a button as large as the other. */
export function Questions({ view, urgent, onStart, onBack }: QuestionsProps) {
  const i18n = useI18n();
  const { words } = i18n;
  const { questions: own } = useLateWords();
  const languages = view.intake?.languages ?? [i18n.talk];
  // The language of the page, unless nobody here talks it.
  const [first = i18n.talk] = languages;
  const preferred = languages.includes(i18n.talk) ? i18n.talk : first;
  const language = useSignal<Language>(preferred);
  const topic = useSignal<Topic | null>(null);
  const feeling = useSignal<Feeling | null>(null);
  const age = useSignal<Age | null>(null);
  const heading = useHeadingFocus(true);
  useTitle(own.title, words.brand);

  const submit = (): void =>
    onStart({
      language: language.value,
      topic: topic.value,
      feeling: feeling.value,
      age: age.value,
      urgent: urgent.value,
    });
  // Who skips the questions has not taken back being in danger.
  const skip = (): void =>
    onStart({
      language: preferred,
      topic: null,
      feeling: null,
      age: null,
      urgent: urgent.value,
    });

  return (
    <form
      class={css['page']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!view.starting) submit();
      }}
    >
      <div class={css['head']}>
        <h1 tabindex={-1} ref={heading}>
          {own.heading}
        </h1>
        <p>{own.lead}</p>
      </div>
      <Danger urgent={urgent} />
      <Choice
        legend={own.language}
        options={languages.map((value) => ({ value, label: ownName(value), lang: value }))}
        value={language}
      />
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
          <Button kind="main" large onPress={skip} off={view.starting}>
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

/** "I am in danger now": the numbers come at once, and the ticket goes first (rule Q3). */
function Danger({ urgent }: { readonly urgent: Signal<boolean> }) {
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
          <p>{own.dangerText}</p>
          <PhoneLines />
        </Notice>
      )}
    </div>
  );
}
