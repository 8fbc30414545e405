/** The words of the volunteer's screen, beside those that both sides share. */
import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import { useValue } from '../parts/signals.ts';

export const StaffContext = createContext<ReadonlySignal<StaffI18n> | null>(null);

export function useStaffI18n(): StaffI18n {
  const i18n = useContext(StaffContext);
  if (i18n === null) throw new Error('a view outside its page');
  return useValue(i18n);
}
