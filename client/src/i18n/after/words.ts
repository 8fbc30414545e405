/** Loads the texts for after a conversation. A separate table, so that earlier screens do not depend on it. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { AfterWords } from '../words.ts';

export const AFTER = lateCatalogue<AfterWords>({
  nb: () => import('./after-nb.ts'),
  nn: () => import('./after-nn.ts'),
  en: () => import('./after-en.ts'),
  ar: () => import('./after-ar.ts'),
});
