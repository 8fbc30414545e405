/** The seeker's page: the language, the controller, the view. Small: it is all that loads before *Start* (rule U5). */
import { signal, type ReadonlySignal } from '@preact/signals';
import { render } from 'preact';
import { systemClock } from '../clock.ts';
import { loadSeekerI18n } from '../i18n/i18n.ts';
import { addressIn, chooseLocale, type Locale } from '../i18n/locales.ts';
import type { SeekerView } from '../state/model.ts';
import { loadLateScreens } from '../ui/seeker/load-late-screens.tsx';
import { SeekerApp } from '../ui/seeker/seeker-app.tsx';
import { thisBrowser } from './browser.ts';
import { createSeekerController } from './seeker-controller.ts';

const PATIENCE_MS = 400;

async function mount(root: HTMLElement): Promise<void> {
  const locale = chooseLocale(location.search, navigator.languages);
  // Asks about intake at once, while the words are on their way.
  const { view, actions, draft } = createSeekerController();
  const i18n = signal(await loadSeekerI18n(locale));
  await settled(view);
  const speak = async (wanted: Locale): Promise<void> => {
    i18n.value = await loadSeekerI18n(wanted);
    history.replaceState(history.state, '', addressIn(wanted, location.href));
  };
  root.replaceChildren();
  render(
    <SeekerApp
      view={view}
      actions={actions}
      draft={draft}
      i18n={i18n}
      clock={systemClock}
      speak={(wanted) => void speak(wanted)}
    />,
    root,
  );
  // What comes after *Start*, ahead of it. If it fails now, it is tried again when it is needed.
  thisBrowser().whenIdle(() => void loadLateScreens().catch(() => {}));
}

/** Drawn once it is known whether somebody is there: nothing jumps. Not for long, though: what stands in the HTML says little. */
function settled(view: ReadonlySignal<SeekerView>): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(PATIENCE_MS, resolve);
    view.subscribe((shown) => {
      if (shown.page !== 'landing' || shown.intake !== null) resolve();
    });
  });
}

const root = document.getElementById('page');
if (root !== null) void mount(root);
