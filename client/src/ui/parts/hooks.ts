/** Hooks and helpers that connect views with the browser. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useSurroundings } from './surroundings.ts';

/**
 * The current time (ms since the epoch), read at every render; renders again every `everyMs`. Clock changes show at
 * once.
 */
export function useNow(everyMs: number): number {
  const { clock } = useSurroundings();
  const [renders, setRenders] = useState(0);
  useEffect(() => clock.after(everyMs, () => setRenders(renders + 1)), [clock, everyMs, renders]);
  return clock.now();
}

/**
 * Returns `value`, but delays a change away from `calm` until it has lasted `afterMs`. A short interruption must not
 * make the page flicker.
 */
export function useSettled<Value>(value: Value, calm: Value, afterMs: number): Value {
  const { clock } = useSurroundings();
  const [shown, show] = useState(calm);
  useEffect(() => {
    if (value === calm || shown !== calm) {
      show(value);
      return undefined;
    }
    return clock.after(afterMs, () => show(value));
  }, [afterMs, calm, clock, shown, value]);
  return value === calm ? calm : shown;
}

export function useTitle(title: string, brand: string): void {
  useEffect(() => {
    document.title = `${title} – ${brand}`;
  }, [title, brand]);
}

/** Moves the focus to the heading of a new screen, as on a new page. On the first screen the browser decides. */
export function useHeadingFocus(active: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (!active) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [active]);
  return heading;
}

/** True on a phone or tablet, where Enter inserts a line break instead of sending. */
export function isTouch(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/**
 * Sets CSS variables to the visible height where the on-screen keyboard covers the page instead of resizing it
 * (Safari). The message box and the last message then stay in view (rule U5). Pinch zoom must not count as a keyboard.
 */
export function useViewport(): void {
  useEffect(() => {
    const visual = window.visualViewport;
    if (visual === null) return;
    const { style } = document.documentElement;
    const fit = (): void => {
      const covered = visual.scale === 1 && visual.height < window.innerHeight - 1;
      if (covered) {
        style.setProperty('--viewport', `${visual.height}px`);
        style.setProperty('--viewport-top', `${visual.offsetTop}px`);
      } else {
        style.removeProperty('--viewport');
        style.removeProperty('--viewport-top');
      }
    };
    visual.addEventListener('resize', fit);
    visual.addEventListener('scroll', fit);
    return () => {
      visual.removeEventListener('resize', fit);
      visual.removeEventListener('scroll', fit);
      style.removeProperty('--viewport');
      style.removeProperty('--viewport-top');
    };
  }, []);
}

/** Joins class names and skips undefined and false. */
export function cx(...names: readonly (string | undefined | false)[]): string {
  return names.filter((name) => name !== undefined && name !== false).join(' ');
}
