/** The seeker's page: the language, the controller, the view. Small: it is all that loads before *Start* (rule U5). */
import type { ReadonlySignal } from '@preact/signals';
import { systemClock } from '../clock.ts';
import { loadSeekerI18n } from '../i18n/i18n.ts';
import type { SeekerView } from '../state/model.ts';
import { loadLateScreens } from '../ui/seeker/load-late-screens.tsx';
import { SeekerApp } from '../ui/seeker/seeker-app.tsx';
import { thisBrowser } from './browser.ts';
import { mount } from './mount.ts';
import { createSeekerController } from './seeker-controller.ts';

const PATIENCE_MS = 400;

// Asks about intake at once, while the words are on their way.
const { view, actions, draft } = createSeekerController();
const drawn = mount(loadSeekerI18n, async (around) => {
  await settled(view);
  return <SeekerApp view={view} actions={actions} draft={draft} {...around} />;
});
// What comes after *Start*, ahead of it. If it fails now, it is tried again when it is needed.
void drawn.then(() => thisBrowser().whenIdle(() => void loadLateScreens().catch(() => {})));

/** Drawn once it is known whether somebody is there: nothing jumps. Not for long, though: what stands in the HTML says little. */
function settled(view: ReadonlySignal<SeekerView>): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(PATIENCE_MS, resolve);
    view.subscribe((shown) => {
      if (shown.page !== 'landing' || shown.intake !== null) resolve();
    });
  });
}
