/** Fetched while people talk: at the end there may be no network. */
import { lateView } from '../parts/late.tsx';

export const after = lateView(() => import('./after/after.tsx'));
