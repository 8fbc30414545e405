/**
 * *Leave this page* (rule U3). A separate script that loads before the others, so that it works while they load, if
 * they fail to load, and if a view hangs. The order matters: first the page is blanked, then the conversation and
 * stored data are deleted, then the page is replaced.
 */
import type { Clock } from '../clock.ts';
import { tabStorage } from '../storage.ts';
import { shiftPresses } from '../ui/exit/shift-presses.ts';
import { beacon } from './beacon.ts';
import { onTabNews, tellTabs } from './other-tabs.ts';
import { isStep } from '../step.ts';

/** Event on the document when the page is left. */
export const LEAVE = 'leave';

const button = (): HTMLAnchorElement | null => document.querySelector('a#leave');

/**
 * Changes the document directly, without Preact. `location.replace` removes our address from the tab's history; with
 * `location.assign`, one press of *Back* would show the page again.
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
    // The page's controller ends its session, if it has loaded.
    document.dispatchEvent(new Event(LEAVE));
    // A token that is still stored belongs to a session that no script of this page load has resumed.
    const storage = tabStorage('seeker');
    const resumeToken = storage.get('session')?.resumeToken ?? null;
    if (before !== null) tellTabs(`left ${before}`);
    if (resumeToken !== null) beacon('/api/leave', { resumeToken, how: 'exit' });
    storage.clear();
  } finally {
    replaceAll(clock, href);
  }
}

/** How long the browser may take for one step back (ms). */
const STEP_MS = 500;

/** Called after the step back while the page is being left. */
let stepped: (() => void) | null = null;

/**
 * Must listen before any view, because a view would answer a step back with a step forward. The view's script imports
 * this module, and a window calls its listeners in the order of registration, with or without `capture`.
 */
function watchSteps(): void {
  addEventListener('popstate', (event) => {
    if (stepped === null) return;
    event.stopImmediatePropagation();
    stepped();
  });
}

/**
 * The page's first history entry is replaced by the neutral site. The second one gets an address at which the server
 * only links to that site. So neither *Back* nor *Forward* shows one of our pages.
 */
function replaceAll(clock: Clock, href: string): void {
  const go = (): void => location.replace(href);
  // A browser may restore the blank page. `pageshow` is also fired if the page was left while it loaded, so check
  // `persisted`.
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

/** Links within the page and to another language must not leave additional history entries. */
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
    // A duplicate of this tab was left. This tab shows the same conversation and holds its keys.
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
    // The link has the role of a button, so *Space* must press it.
    if (event.key === ' ' && isButton(event)) press(event);
    else presses.keyDown(event, isText(event));
  });
  document.addEventListener('keyup', (event) => presses.keyUp(event));
  document.addEventListener('pointerdown', ({ pointerType }) =>
    presses.pointed(pointerType !== 'mouse'),
  );
}
