/** A user with a keyboard only: where the focus is, and whether it is visible. */
import type { Page } from 'playwright-core';

/** Where the focus is and what is wrong with it; `faults` is empty if nothing is. */
export interface Focus {
  /** The first line of its accessible text; empty if nothing has the focus. */
  readonly on: string;
  readonly faults: readonly string[];
}

/** Presses a key and reports where the focus is afterwards. */
export async function press(page: Page, key: string): Promise<Focus> {
  await page.keyboard.press(key);
  return page.evaluate(look);
}

/**
 * Presses Tab until the focus is on `name`. Throws if it cannot be reached, or if the focus is not visible on the way.
 */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    const { on, faults } = await press(page, 'Tab');
    // The focus left the page and enters it again at the top.
    if (on === '') continue;
    if (faults.length > 0) throw new Error(`on the way to ${name}: ${faults.join(', ')}`);
    if (on === name) return;
  }
  throw new Error(`${name} cannot be reached by keyboard`);
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
  // A check box that its label draws has the focus ring on the label.
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
  // More than half of the element, or of the part within the window (WCAG 2.4.11 requires only some of it).
  if (seen < 5) faults.push(`covered: ${on}`);
  return { on, faults };
}
