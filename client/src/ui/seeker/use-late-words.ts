import { LATE } from '../../i18n/late/words.ts';
import type { LateWords } from '../../i18n/words.ts';
import { useWords } from '../parts/late.tsx';

/** The words of the screens after *Start*: no such screen is drawn before they have come. */
export const useLateWords = (): LateWords => useWords(LATE) as LateWords;
