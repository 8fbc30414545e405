/** Loaded during the conversation: at its end there may be no network. */
import { lateView } from '../parts/late.tsx';

export const after = lateView(() => import('./after/after.tsx'));
