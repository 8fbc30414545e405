/**
 * *Start* before the page's own script has come (rule U5). The server wrote the buttons into the page; here they are
 * shown where a chat is possible, and it is kept in the page which of them was pressed. The page's own script, which
 * does all else, is fetched once everything before it has arrived, or at once on a press.
 */
import { unable } from '../ui/parts/able.ts';

/** Told to the document when one of the buttons was pressed. */
export const START = 'start';

/** What a press leads to: the questions, or the number for danger to life. */
export type Begun = 'questions' | 'danger';

const box = (): HTMLElement | null => document.getElementById('start');

/** What was pressed, as long as the page is the one that the server wrote. */
export const begun = (): Begun | undefined => box()?.dataset['begun'] as Begun | undefined;

/** Either the buttons or the words in their place, which say what to do if nothing happens. */
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
  // The button that had the focus is gone.
  around.tabIndex = -1;
  around.focus();
  document.dispatchEvent(new Event(START));
  load();
}

/** `isReturning`: the tab goes on with what it had, as soon as its script is there. */
export function watchStart(isReturning: boolean): void {
  const script = document.querySelector<HTMLElement>('script[data-app]');
  const { app, words } = script?.dataset ?? {};
  if (app === undefined || words === undefined) return;
  // What fails leaves the page as it is; a press tries again.
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
