/** What every view may use without being handed it: the language and the time. */
import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Clock } from '../../clock.ts';
import type { I18n } from '../../i18n/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import { useValue } from './signals.ts';

export interface Surroundings {
  readonly i18n: ReadonlySignal<I18n>;
  readonly clock: Clock;
  /** Changes the language in place: a conversation goes on. */
  readonly speak: (locale: Locale) => void;
  /** Says something to a screen reader, politely, that is seen elsewhere or not at all. */
  readonly announce: (text: string) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const surroundings = useContext(SurroundingsContext);
  if (surroundings === null) throw new Error('a view outside its page');
  return surroundings;
}

export function useI18n(): I18n {
  return useValue(useSurroundings().i18n);
}
