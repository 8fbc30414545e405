/** The admin page: language, controller and view. */
import { loadAdminI18n } from '../i18n/admin/i18n.ts';
import type { Locale } from '../i18n/locales.ts';
import { ownWords } from '../i18n/own-words.ts';
import { association } from '../ui/parts/association.ts';
import { AdminApp } from '../ui/admin/admin-app.tsx';
import { createAdminController } from './admin-controller.ts';
import { mount } from './mount.ts';

/** The texts, with the association's name, which printed pages carry (rule U4). */
async function load(locale: Locale) {
  const i18n = await loadAdminI18n(locale);
  return Object.assign(i18n, { words: ownWords(i18n, association).words });
}

void mount(load, (around) => {
  const { view, account, actions, address } = createAdminController();
  return <AdminApp view={view} account={account} actions={actions} address={address} {...around} />;
});
