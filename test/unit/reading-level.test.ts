/**
 * Texts are plain: at most reading level grade 8 (rule U1).
 *
 * LIX needs no word list and no syllables, so its values are comparable for Norwegian and English: under 30 is a
 * children's book, 30 to 40 fiction, over 40 a newspaper. By every table that converts it to school years, under 40 is
 * grade 8 or easier. A single short text varies widely, so each text of some length must stay under 40, and all texts
 * together under 30.
 */
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { createHelp } from '@terskel/server/help/help';
import type { Block, Run } from '@terskel/shared/help';
import { describe, expect, test } from 'vitest';
import { EMBED } from '../../client/src/embed/languages.ts';
import { AFTER } from '../../client/src/i18n/after/words.ts';
import { loadSeekerI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import { LOCALE_LIST, type Locale } from '../../client/src/i18n/locales.ts';
import { SELF_HELP } from '../../client/src/i18n/self-help/words.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import { type Text, lix, sentencesOf, texts, wordsOf } from '../helpers/texts.ts';

const MOST = 40;
const MOST_TOGETHER = 30;
const MOST_WORDS = 22;
/** Shorter texts are not measured: their LIX is not meaningful. */
const WORTH_MEASURING = 20;

/** The texts of an article's block; for a list, of each item. */
function said(block: Block): string[] {
  const words = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
  if (block.kind === 'list') return block.items.map(words);
  if (block.kind === 'code') return [block.text];
  return block.kind === 'quote' ? block.paragraphs.map(words) : [words(block.runs)];
}

/** Labels and headings are left out, since they are not sentences. */
async function sentences(locale: Locale): Promise<Text[]> {
  const i18n = await loadSeekerI18n(locale);
  const help = await createHelp(() => DEFAULT_SETTINGS)(locale);
  return texts({
    words: i18n.words,
    after: await AFTER.load(i18n),
    transfer: await TRANSFER.load(i18n),
    selfHelp: await SELF_HELP.load(i18n),
    late: await LATE.load(i18n),
    embed: EMBED[locale].words,
    articles: help.articles.map(({ blocks }) => blocks.flatMap(said)),
  }).filter(({ text }) => /[.!?؟:]$/u.test(text));
}

const tooHard = (all: readonly Text[]): string[] =>
  all
    .filter(({ text }) => wordsOf(text).length > WORTH_MEASURING && lix(text) >= MOST)
    .map(({ key, text }) => `${key}: ${lix(text).toFixed(1)}: ${text}`);

const tooLong = (all: readonly Text[]): string[] =>
  all.flatMap(({ key, text }) =>
    sentencesOf(text)
      .filter((sentence) => wordsOf(sentence).length > MOST_WORDS)
      .map((sentence) => `${key}: ${sentence}`),
  );

// Not for Arabic: its words include articles and pronouns, so that LIX is not comparable.
describe.each(LOCALE_LIST.filter((locale) => locale !== 'ar'))('%s', (locale) => {
  test('[U1] no text is harder than grade 8', async () => {
    const all = await sentences(locale);
    expect(all.filter(({ text }) => wordsOf(text).length > WORTH_MEASURING).length).toBeGreaterThan(
      10,
    );
    expect(tooHard(all)).toEqual([]);
  });

  test('[U1] all seeker texts together are as easy as a children’s book', async () => {
    const all = (await sentences(locale)).map(({ text }) => text).join(' ');
    expect(lix(all)).toBeLessThan(MOST_TOGETHER);
  });
});

test.each(LOCALE_LIST)('[U1] %s: no sentence is long', async (locale) => {
  expect(tooLong(await sentences(locale))).toEqual([]);
});

test('[U1] LIX is computed as published', () => {
  // Ten words in two sentences, two of them long.
  const text = 'Den frivillige svarer når klokka passer. Da kan du begynne.';
  expect([wordsOf(text).length, sentencesOf(text).length]).toEqual([10, 2]);
  expect(lix(text)).toBeCloseTo(10 / 2 + (100 * 2) / 10);
});

test('[U1] bureaucratic language would be detected', () => {
  const text =
    'Samtaletjenesten forutsetter at henvendelser fra hjelpetrengende registreres i behandlingskøen, ' +
    'hvoretter de frivillige medarbeiderne fortløpende tildeles oppdrag i henhold til de til enhver tid gjeldende prioriteringskriterier.';
  expect(tooHard([{ key: 'x', text }])).toHaveLength(1);
  expect(tooLong([{ key: 'x', text }])).toHaveLength(1);
});
