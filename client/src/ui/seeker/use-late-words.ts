import { useEffect } from 'preact/hooks';
import { loadLateWords, lateWords } from '../../i18n/late/load.ts';
import type { LateWords } from '../../i18n/words.ts';
import { useSignal } from '../parts/signals.ts';
import { useI18n } from '../parts/surroundings.ts';

/** The words of the screens after *Start*. They came with them; those of another language come once it is chosen. */
export function useLateWords(): LateWords {
  const { locale } = useI18n();
  const shown = useSignal(lateWords(locale));
  useEffect(() => {
    // Without a network the words that are here stay.
    loadLateWords(locale).then(
      (words) => {
        shown.value = words;
      },
      () => {},
    );
  }, [locale, shown]);
  if (shown.value === undefined) throw new Error('the screen came without its words');
  return shown.value;
}
