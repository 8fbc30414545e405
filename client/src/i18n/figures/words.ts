/** Loads the texts of the statistics, when they are opened. Nynorsk uses those of bokmål, as all pages of staff do. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { FiguresWords } from '../words.ts';

const nb = () => import('./figures-nb.ts');
const en = () => import('./figures-en.ts');

export const FIGURES_WORDS = lateCatalogue<FiguresWords>({ nb, nn: nb, en, ar: en });
