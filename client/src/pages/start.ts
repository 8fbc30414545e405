/**
 * *Start* before the page's own script has loaded (rule U5). The server renders the buttons. This script shows them
 * where the browser supports a chat, and records in the page which one was pressed. The page's own script does the
 * rest. It is fetched after the page has loaded, or at once on a press.
 */
import { unable } from '../ui/parts/able.ts';

/** Event on the document when one of the buttons was pressed. */
export const START = 'start';

/** What a press opens: the questions, or the emergency number. */
export type Begun = 'questions' | 'danger';

const box = (): HTMLElement | null => document.getElementById('start');

/** The pressed button, as long as the page is still the one that the server rendered. */
export const begun = (): Begun | undefined => box()?.dataset['begun'] as Begun | undefined;

/** Shows either the buttons or the text in their place, which says what to do if nothing happens. */
function show(what: 'buttons' | 'words'): void {
  for (const child of box()?.children ?? []) {
    (child as HTMLElement).hidden = (child.localName === 'button') !== (what === 'buttons');
  }
}

function press({ target }: Event, load: () => void): void {
  const button = target instanceof Element ? target.closest('button') : null;
  const around = box();
  if (button === null || around === null || button.parentElement !== around) return;
  around.dataset['begun'] = button.value;
  show('words');
  // The pressed button had the focus and is now hidden.
  around.tabIndex = -1;
  around.focus();
  document.dispatchEvent(new Event(START));
  load();
}

/** `isReturning`: the tab resumes its session as soon as the script has loaded, so the buttons stay hidden. */
export function watchStart(isReturning: boolean): void {
  const script = document.querySelector<HTMLElement>('script[data-app]');
  const { app, words } = script?.dataset ?? {};
  if (app === undefined || words === undefined) return;
  // A failed load changes nothing; a press tries again.
  const load = (): void => {
    for (const file of [app, words]) import(/* @vite-ignore */ file).catch(() => {});
  };
  document.addEventListener('click', (event) => press(event, load));
  const ready = (): void => {
    if (!isReturning && unable() === null) show('buttons');
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready);
  else ready();
  if (document.readyState === 'complete') load();
  else addEventListener('load', load);
}
