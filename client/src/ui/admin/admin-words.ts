/** The words of the admin's page, beside those that all of the staff share. */
import type { ReadonlySignal } from '@preact/signals';
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
