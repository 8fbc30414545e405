/** The words, formats and names of the statistics. */
import { DURATION_BOUNDS_MIN } from '@terskel/shared/figures';
import type { Language } from '@terskel/shared/models';
import { createContext } from 'preact';
import { useContext, useMemo } from 'preact/hooks';
import { type BlockId, sumsUp } from '../../../figures/blocks.ts';
import type { AdminI18n } from '../../../i18n/admin/i18n.ts';
import { FIGURES_WORDS } from '../../../i18n/figures/words.ts';
import type { FiguresWords } from '../../../i18n/words.ts';
import { useWords } from '../../parts/lazy.tsx';
import { useAdminI18n } from '../admin-words.ts';
import { type Format, formatIn } from './format.ts';

export interface FiguresI18n {
  readonly i18n: AdminI18n;
  readonly words: FiguresWords;
  readonly format: Format;
}

const Figures = createContext<FiguresI18n | null>(null);
export const FiguresProvider = Figures.Provider;

/**
 * For the whole page at once, because formatters are slow to make. `since`: the first day that was counted, if there is
 * one.
 */
export function useNewFigures(since: string | null): FiguresI18n {
  const i18n = useAdminI18n();
  const words = useWords(FIGURES_WORDS);
  if (words === undefined) throw new Error('no words');
  return useMemo(
    () => ({ i18n, words, format: formatIn(i18n, words, since) }),
    [i18n, words, since],
  );
}

export function useFigures(): FiguresI18n {
  const figures = useContext(Figures);
  if (figures === null) throw new Error('no figures');
  return figures;
}

/** The name of a row, as a person reads it; empty: all, or all that are shown. */
export function labelOf(id: BlockId, label: string, { i18n, words, format }: FiguresI18n): string {
  if (label === '') return sumsUp(id) ? words.allShown : words.all;
  const { topics, ages, feelings } = i18n.words;
  switch (id) {
    case 'trend':
      return format.period(label);
    case 'waits':
    case 'leavers':
      return words.within(format.duration(Number(label.slice('to '.length))));
    case 'durations':
      return durationLabel(label, format);
    case 'topics':
      return label === 'none' ? words.noTopic : named(topics, label);
    case 'languages':
      return i18n.languageName(label as Language);
    case 'ages':
      return label === 'none' ? words.noAge : named(ages, label);
    case 'before':
    case 'after':
      return feelings[Number(label) - 1] ?? label;
    default:
      return named(words.blocks[id].labels, label);
  }
}

const named = (names: object, label: string): string =>
  (names as Readonly<Record<string, string>>)[label] ?? label;

function durationLabel(label: string, format: Format): string {
  const bounds: readonly number[] = DURATION_BOUNDS_MIN;
  const at = label === 'more' ? bounds.length : bounds.indexOf(Number(label));
  const [over = 0, to = null] = [bounds[at - 1], bounds[at]];
  return format.range({ overS: over * 60, toS: to === null ? null : to * 60 });
}
