/** Loads the texts about a transfer, which few conversations need. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { TransferWords } from '../words.ts';

export const TRANSFER = lateCatalogue<TransferWords>({
  nb: () => import('./transfer-nb.ts'),
  nn: () => import('./transfer-nn.ts'),
  en: () => import('./transfer-en.ts'),
  ar: () => import('./transfer-ar.ts'),
});
