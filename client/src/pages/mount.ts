/** Draws a page in the language that its address or the browser asks for, once its words are there. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { h, render, type VNode } from 'preact';
import { type Clock, systemClock } from '../clock.ts';
import { Boundary } from '../ui/parts/boundary.tsx';
import { addressIn, chooseLocale, type Locale } from '../i18n/locales.ts';
import { keepUnderTranslation } from '../ui/parts/page-translation.ts';

/** What every page's view gets. */
export interface Around<I18n> {
  readonly i18n: ReadonlySignal<I18n>;
  readonly clock: Clock;
  readonly speak: (locale: Locale) => void;
}

/** `draw` is called once, when the words are there; what it answers is drawn as soon as that is. */
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
  // Each step of the history has an address of its own.
  const loaded = i18n.peek();
  addEventListener('popstate', () => {
    if (i18n.peek() === loaded) return;
    history.replaceState(history.state, '', addressIn(spoken, location.href));
  });
  const page = await draw({ i18n, clock: systemClock, speak: (wanted) => void speak(wanted) });
  keepUnderTranslation();
  // With its numbers and its hours: it goes only for what has been drawn, and comes back for what cannot be.
  const served = [...root.childNodes];
  const held = document.activeElement;
  const restore = (): void => {
    render(null, root);
    root.replaceChildren(...served);
  };
  // Once the failed view has been let go of.
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

/** What has taken the place of something that had the focus: it is called the same (rule U2). */
function alike(root: Element, held: Element): HTMLElement | undefined {
  const name = (one: Element): string => one.textContent.trim();
  return [...root.querySelectorAll<HTMLElement>('a, button')].find(
    (one) => name(one) === name(held),
  );
}
