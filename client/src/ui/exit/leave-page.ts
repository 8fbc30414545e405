/** *Leave this page* (rule U3). The order matters: first nothing can be read any more, then the traces go, then the page. */
import { association } from '../parts/association.ts';

/**
 * Works on the document itself, past Preact: it must blank the screen even while a view hangs.
 * `replace` takes our address out of the tab's history; a page that was only assigned would come back with one press.
 */
export function leavePage(loading: string, wipe: () => void): void {
  const blank = document.createElement('div');
  blank.className = 'blank';
  blank.setAttribute('role', 'alert');
  blank.textContent = loading;
  document.body.replaceChildren(blank);
  document.title = loading;
  try {
    wipe();
  } finally {
    location.replace(association.exitSite);
  }
}
