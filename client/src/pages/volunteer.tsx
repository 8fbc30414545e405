/** The volunteer's page: the language, the controller, the view. */
import { signal } from '@preact/signals';
import { render } from 'preact';
import { systemClock } from '../clock.ts';
import { loadStaffI18n } from '../i18n/i18n.ts';
import { addressIn, chooseLocale, type Locale } from '../i18n/locales.ts';
import { VolunteerApp } from '../ui/volunteer/volunteer-app.tsx';
import { createVolunteerController } from './volunteer-controller.ts';

async function mount(root: HTMLElement): Promise<void> {
  const locale = chooseLocale(location.search, navigator.languages);
  const i18n = signal(await loadStaffI18n(locale));
  const { view, account, actions, drafts, address } = createVolunteerController();
  const speak = async (wanted: Locale): Promise<void> => {
    i18n.value = await loadStaffI18n(wanted);
    history.replaceState(history.state, '', addressIn(wanted, location.href));
  };
  root.replaceChildren();
  render(
    <VolunteerApp
      view={view}
      account={account}
      actions={actions}
      drafts={drafts}
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
