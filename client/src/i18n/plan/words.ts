/** Loads the texts of the shift plan, with the section itself. Staff who read another language get the nearest. */
import { lateCatalogue } from '../late-catalogue.ts';
import type { PlanWords } from './plan-nb.ts';

const nb = () => import('./plan-nb.ts');
const nn = () => import('./plan-nn.ts');
const en = () => import('./plan-en.ts');

export const PLAN = lateCatalogue<PlanWords>({ nb, nn, en, ar: en });
export type { PlanWords };
