/**
 * Counts lone presses of Shift, as GOV.UK's *exit this page* does. One that makes a capital letter, moves over a text,
 * reaches a link or belongs to a click is part of something else, and does not count.
 */
import type { Clock } from '../../clock.ts';

const PRESSES = 3;
/** So long after one press the next must come. */
const WITHIN_MS = 5_000;

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

export interface ShiftPresses {
  keyDown(event: Key): void;
  keyUp(event: Pick<Key, 'key'>): void;
  /** Something was pressed that is no key. */
  pointed(): void;
}

export function shiftPresses(
  clock: Clock,
  told: { progress(left: number): void; cancelled(): void; done(): void },
): ShiftPresses {
  let pressed = 0;
  /** Shift is down, and nothing else has been pressed since. */
  let alone = false;
  let callOff = (): void => {};

  function reset(): void {
    callOff();
    pressed = 0;
    alone = false;
  }

  return {
    keyDown({ key, ctrlKey, altKey, metaKey }) {
      if (key !== 'Shift' || ctrlKey || altKey || metaKey) {
        if (pressed > 0) told.progress(0);
        reset();
      } else alone = true;
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
    pointed() {
      alone = false;
    },
  };
}
