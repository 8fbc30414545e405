/**
 * Counts single presses of Shift, like GOV.UK's *exit this page*. A press does not count if it is part of something
 * else: a capital letter, a text selection, moving to a link, or a click. Presses on an on-screen keyboard do not count
 * either: there Shift alone locks capitals, and counting it would leave the page while someone is writing.
 */
import type { Clock } from '../../clock.ts';

const PRESSES = 3;
/** The longest time between two presses (ms). */
const WITHIN_MS = 5_000;
/** Keys that on-screen keyboards lack: pressing one proves a physical keyboard. */
const REAL_KEY = /^(?:Tab|Esc|Caps|Control|Alt|Meta|Arrow|F\d)/;

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export interface ShiftPresses {
  /** `writing`: the focus is in a text box. */
  keyDown(event: Key, writing: boolean): void;
  keyUp(event: Pick<Key, 'key'>): void;
  /** A pointer was pressed. After touch, an on-screen keyboard may open. */
  pointed(byTouch: boolean): void;
}

/**
 * Calls `progress` with the presses left (0: another key cancelled), `cancelled` after 5 s without a press, and `done`
 * after the third.
 */
export function shiftPresses(
  clock: Clock,
  listener: { progress(left: number): void; cancelled(): void; done(): void },
): ShiftPresses {
  let pressed = 0;
  /** Shift is down, and no other key has been pressed since. */
  let alone = false;
  /** The page was touched, and no key of a physical keyboard has been pressed since. */
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
        if (pressed > 0) listener.progress(0);
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
        listener.done();
        return;
      }
      listener.progress(PRESSES - pressed);
      callOff = clock.after(WITHIN_MS, () => {
        pressed = 0;
        listener.cancelled();
      });
    },
    pointed(byTouch) {
      alone = false;
      onGlass = byTouch;
    },
  };
}
