/** What a seeker has answered so far: it outlives the way back to the first screen. */
import { type Signal, signal } from '@preact/signals';
import type { Age, Feeling, Language, Topic } from '@terskel/shared/models';
import type { Answers } from '../../state/model.ts';

export interface Form {
  /** Null until one is chosen, where none can be guessed. */
  readonly language: Signal<Language | null>;
  readonly topic: Signal<Topic | null>;
  readonly feeling: Signal<Feeling | null>;
  readonly age: Signal<Age | null>;
  readonly urgent: Signal<boolean>;
  /** *Start* was pressed without a language. */
  readonly lacksLanguage: Signal<boolean>;
}

/** The language of a talk that a language of a page or of a browser stands for. */
function talkLanguage(tag: string): string {
  const [first = ''] = tag.toLowerCase().split('-');
  return first === 'nb' || first === 'nn' ? 'no' : first;
}

/** The first of `wanted` (language tags, best first) that a talk can be held in; the only one there is; else null. */
export function likelyLanguage(
  offered: readonly Language[],
  wanted: readonly string[],
): Language | null {
  const [only, ...others] = offered;
  if (only !== undefined && others.length === 0) return only;
  const found = wanted.map((tag) => offered.find((language) => language === talkLanguage(tag)));
  return found.find((language) => language !== undefined) ?? null;
}

/** What the reader asked for in the address, and what the browser asks for. */
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

/** Nothing while no language is chosen: it is asked for, and never taken for granted. */
export function answersOf(form: Form, over: Partial<Answers> = {}): Answers | null {
  const language = form.language.peek();
  form.lacksLanguage.value = language === null;
  if (language === null) return null;
  const { topic, feeling, age, urgent } = form;
  return {
    language,
    topic: topic.peek(),
    feeling: feeling.peek(),
    age: age.peek(),
    urgent: urgent.peek(),
    ...over,
  };
}
