/** The words after a conversation: a table of their own, so that nothing before it knows of them. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { AfterWords } from '../words.ts';

export const AFTER = lateCatalogue<AfterWords>({
  nb: () => import('./after-nb.ts'),
  nn: () => import('./after-nn.ts'),
  en: () => import('./after-en.ts'),
  ar: () => import('./after-ar.ts'),
});
