/**
 * *Leave this page* (rule U3). A script of its own that comes before the others, so that it works while they are on
 * their way, if they never come, and if a view hangs. The order matters: first nothing can be read any more, then the
 * conversation and the traces go, then the page.
 */
import type { Clock } from '../clock.ts';
import { tabStorage } from '../storage.ts';
import { shiftPresses } from '../ui/exit/shift-presses.ts';
import { beacon } from './beacon.ts';
import { onTabNews, tellTabs } from './other-tabs.ts';
import { isStep } from '../step.ts';

/** Told to the document when the page is left. */
export const LEAVE = 'leave';

const button = (): HTMLAnchorElement | null => document.querySelector('a#leave');

/**
 * Works on the document itself, past Preact. `replace` takes our address out of the tab's history; a page that was only
 * assigned would come back with one press.
 */
function leavePage(clock: Clock): void {
  const { href = '/', dataset } = button() ?? {};
  const loading = dataset?.['loading'] ?? '';
  const blank = document.createElement('div');
  blank.className = 'blank';
  blank.setAttribute('role', 'alert');
  blank.textContent = loading;
  document.body.replaceChildren(blank);
  document.title = loading;
  try {
    const before = ownToken();
    // The page ends its session, if it has come so far.
    document.dispatchEvent(new Event(LEAVE));
    // What is there still is of a session that no script of this life of the tab has taken up.
    const storage = tabStorage('seeker');
    const resumeToken = storage.get('session')?.resumeToken ?? null;
    if (before !== null) tellTabs(`left ${before}`);
    if (resumeToken !== null) beacon('/api/leave', { resumeToken, how: 'exit' });
    storage.clear();
  } finally {
    replaceAll(clock, href);
  }
}

/** So long may the browser take for one step back. */
const STEP_MS = 500;

/** What the step back is for, once the page is being left. */
let stepped: (() => void) | null = null;

/**
 * Listened for before any view does, which would answer a step back by a step forth: the view's script imports this
 * one, and browsers run what a window listens for in the order in which it was said, with `capture` or without.
 */
function watchSteps(): void {
  addEventListener('popstate', (event) => {
    if (stepped === null) return;
    event.stopImmediatePropagation();
    stepped();
  });
}

/**
 * The first step of the page gives way to the neutral site. What was a step further becomes an address at which the
 * server only points to that site, so that neither *Back* nor *Forward* shows a page of ours.
 */
function replaceAll(clock: Clock, href: string): void {
  const go = (): void => location.replace(href);
  // Should a browser bring the blank page back: one that was left while it loaded is shown as well, and goes already.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) go();
  });
  if (!isStep()) return go();
  history.replaceState(null, '', '/away');
  const stop = clock.after(STEP_MS, go);
  stepped = () => {
    stop();
    go();
  };
  history.back();
}

/** Links within the page, and to it in another language, add nothing to the history that would stay behind. */
function follow(event: MouseEvent): void {
  const { target, defaultPrevented, ctrlKey, metaKey } = event;
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href]') : null;
  if (link === null || defaultPrevented || ctrlKey || metaKey) return;
  const href = link.getAttribute('href') ?? '';
  if (href.startsWith('#')) {
    const place = document.getElementById(href.slice(1));
    if (place === null) return;
    event.preventDefault();
    place.tabIndex = -1;
    place.focus();
    place.scrollIntoView();
  } else if (link.hreflang !== '') {
    event.preventDefault();
    location.replace(link.href);
  }
}

const ownToken = (): string | null => tabStorage('seeker').get('session')?.resumeToken ?? null;

export function watchLeave(clock: Clock): void {
  watchSteps();
  onTabNews((news) => {
    // A copy of this tab was left: this one shows the same conversation, and holds its keys.
    const token = ownToken();
    if (token !== null && news === `left ${token}`) leavePage(clock);
  });
  const say = (text: string | undefined, left: number): void => {
    const said = document.getElementById('leaving');
    if (said !== null) said.textContent = text ?? '';
    button()?.setAttribute('data-left', String(left));
  };
  const presses = shiftPresses(clock, {
    progress: (left) => say(button()?.dataset[left === 2 ? 'two' : left === 1 ? 'one' : ''], left),
    cancelled: () => say(button()?.dataset['stayed'], 0),
    done: () => {
      if (button() !== null) leavePage(clock);
    },
  });
  const isButton = ({ target }: Event): boolean =>
    target instanceof Element && target.closest('#leave') !== null;
  const isText = ({ target }: Event): boolean =>
    target instanceof Element && target.matches('input, textarea');
  const press = (event: Event): void => {
    event.preventDefault();
    leavePage(clock);
  };
  document.addEventListener('click', (event) => {
    if (isButton(event)) press(event);
    else follow(event);
  });
  document.addEventListener('keydown', (event) => {
    // A link that is a button.
    if (event.key === ' ' && isButton(event)) press(event);
    else presses.keyDown(event, isText(event));
  });
  document.addEventListener('keyup', (event) => presses.keyUp(event));
  document.addEventListener('pointerdown', ({ pointerType }) =>
    presses.pointed(pointerType !== 'mouse'),
  );
}
