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

/** Told to the document when the page is left. */
export const LEAVE = 'leave';

const button = (): HTMLAnchorElement | null => document.querySelector('a#leave');

/**
 * Works on the document itself, past Preact. `replace` takes our address out of the tab's history; a page that was only
 * assigned would come back with one press.
 */
function leavePage(): void {
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
    location.replace(href);
  }
}

const ownToken = (): string | null => tabStorage('seeker').get('session')?.resumeToken ?? null;

export function watchLeave(clock: Clock): void {
  onTabNews((news) => {
    // A copy of this tab was left: this one shows the same conversation, and holds its keys.
    const token = ownToken();
    if (token !== null && news === `left ${token}`) leavePage();
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
      if (button() !== null) leavePage();
    },
  });
  const isButton = ({ target }: Event): boolean =>
    target instanceof Element && target.closest('#leave') !== null;
  const isText = ({ target }: Event): boolean =>
    target instanceof Element && target.matches('input, textarea');
  const press = (event: Event): void => {
    event.preventDefault();
    leavePage();
  };
  document.addEventListener('click', (event) => {
    if (isButton(event)) press(event);
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
