/** The form before *Start*: the language is preselected from the browser's languages, or must be chosen. */
import { expect, test } from 'vitest';
import { answersOf, likelyLanguage, newForm } from '../../../client/src/ui/seeker/form.ts';

test.each([
  [['no', 'en'], ['nb-NO', 'en'], 'no'],
  [['no', 'en'], ['nn'], 'no'],
  [['no', 'en'], ['ar', 'en-GB'], 'en'],
  [['no', 'en'], ['uk', 'ru'], null],
  [['no', 'uk'], ['uk-UA', 'no'], 'uk'],
  [['no'], ['ar'], 'no'],
  [[], ['no'], null],
] as const)(
  '[U1] offered %j, a reader of %j most likely speaks %s',
  (offered, wanted, language) => {
    expect(likelyLanguage(offered, wanted)).toBe(language);
  },
);

test('[U1] no language is assumed, not even with *Skip*', () => {
  const form = newForm(null);
  expect(answersOf(form, { topic: null })).toBe(null);
  expect(form.lacksLanguage.value).toBe(true);
  form.language.value = 'en';
  expect(answersOf(form, { urgent: true })).toEqual({
    ...{ language: 'en', topic: null, feeling: null, age: null, urgent: true },
  });
  expect(form.lacksLanguage.value).toBe(false);
});
