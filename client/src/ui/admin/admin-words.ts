/** The context with the words of the admin's page, in addition to those that all staff pages share. */
import type { ReadonlySignal } from '../../signal.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import { useValue } from '../parts/signals.ts';

export const AdminContext = createContext<ReadonlySignal<AdminI18n> | null>(null);

export function useAdminI18n(): AdminI18n {
  const i18n = useContext(AdminContext);
  if (i18n === null) throw new Error('a view outside its page');
  return useValue(i18n);
}
