/** Loads the texts of the statistics, when they are opened. Staff who read another language get the nearest. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { FiguresWords } from '../words.ts';

const nb = () => import('./figures-nb.ts');
const nn = () => import('./figures-nn.ts');
const en = () => import('./figures-en.ts');

export const FIGURES_WORDS = lateCatalogue<FiguresWords>({ nb, nn, en, ar: en });
