import { useEffect } from 'preact/hooks';

const HEADINGS = ':is(h1, h2, h3)[tabindex="-1"]';

/**
 * Keeps the focus when the element that has it is removed: a question that is answered, a message that is sent. It goes
 * to a visible heading of the nearest part of the page that is left.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    /** The element that had the focus last, and what it stood in, from the inside out. */
    let path: readonly Element[] = [];
    const focused = (event: Event): void => {
      path = ancestors(event.target);
    };
    // Whoever points somewhere else has left it.
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
    // Where the focus is must be visible: a heading that only a screen reader has is the last choice.
    const best = seen.find((one) => !one.classList.contains('heard')) ?? seen[0];
    if (best !== undefined) return best;
  }
  return null;
}
