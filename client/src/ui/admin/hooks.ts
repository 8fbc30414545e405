/** Hooks that connect the admin's views with the browser. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Whether the window is wide enough for a table; otherwise cards are shown. */
export function useWide(): boolean {
  const [query] = useState(() => matchMedia('(min-width: 64rem)'));
  const [wide, setWide] = useState(query.matches);
  useEffect(() => {
    const look = (): void => setWide(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, [query]);
  return wide;
}

/** Focuses the element when it is first drawn, which also scrolls it into view. */
export function useFocusAtFirst<Element extends HTMLElement>(
  takesFocus = true,
): RefObject<Element | null> {
  const element = useRef<Element>(null);
  const [atFirst] = useState(takesFocus);
  useLayoutEffect(() => {
    if (atFirst) element.current?.focus();
  }, [atFirst]);
  return element;
}
