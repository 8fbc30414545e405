/** The words of the screens after *Start*, each language once it is wanted: the first page loads without them (rule U5). */
import type { Locale } from '../locales.ts';
import type { LateWords } from '../words.ts';

const LATE_WORDS: Readonly<Record<Locale, () => Promise<{ readonly default: LateWords }>>> = {
  nb: () => import('./late-nb.ts'),
  nn: () => import('./late-nn.ts'),
  en: () => import('./late-en.ts'),
  ar: () => import('./late-ar.ts'),
};

const loaded = new Map<Locale, LateWords>();
let last: LateWords | undefined;

export async function loadLateWords(locale: Locale): Promise<LateWords> {
  const { default: words } = await LATE_WORDS[locale]();
  loaded.set(locale, words);
  last = words;
  return words;
}

/** In this language; until that is here, in the one that was; none if none was. */
export function lateWords(locale: Locale): LateWords | undefined {
  return loaded.get(locale) ?? last;
}
