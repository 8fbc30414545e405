/** Loaded during the conversation: at its end there may be no network. */
import { lateView } from '../parts/lazy.tsx';

export const after = lateView(() => import('./after/after.tsx'));
