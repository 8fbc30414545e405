/**
 * Reports what a screen reader announces of a page: changes in live regions, by the rules of WAI-ARIA. In a log each
 * added element is announced; in a status or an alert its whole text, on every change. A new region announces nothing
 * unless it is an alert.
 */
import type { Page } from 'playwright-core';

export interface Hearing {
  /** Everything announced so far, also across reloads, in order. */
  readonly heard: readonly string[];
  /** Resolves once everything that has happened so far has been announced. */
  settled(): Promise<readonly string[]>;
  forget(): void;
}

/** Must be called before the page is opened or reloaded. */
export async function hearing(page: Page): Promise<Hearing> {
  const heard: string[] = [];
  await page.exposeBinding('announced', (_, text: string) => heard.push(text));
  await page.addInitScript(listen);
  return {
    heard,
    async settled() {
      // Two frames, because one rendering can cause another.
      await page.evaluate(
        () =>
          new Promise((drawn) => {
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 0)));
          }),
      );
      return heard;
    },
    forget: () => void heard.splice(0),
  };
}

/** Runs in the page, before the page's own script. */
function listen(): void {
  const { announced } = globalThis as unknown as {
    readonly announced: (text: string) => Promise<void>;
  };
  const LIVE = '[role=log], [role=status], [role=alert], [aria-live], output';
  const known = new WeakSet<Element>();

  const elementOf = (node: Node): Element | null =>
    node instanceof Element ? node : node.parentElement;
  const roleOf = (region: Element): string =>
    region.getAttribute('role') ?? (region.tagName === 'OUTPUT' ? 'status' : '');
  const isOff = (region: Element): boolean => region.getAttribute('aria-live') === 'off';
  const isHidden = (element: Element): boolean =>
    element.closest('[aria-hidden=true], [hidden]') !== null ||
    !element.checkVisibility({ visibilityProperty: true });

  /** The text read for a node, without hidden parts and parts with `aria-live=off`. */
  function words(node: Node): string {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || isHidden(node) || isOff(node)) return '';
    return [...node.childNodes].map(words).join(' ');
  }
  const say = (text: string): void => {
    const spoken = text.replaceAll(/\s+/gu, ' ').trim();
    if (spoken !== '') void announced(spoken);
  };

  function changed(records: readonly MutationRecord[]): void {
    const whole = new Set<Element>();
    const added = new Set<Node>();
    for (const { type, target, addedNodes } of records) {
      const region = elementOf(target)?.closest(LIVE) ?? null;
      if (region !== null && known.has(region) && !isOff(region)) {
        if (roleOf(region) !== 'log') whole.add(region);
        else if (type === 'childList') for (const node of addedNodes) added.add(node);
      }
      for (const node of addedNodes) {
        if (!(node instanceof Element) || !node.isConnected) continue;
        for (const alert of [node, ...node.querySelectorAll('[role=alert]')]) {
          if (alert.getAttribute('role') === 'alert') whole.add(alert);
        }
      }
    }
    for (const region of document.querySelectorAll(LIVE)) known.add(region);
    for (const region of whole) if (region.isConnected) say(words(region));
    for (const node of added) {
      const parent = node.parentElement;
      // Skipped if an added ancestor is announced as a whole.
      const within = [...added].some((other) => other !== node && other.contains(node));
      if (!node.isConnected || parent === null || within) continue;
      if (!isHidden(parent) && !isOff(parent.closest(LIVE) ?? parent)) say(words(node));
    }
  }

  new MutationObserver(changed).observe(document, {
    ...{ childList: true, characterData: true, subtree: true },
    ...{ attributes: true, attributeFilter: ['hidden', 'aria-hidden'] },
  });
}
