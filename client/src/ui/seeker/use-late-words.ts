import { LATE } from '../../i18n/late/words.ts';
import type { LateWords } from '../../i18n/words.ts';
import { useWords } from '../parts/lazy.tsx';

/** The words of the screens after *Start*. Those screens are drawn only after the words have loaded. */
export const useLateWords = (): LateWords => useWords(LATE) as LateWords;
