import { LATE } from '../../i18n/late/words.ts';
import type { LateWords } from '../../i18n/words.ts';
import { useWords } from '../parts/late.tsx';

/** The words of the screens after *Start*, which came with them. */
export function useLateWords(): LateWords {
  const words = useWords(LATE);
  if (words === undefined) throw new Error('the screen came without its words');
  return words;
}
