/** Loads the self-help texts. A separate table, so that the pages load without them (rule U5). */
import { lateCatalogue } from '../late-catalogue.ts';
import type { SelfHelpWords } from './self-help-nb.ts';

export const SELF_HELP = lateCatalogue<SelfHelpWords>({
  nb: () => import('./self-help-nb.ts'),
  nn: () => import('./self-help-nn.ts'),
  en: () => import('./self-help-en.ts'),
  ar: () => import('./self-help-ar.ts'),
});
export type { SelfHelpWords };
