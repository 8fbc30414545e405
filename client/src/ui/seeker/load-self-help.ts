/** The self-help part. Loaded shortly after the screen that offers it, so that it works without a network (rule U7). */
import { lateView } from '../parts/lazy.tsx';

/**
 * Plays the sound that calls the seeker; null if it is off. Browsers allow sound only after a press since the last page
 * load.
 */
export const bell: { ring: (() => void) | null } = { ring: null };

const AFTER_MS = 1_000;

export const selfHelp = lateView(() => import('./self-help/self-help.tsx'), AFTER_MS);
