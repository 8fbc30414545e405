import { useEffect, useRef } from 'preact/hooks';
import { ownName } from '../../i18n/i18n.ts';
import type { SeekerView } from '../../state/model.ts';
import { Choice } from '../parts/choice.tsx';
import { Notice } from '../parts/notice.tsx';
import { useI18n } from '../parts/surroundings.ts';
import { type Form, likelyLanguage, readersLanguages } from './form.ts';
import { useLateWords } from './use-late-words.ts';

/** Asks for the language of the conversation. No language is preselected that the seeker may not speak. */
export function LanguageChoice(props: {
  readonly view: Extract<SeekerView, { page: 'landing' }>;
  readonly form: Form;
}) {
  const { questions: own } = useLateWords();
  const i18n = useI18n();
  const { language, lacksLanguage } = props.form;
  const box = useRef<HTMLDivElement>(null);
  const lacks = lacksLanguage.value && language.value === null;
  useEffect(() => {
    if (lacks) box.current?.querySelector('input')?.focus();
  }, [lacks]);
  const { intake } = props.view;
  // The form may be older than the first answer about intake.
  useEffect(() => {
    language.value ??= likelyLanguage(intake?.languages ?? [], readersLanguages());
  }, [intake === null]);
  const languages = intake?.languages ?? [i18n.talk];
  return (
    <div ref={box}>
      <Choice
        legend={own.language}
        options={languages.map((value) => ({ value, label: ownName(value), lang: value }))}
        value={language}
      />
      {lacks && (
        <Notice tone="care" alert>
          <p>{own.chooseLanguage}</p>
        </Notice>
      )}
    </div>
  );
}
