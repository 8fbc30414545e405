/** Renders a page in the language of its address or of the browser, once the catalogue is loaded. */
import { signal, type ReadonlySignal } from '../signal.ts';
import { h, render, type VNode } from 'preact';
import { type Clock, systemClock } from '../clock.ts';
import { Boundary } from '../ui/parts/boundary.tsx';
import { addressIn, chooseLocale, type Locale } from '../i18n/locales.ts';
import { keepUnderTranslation } from '../ui/parts/page-translation.ts';

/** Properties that every page's view gets. */
export interface Around<I18n> {
  readonly i18n: ReadonlySignal<I18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
}

/** `draw` is called once, when the catalogue is loaded. Its result is rendered when it resolves. */
export async function mount<I18n>(
  load: (locale: Locale) => Promise<I18n>,
  draw: (around: Around<I18n>) => VNode | Promise<VNode>,
): Promise<void> {
  const root = document.getElementById('page');
  if (root === null) return;
  let spoken = chooseLocale(location.search, navigator.languages);
  const i18n = signal(await load(spoken));
  const speak = async (wanted: Locale): Promise<void> => {
    i18n.value = await load(wanted);
    spoken = wanted;
    history.replaceState(history.state, '', addressIn(wanted, location.href));
  };
  // Each history entry has its own address, which must get the current language.
  const loaded = i18n.value;
  addEventListener('popstate', () => {
    if (i18n.value === loaded) return;
    history.replaceState(history.state, '', addressIn(spoken, location.href));
  });
  const page = await draw({ i18n, clock: systemClock, speak: (wanted) => void speak(wanted) });
  keepUnderTranslation();
  // Keep what the server rendered, with its numbers and hours, so that it can be restored if rendering fails.
  const served = [...root.childNodes];
  const held = document.activeElement;
  const restore = (): void => {
    render(null, root);
    root.replaceChildren(...served);
  };
  // Runs after Preact has unmounted the failed view.
  const onFailed = () => queueMicrotask(restore);
  root.replaceChildren();
  try {
    render(h(Boundary, { fallback: null, onFailed, children: page }), root);
  } catch (error) {
    restore();
    throw error;
  }
  if (held !== null && !held.isConnected) alike(root, held)?.focus({ preventScroll: true });
}

/** Finds the element that replaces the one that had the focus: it has the same text (rule U2). */
function alike(root: Element, held: Element): HTMLElement | undefined {
  const name = (one: Element): string => one.textContent.trim();
  return [...root.querySelectorAll<HTMLElement>('a, button')].find(
    (one) => name(one) === name(held),
  );
}
