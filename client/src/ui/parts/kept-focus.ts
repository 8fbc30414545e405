import { useEffect } from 'preact/hooks';

const HEADINGS = ':is(h1, h2, h3)[tabindex="-1"]';

/**
 * Restores the focus when the focused element is removed, for example an answered question or a sent message. The focus
 * goes to a visible heading in the nearest remaining ancestor.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** The element that had the focus last, and its ancestors, innermost first. */
    let path: readonly Element[] = [];
    const focused = (event: Event): void => {
      path = ancestors(event.target);
    };
    // A press elsewhere means that the user has left the focused element.
    const pointed = (): void => {
      path = [];
    };
    const observer = new MutationObserver(() => {
      const gone = path[0]?.isConnected === false;
      if (gone && document.activeElement === document.body) headingNear(path)?.focus();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', focused);
    document.addEventListener('pointerdown', pointed);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', focused);
      document.removeEventListener('pointerdown', pointed);
    };
  }, []);
}

const isShown = (element: Element): boolean =>
  element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible';

function ancestors(target: EventTarget | null): readonly Element[] {
  const path: Element[] = [];
  for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement) {
    path.push(at);
  }
  return path;
}

function headingNear(path: readonly Element[]): HTMLElement | null {
  for (const part of path) {
    const headings = part.isConnected ? [...part.querySelectorAll<HTMLElement>(HEADINGS)] : [];
    const seen = headings.filter(isShown);
    // Prefer a visible heading for the focus; one that only screen readers see is the last choice.
    const best = seen.find((one) => !one.classList.contains('heard')) ?? seen[0];
    if (best !== undefined) return best;
  }
  return null;
}
