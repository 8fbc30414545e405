/**
 * The words are plain: at most what is read in grade 8 (rule U1).
 *
 * LIX needs no list of words and no syllables, so it says the same of Norwegian and of English: under 30 is a book for
 * children, 30 to 40 a story, over 40 a newspaper. By every table that turns it into school years, under 40 is grade 8
 * or easier. One short text swings widely, so each of some length must hold 40, and all together a book for the young.
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
import { REFUGE } from '../../client/src/i18n/refuge/words.ts';
import { type Text, lix, sentencesOf, texts, wordsOf } from '../helpers/texts.ts';

const MOST = 40;
const MOST_TOGETHER = 30;
const MOST_WORDS = 22;
/** Fewer words than this say little of how hard they are. */
const WORTH_MEASURING = 20;

/** The words of an article's part; of a list, each item's. */
function said(block: Block): string[] {
  const words = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('');
  if (block.kind === 'list') return block.items.map(words);
  if (block.kind === 'code') return [block.text];
  return block.kind === 'quote' ? block.paragraphs.map(words) : [words(block.runs)];
}

/** A label or a heading is no sentence. */
async function sentences(locale: Locale): Promise<Text[]> {
  const i18n = await loadSeekerI18n(locale);
  const help = await createHelp(() => DEFAULT_SETTINGS)(locale);
  return texts({
    words: i18n.words,
    after: await AFTER.load(i18n),
    refuge: await REFUGE.load(i18n),
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

// Arabic words carry their articles and pronouns within them: the length of its words says something else.
describe.each(LOCALE_LIST.filter((locale) => locale !== 'ar'))('%s', (locale) => {
  test('[U1] no text is harder than grade 8', async () => {
    const all = await sentences(locale);
    expect(all.filter(({ text }) => wordsOf(text).length > WORTH_MEASURING).length).toBeGreaterThan(
      10,
    );
    expect(tooHard(all)).toEqual([]);
  });

  test('[U1] all that a seeker reads is together as easy as a book for the young', async () => {
    const all = (await sentences(locale)).map(({ text }) => text).join(' ');
    expect(lix(all)).toBeLessThan(MOST_TOGETHER);
  });
});

test.each(LOCALE_LIST)('[U1] %s: no sentence is long', async (locale) => {
  expect(tooLong(await sentences(locale))).toEqual([]);
});

test('[U1] the measure is the one of the books', () => {
  // Ten words in two sentences, two of them long.
  const text = 'Den frivillige svarer når klokka passer. Da kan du begynne.';
  expect([wordsOf(text).length, sentencesOf(text).length]).toEqual([10, 2]);
  expect(lix(text)).toBeCloseTo(10 / 2 + (100 * 2) / 10);
});

test('[U1] the words of an office would be noticed', () => {
  const text =
    'Samtaletjenesten forutsetter at henvendelser fra hjelpetrengende registreres i behandlingskøen, ' +
    'hvoretter de frivillige medarbeiderne fortløpende tildeles oppdrag i henhold til de til enhver tid gjeldende prioriteringskriterier.';
  expect(tooHard([{ key: 'x', text }])).toHaveLength(1);
  expect(tooLong([{ key: 'x', text }])).toHaveLength(1);
});
