/**
 * Counts lone presses of Shift, as GOV.UK's *exit this page* does. One that makes a capital letter, moves over a text,
 * reaches a link or belongs to a click is part of something else, and does not count. Nor does one of a keyboard on the
 * screen, where Shift pressed alone locks capitals: that would leave the page of somebody who is writing.
 */
import type { Clock } from '../../clock.ts';

const PRESSES = 3;
/** So long after one press the next must come. */
const WITHIN_MS = 5_000;
/** Keys that keyboards on screens lack: whoever presses one has a real keyboard. */
const REAL_KEY = /^(?:Tab|Esc|Caps|Control|Alt|Meta|Arrow|F\d)/;

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export interface ShiftPresses {
  /** `writing`: in a box for text. */
  keyDown(event: Key, writing: boolean): void;
  keyUp(event: Pick<Key, 'key'>): void;
  /** Something was pressed that is no key: by touch, a keyboard on the screen may come up. */
  pointed(byTouch: boolean): void;
}

export function shiftPresses(
  clock: Clock,
  told: { progress(left: number): void; cancelled(): void; done(): void },
): ShiftPresses {
  let pressed = 0;
  /** Shift is down, and nothing else has been pressed since. */
  let alone = false;
  /** The page was touched, and no key of a real keyboard was pressed since. */
  let onGlass = false;
  let callOff = (): void => {};

  function reset(): void {
    callOff();
    pressed = 0;
    alone = false;
  }

  return {
    keyDown({ key, code, ctrlKey, altKey, metaKey }, writing) {
      if (REAL_KEY.test(key)) onGlass = false;
      if (key !== 'Shift' || ctrlKey || altKey || metaKey) {
        if (pressed > 0) told.progress(0);
        reset();
      } else alone = !(writing && (onGlass || code === ''));
    },
    keyUp({ key }) {
      if (key !== 'Shift' || !alone) return;
      alone = false;
      callOff();
      pressed += 1;
      if (pressed === PRESSES) {
        reset();
        told.done();
        return;
      }
      told.progress(PRESSES - pressed);
      callOff = clock.after(WITHIN_MS, () => {
        pressed = 0;
        told.cancelled();
      });
    },
    pointed(byTouch) {
      alone = false;
      onGlass = byTouch;
    },
  };
}
