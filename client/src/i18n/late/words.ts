/**
 * Loads the texts of the seeker's screens, all in one file per language, because each file costs headers (rule U5):
 * `firstWords` those of the first screen, `LATE` those of the screens after *Start*.
 */
import { lateCatalogue } from '../late-catalogue.ts';
import type { Locale } from '../locales.ts';
import type { LateWords, Words } from '../words.ts';

const TABLE = {
  nb: () => import('./late-nb.ts'),
  nn: () => import('./late-nn.ts'),
  en: () => import('./late-en.ts'),
  ar: () => import('./late-ar.ts'),
} as const satisfies Readonly<
  Record<Locale, () => Promise<{ readonly default: LateWords; readonly first: Words }>>
>;

export const LATE = lateCatalogue<LateWords>(TABLE);

export const firstWords = async (locale: Locale): Promise<Words> => (await TABLE[locale]()).first;
