/** The context that every view can read: language, clock, announcements. */
import type { ReadonlySignal } from '../../signal.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Clock } from '../../clock.ts';
import type { I18n } from '../../i18n/i18n.ts';
import type { Locale } from '../../i18n/locales.ts';
import { useValue } from './signals.ts';

export interface Surroundings {
  readonly i18n: ReadonlySignal<I18n>;
  readonly clock: Clock;
  /** Changes the language without a reload, so that a conversation continues. */
  readonly speak: (locale: Locale) => void;
  /** Lets a screen reader announce a text (politely) that is not visible, or visible elsewhere. */
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
