/** What may help meanwhile, fetched a moment after the screen that offers it: then it works without a network (rule U7). */
import { lateView } from '../parts/late.tsx';

/** How the one is called who asked for it by a press in this life of the page: only then may a browser make a sound. */
export const bell: { ring: (() => void) | null } = { ring: null };

const AFTER_MS = 1_000;

export const refuge = lateView(() => import('./refuge/refuge.tsx'), AFTER_MS);
