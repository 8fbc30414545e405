/**
 * The seeker's page: language, controller and first view. It replaces what the server rendered, where *Start* can
 * already be pressed (rule U5).
 */
import type { ReadonlySignal } from '../signal.ts';
import { systemClock } from '../clock.ts';
import { NORWAY } from '@terskel/shared/phone-lines';
import { type I18n, loadSeekerI18n } from '../i18n/i18n.ts';
import type { Locale } from '../i18n/locales.ts';
import type { SeekerView } from '../state/model.ts';
import { association } from '../ui/parts/association.ts';
import { loadLateScreens } from '../ui/seeker/load-late-screens.tsx';
import { SeekerApp } from '../ui/seeker/seeker-app.tsx';
import { thisBrowser } from './browser.ts';
import { LEAVE, START, begun } from './early.ts';
import { mount } from './mount.ts';
import { createSeekerController } from './seeker-controller.ts';

const PATIENCE_MS = 1_500;

// Requests intake at once, while the catalogue loads.
const controller = createSeekerController();
document.addEventListener(LEAVE, () => controller.actions.leave());
let spoken: ReadonlySignal<I18n>;
const drawn = mount(loadOwnI18n, async (around) => {
  spoken = around.i18n;
  await settled(controller.view);
  return <SeekerApp {...controller} {...around} begun={begun()} />;
});
// Loads the screens after *Start* ahead. If that fails, they are loaded again when needed.
void drawn.then(() =>
  thisBrowser().whenIdle(() => void loadLateScreens(spoken.value).catch(() => {})),
);

/** Replaces the default texts by those of this association, if it has its own. */
async function loadOwnI18n(locale: Locale): Promise<I18n> {
  const i18n = await loadSeekerI18n(locale);
  if (association.name === undefined && association.lines === NORWAY) return i18n;
  const { ownWords } = await import('../i18n/own-words.ts');
  return ownWords(i18n, association);
}

/**
 * Waits at most `PATIENCE_MS` for the first answer about intake, so that nothing moves after rendering, and that the
 * questions offer the languages of intake. The emergency number does not wait.
 */
function settled(view: ReadonlySignal<SeekerView>): Promise<void> {
  return new Promise((resolve) => {
    const pressed = (): void => {
      if (begun() === 'danger') resolve();
    };
    pressed();
    document.addEventListener(START, pressed, { once: true });
    systemClock.after(PATIENCE_MS, resolve);
    view.subscribe((shown) => {
      if (shown.page !== 'landing' || shown.intake !== null) resolve();
    });
  });
}
