/** Counts lone presses of Shift, as GOV.UK's *exit this page* does: those that make a capital letter don't count. */
import type { Clock } from '../../clock.ts';

const PRESSES = 3;
/** So long after one press the next must come. */
const WITHIN_MS = 5_000;

export interface ShiftPresses {
  keyUp(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): void;
  stop(): void;
}

export function shiftPresses(
  clock: Clock,
  told: { progress(left: number): void; cancelled(): void; done(): void },
): ShiftPresses {
  let pressed = 0;
  // Shift let go after a letter that it made big: part of writing.
  let wroteBig = false;
  let callOff = (): void => {};

  function reset(): void {
    callOff();
    pressed = 0;
  }

  return {
    keyUp({ key, shiftKey }) {
      if (key === 'Shift' && !wroteBig) {
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
      } else if (key !== 'Shift') {
        reset();
      }
      wroteBig = key !== 'Shift' && shiftKey;
    },
    stop: reset,
  };
}
