/** Somebody who has a keyboard alone: where it stands, and whether they can see it. */
import type { Page } from 'playwright-core';

/** What is wrong with where the focus is; nothing if all is well. */
export interface Focus {
  /** The first line of what it says; empty if nothing has the focus. */
  readonly on: string;
  readonly faults: readonly string[];
}

/** Presses a key and looks where the focus is then. */
export async function press(page: Page, key: string): Promise<Focus> {
  await page.keyboard.press(key);
  return page.evaluate(look);
}

/** Tab by Tab to what is called so; throws for what cannot be reached, or what nobody sees on the way there. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const { on, faults } = await press(page, 'Tab');
    // Out of the page, and in again at its top.
    if (on === '') continue;
    if (faults.length > 0) throw new Error(`on the way to ${name}: ${faults.join(', ')}`);
    if (on === name) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

/** Runs in the page. */
export function look(): { on: string; faults: string[] } {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) {
    return { on: '', faults: ['nothing has the focus'] };
  }
  const label = focused.closest('label');
  const labels = focused instanceof HTMLTextAreaElement ? [...focused.labels] : [];
  const name = [focused.getAttribute('aria-label'), labels[0]?.innerText, label?.innerText];
  const on = (name.find((one) => one !== undefined && one !== null) ?? focused.innerText)
    .trim()
    .replace(/\n.*/s, '');
  // A check box that is drawn by its label has the label's ring.
  const shown = [focused, ...(label ? [label, ...label.querySelectorAll<HTMLElement>('*')] : [])];
  const ringed = shown.some((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
  });
  const faults = ringed ? [] : [`no ring: ${on}`];
  const at = (label ?? focused).getClientRects()[0] ?? new DOMRect();
  const [left, right] = [Math.max(0, at.left), Math.min(innerWidth, at.right)];
  const [top, bottom] = [Math.max(0, at.top), Math.min(innerHeight, at.bottom)];
  let seen = 0;
  for (const across of [0.1, 0.5, 0.9]) {
    for (const down of [0.2, 0.5, 0.8]) {
      const x = left + (right - left) * across;
      const y = top + (bottom - top) * down;
      const hit = right > left && bottom > top ? document.elementFromPoint(x, y) : null;
      if (hit !== null && (label ?? focused).contains(hit)) seen += 1;
    }
  }
  // More than half of it (WCAG 2.4.11 asks for any of it), or of what the window holds.
  if (seen < 5) faults.push(`covered: ${on}`);
  return { on, faults };
}
