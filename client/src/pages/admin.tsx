/** The admin's page: the language, the controller, the view. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { systemClock } from '../clock.ts';
import { loadAdminI18n } from '../i18n/admin/i18n.ts';
import { addressIn, chooseLocale, type Locale } from '../i18n/locales.ts';
import { AdminApp } from '../ui/admin/admin-app.tsx';
import { createAdminController } from './admin-controller.ts';

async function mount(root: HTMLElement): Promise<void> {
  const locale = chooseLocale(location.search, navigator.languages);
  const i18n = signal(await loadAdminI18n(locale));
  const { view, account, actions, address } = createAdminController();
  const speak = async (wanted: Locale): Promise<void> => {
    i18n.value = await loadAdminI18n(wanted);
    history.replaceState(history.state, '', addressIn(wanted, location.href));
  };
  root.replaceChildren();
  render(
    <AdminApp
      view={view}
      account={account}
      actions={actions}
      address={address}
      i18n={i18n}
      clock={systemClock}
      speak={(wanted) => void speak(wanted)}
    />,
    root,
  );
}

const root = document.getElementById('page');
if (root !== null) void mount(root);
