/** The words after a conversation: a table of their own, so that nothing before it knows of them. */
import type { Locale } from '../locales.ts';
import type { AfterWords } from '../words.ts';

const AFTER_WORDS: Readonly<Record<Locale, () => Promise<{ readonly default: AfterWords }>>> = {
  nb: () => import('./after-nb.ts'),
  nn: () => import('./after-nn.ts'),
  en: () => import('./after-en.ts'),
  ar: () => import('./after-ar.ts'),
};

export async function loadAfterWords(locale: Locale): Promise<AfterWords> {
  return (await AFTER_WORDS[locale]()).default;
}
