/** Loads the texts of the screens after *Start*. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { LateWords } from '../words.ts';

export const LATE = lateCatalogue<LateWords>({
  nb: () => import('./late-nb.ts'),
  nn: () => import('./late-nn.ts'),
  en: () => import('./late-en.ts'),
  ar: () => import('./late-ar.ts'),
});
