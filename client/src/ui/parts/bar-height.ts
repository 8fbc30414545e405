import { useEffect } from 'preact/hooks';

/** Tells the styles how high the bar is that stands still above what scrolls: a font, a name and a zoom change it. */
export function useBarHeight(): void {
  useEffect(() => {
    const bar = document.querySelector('header > div');
    if (bar === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { height } = bar.getBoundingClientRect();
      document.documentElement.style.setProperty('--bar', `${height}px`);
    });
    observer.observe(bar);
    return () => observer.disconnect();
  }, []);
}
