/** Loads the self-help texts. A separate table, so that the pages load without them (rule U5). */
import { lateCatalogue } from '../late-catalogue.ts';
import type { RefugeWords } from './refuge-nb.ts';

export const REFUGE = lateCatalogue<RefugeWords>({
  nb: () => import('./refuge-nb.ts'),
  nn: () => import('./refuge-nn.ts'),
  en: () => import('./refuge-en.ts'),
  ar: () => import('./refuge-ar.ts'),
});
export type { RefugeWords };
