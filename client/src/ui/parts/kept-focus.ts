import { useEffect } from 'preact/hooks';

/**
 * What somebody stands on with the keyboard may go: a question that is answered, a message that is sent at last. Then
 * the heading has the focus, not nothing.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let last: EventTarget | null = null;
    const noted = (event: Event): void => {
      // Whoever points somewhere else has left it.
      last = event.type === 'focusin' ? event.target : null;
    };
    const observer = new MutationObserver(() => {
      const gone = last instanceof Element && !last.isConnected;
      if (gone && document.activeElement === document.body) document.querySelector('h1')?.focus();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', noted);
    document.addEventListener('pointerdown', noted);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', noted);
      document.removeEventListener('pointerdown', noted);
    };
  }, []);
}
