import { useEffect } from 'preact/hooks';

/** Sets the CSS variable `--bar` to the height of the sticky bar. Font, content and zoom change that height. */
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
