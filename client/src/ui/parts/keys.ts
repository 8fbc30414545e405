/** Tells which key events are meant for the page. */

/** The `keyCode` of a key event that an input method handles (UI Events, 7.3.1). */
const PROCESS_KEY = 229;

/**
 * Whether an input method (IME) handles this key event, so that the page must ignore it. Safari sends the key that
 * confirms a candidate after `compositionend`, so `isComposing` alone is not enough.
 */
export function composes(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === PROCESS_KEY;
}

/** Whether Escape was pressed outside an IME composition. */
export function isEscape(event: Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Escape' && !composes(event);
}
