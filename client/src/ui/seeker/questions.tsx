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
  const languages = view.intake?.languages ?? [i18n.talk];
  // The language of the page, unless nobody here talks it.
  const [first = i18n.talk] = languages;
  const preferred = languages.includes(i18n.talk) ? i18n.talk : first;
  const language = useSignal<Language>(preferred);
  const topic = useSignal<Topic | null>(null);
  const feeling = useSignal<Feeling | null>(null);
  const age = useSignal<Age | null>(null);
  const heading = useHeadingFocus(true);
  useTitle(words.questions.title, words.brand);

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
          {words.questions.heading}
        </h1>
        <p>{words.questions.lead}</p>
      </div>
      <Danger urgent={urgent} />
      <Choice
        legend={words.questions.language}
        options={languages.map((value) => ({ value, label: ownName(value), lang: value }))}
        value={language}
      />
      <Choice
        legend={words.questions.topic}
        options={[
          ...TOPICS.map((value) => ({ value, label: words.topics[value] })),
          { value: null, label: words.questions.noAnswer },
        ]}
        value={topic}
      />
      <Choice
        legend={words.questions.feeling}
        options={[
          ...words.questions.feelings.map((label, index) => ({ value: index + 1, label })),
          { value: null, label: words.questions.noAnswer },
        ]}
        value={feeling}
      />
      <Choice
        legend={words.questions.age}
        hint={words.questions.ageWhy}
        options={[
          ...AGES.map((value) => ({ value, label: words.questions.ages[value] })),
          { value: null, label: words.questions.noAnswer },
        ]}
        value={age}
      />
      <div class={css['foot']}>
        <RefusalWords refusal={view.refusal} />
        <div class={css['answers']}>
          <Button kind="main" large type="submit" off={view.starting}>
            {words.questions.submit}
          </Button>
          <Button kind="main" large onPress={skip} off={view.starting}>
            {words.questions.skip}
          </Button>
        </div>
        <p role="status" class={css['starting']}>
          {view.starting ? words.questions[view.proving ? 'proving' : 'starting'] : ''}
        </p>
      </div>
      <p>
        <Button kind="quiet" onPress={onBack}>
          <Icon name="back" />
          {words.questions.back}
        </Button>
      </p>
    </form>
  );
}

/** "I am in danger now": the numbers come at once, and the ticket goes first (rule Q3). */
function Danger({ urgent }: { readonly urgent: Signal<boolean> }) {
  const { words } = useI18n();
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
        <strong>{words.questions.danger}</strong>
        <span class={css['hint']}>{words.questions.dangerHint}</span>
      </label>
      {urgent.value && (
        <Notice tone="danger" alert>
          <h2>{words.questions.dangerTitle}</h2>
          <p>{words.questions.dangerText}</p>
          <PhoneLines />
        </Notice>
      )}
    </div>
  );
}
