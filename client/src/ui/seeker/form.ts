/** The answers that a seeker has given before *Start*. They survive going back to the first screen. */
import { type Signal, signal } from '../../signal.ts';
import type { Age, Feeling, Language, Topic } from '@terskel/shared/models';
import type { Answers } from '../../state/model.ts';

export interface Form {
  /** Null until the seeker chooses one, unless it can be guessed. */
  readonly language: Signal<Language | null>;
  readonly topic: Signal<Topic | null>;
  readonly feeling: Signal<Feeling | null>;
  readonly age: Signal<Age | null>;
  readonly urgent: Signal<boolean>;
  /** *Start* was pressed before a language was chosen. */
  readonly lacksLanguage: Signal<boolean>;
}

/** The conversation language for a language tag of a page or a browser (`nb` and `nn` become `no`). */
function talkLanguage(tag: string): string {
  const [first = ''] = tag.toLowerCase().split('-');
  return first === 'nb' || first === 'nn' ? 'no' : first;
}

/**
 * The language to preselect: the only one offered, else the first of `wanted` (language tags, best first) that is
 * offered, else null.
 */
export function likelyLanguage(
  offered: readonly Language[],
  wanted: readonly string[],
): Language | null {
  const [only, ...others] = offered;
  if (only !== undefined && others.length === 0) return only;
  const found = wanted.map((tag) => offered.find((language) => language === talkLanguage(tag)));
  return found.find((language) => language !== undefined) ?? null;
}

/** Language tags, best first: the `lang` parameter of the address, then the browser's languages. */
export function readersLanguages(): readonly string[] {
  const asked = new URLSearchParams(location.search).get('lang');
  return [...(asked === null ? [] : [asked]), ...navigator.languages];
}

export function newForm(language: Language | null): Form {
  return {
    language: signal<Language | null>(language),
    topic: signal<Topic | null>(null),
    feeling: signal<Feeling | null>(null),
    age: signal<Age | null>(null),
    urgent: signal(false),
    lacksLanguage: signal(false),
  };
}

/** Null while no language is chosen; then it also marks the language as missing, because it is never assumed. */
export function answersOf(form: Form, over: Partial<Answers> = {}): Answers | null {
  const language = form.language.value;
  form.lacksLanguage.value = language === null;
  if (language === null) return null;
  const { topic, feeling, age, urgent } = form;
  return {
    language,
    topic: topic.value,
    feeling: feeling.value,
    age: age.value,
    urgent: urgent.value,
    ...over,
  };
}
