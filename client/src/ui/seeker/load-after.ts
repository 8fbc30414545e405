import { useEffect, useState } from 'preact/hooks';
import { loadAfterWords } from '../../i18n/after/load.ts';
import type { Locale } from '../../i18n/locales.ts';
import type { AfterWords } from '../../i18n/words.ts';
import { useI18n } from '../parts/surroundings.ts';
import type { After } from './after/after.tsx';

interface Arrived {
  readonly View: typeof After;
  readonly words: AfterWords;
}

/** Also called ahead, while people talk: at the end there may be no network. */
export async function loadAfter(locale: Locale): Promise<Arrived> {
  const [{ After: View }, words] = await Promise.all([
    import('./after/after.tsx'),
    loadAfterWords(locale),
  ]);
  return { View, words };
}

/** Null where it can't be had: nobody has to answer. */
export function useAfter(): Arrived | null {
  const { locale } = useI18n();
  const [arrived, setArrived] = useState<Arrived | null>(null);
  useEffect(() => {
    let wanted = true;
    loadAfter(locale).then(
      (loaded) => {
        if (wanted) setArrived(loaded);
      },
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [locale]);
  return arrived;
}
