/** Small ties between views and the browser. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { useSurroundings } from './surroundings.ts';

/** The time now, whenever a view is drawn, and again every `everyMs`: a clock that was set shows at once. */
export function useNow(everyMs: number): number {
  const { clock } = useSurroundings();
  const [beat, setBeat] = useState(0);
  useEffect(() => clock.after(everyMs, () => setBeat(beat + 1)), [clock, everyMs, beat]);
  return clock.now();
}

/** `value`, but a change away from `calm` shows only once it has lasted: a short break is not worth a flicker. */
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

/** A new screen is begun at its heading, as a new page would be; the very first one is left to the browser. */
export function useHeadingFocus(active: boolean): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (!active) return;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [active]);
  return heading;
}

/** True on a phone or tablet: there the Enter key belongs to the text. */
export function isTouch(): boolean {
  return window.matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/**
 * Where the keyboard covers the page instead of resizing it (Safari), tells the styles how much is left,
 * so that the box and the last message stay in view (rule U5). Pinch zoom must not count as a keyboard.
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

/** Joins class names; what is undefined or false falls away. */
export function cx(...names: readonly (string | undefined | false)[]): string {
  return names.filter((name) => name !== undefined && name !== false).join(' ');
}
