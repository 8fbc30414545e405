import { useEffect } from 'preact/hooks';
import { loadTalkWords, talkWords } from '../../i18n/talk/load.ts';
import type { TalkWords } from '../../i18n/words.ts';
import { useSignal } from '../parts/signals.ts';
import { useI18n } from '../parts/surroundings.ts';

/** The words of a conversation. They came with its screen; those of another language come once it is chosen. */
export function useTalkWords(): TalkWords {
  const { locale } = useI18n();
  const shown = useSignal(talkWords(locale));
  useEffect(() => {
    // Without a network the words that are here stay.
    loadTalkWords(locale).then(
      (words) => {
        shown.value = words;
      },
      () => {},
    );
  }, [locale, shown]);
  if (shown.value === undefined) throw new Error('the screen came without its words');
  return shown.value;
}
