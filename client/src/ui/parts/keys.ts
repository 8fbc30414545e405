/** Which keys are meant for the page. */

/** What an input method puts in place of a key that is meant for it (UI Events, 7.3.1). */
const PROCESS_KEY = 229;

/**
 * Whether a key belongs to an input method, and so means nothing to the page. Safari sends the one that confirms a
 * candidate after `compositionend`, so that `isComposing` alone does not tell.
 */
export function composes(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === PROCESS_KEY;
}

/** Whether Escape was pressed, and is not the end of a composition. */
export function isEscape(event: Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Escape' && !composes(event);
}
