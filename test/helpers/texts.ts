/** Every text of a catalogue, and its readability. */

export interface Text {
  readonly key: string;
  readonly text: string;
}

const FORMS = new Set(['zero', 'one', 'two', 'few', 'many', 'other']);
const isPlural = (value: object): boolean =>
  'other' in value && Object.keys(value).every((form) => FORMS.has(form));

/** Every text with its key; functions are called with sample arguments, as the views do. */
export function texts(value: unknown, key = ''): Text[] {
  if (typeof value === 'string') return [{ key, text: value }];
  if (typeof value === 'function') {
    const speak = value as (...given: string[]) => string;
    return [{ key, text: speak('Ida', '45', '3') }];
  }
  if (typeof value !== 'object' || value === null) throw new Error(`${key} is not a text`);
  return Object.entries(value).flatMap(([name, inner]) => texts(inner, `${key}.${name}`));
}

interface Plurals {
  readonly key: string;
  readonly forms: Readonly<Record<string, string>>;
}

function plurals(value: unknown, key = ''): Plurals[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isPlural(value)) return [{ key, forms: value as Plurals['forms'] }];
  return Object.entries(value).flatMap(([name, inner]) => plurals(inner, `${key}.${name}`));
}

/** Plural forms of a catalogue that are missing, superfluous or lack their number, by a language's plural rules. */
export function wrongPlurals(catalogue: unknown, formats: string | readonly string[]): string[] {
  const rules = new Intl.PluralRules(formats);
  const wanted = rules.resolvedOptions().pluralCategories;
  // A form for exactly one number ("one more", "two more") may omit the number.
  const numbers = Map.groupBy(Array.from({ length: 201 }).keys(), (count) => rules.select(count));
  const mayBeSilent = (form: string): boolean =>
    numbers.get(form as Intl.LDMLPluralRule)?.length === 1;
  return plurals(catalogue).flatMap(({ key, forms }) => {
    const had = Object.keys(forms);
    const lacking = wanted.filter((form) => !had.includes(form));
    const needless = had.filter((form) => !wanted.some((known) => known === form));
    const silent = had.filter(
      (form) => forms[form]?.includes('{n}') !== true && !mayBeSilent(form),
    );
    return [
      lacking.map((form) => `${key} lacks ${form}`),
      needless.map((form) => `${key} has ${form}, which the language has not`),
      silent.map((form) => `${key}.${form} lacks its number`),
    ].flat();
  });
}

export const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{M}\d’-]+/gu) ?? [];

/** A colon ends a sentence too: the text after it is read as a separate one. */
export const sentencesOf = (text: string): readonly string[] =>
  text.split(/[.!?:؟](?=\s|$)/u).filter((sentence) => wordsOf(sentence).length > 0);

/** Läsbarhetsindex (Björnsson 1968): words per sentence plus the percentage of words with more than six letters. */
export function lix(text: string): number {
  const words = wordsOf(text);
  const long = words.filter((word) => word.length > 6);
  return words.length / sentencesOf(text).length + (100 * long.length) / words.length;
}
