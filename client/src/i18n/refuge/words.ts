/** Of each language, the words of the refuge: a table of their own, so that the pages load without them (rule U5). */
import type { Locale } from '../locales.ts';
import type { RefugeWords } from './refuge-nb.ts';

export const REFUGE_WORDS: Readonly<
  Record<Locale, () => Promise<{ readonly default: RefugeWords }>>
> = {
  nb: () => import('./refuge-nb.ts'),
  nn: () => import('./refuge-nn.ts'),
  en: () => import('./refuge-en.ts'),
  ar: () => import('./refuge-ar.ts'),
};
export type { RefugeWords };
