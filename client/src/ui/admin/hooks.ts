/** Small ties between the admin's views and the browser. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Whether there is room for a table; else there are cards. */
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

/** Takes the focus as it comes, and lets it come into view. */
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
