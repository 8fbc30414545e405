/** Which presses of Shift count towards leaving the page; typing on an on-screen keyboard never does (rule U3). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shiftPresses } from '../../../client/src/ui/exit/shift-presses.ts';
import { testClock } from '../../helpers/clock.ts';

interface Press {
  readonly key: string;
  readonly code?: string;
}

function page() {
  let left = 0;
  const presses = shiftPresses(testClock(), {
    progress() {},
    cancelled() {},
    done() {
      left += 1;
    },
  });
  return {
    left: () => left,
    touch: () => presses.pointed(true),
    click: () => presses.pointed(false),
    press({ key, code = 'ShiftLeft' }: Press, writing = true) {
      const held = { ctrlKey: false, altKey: false, metaKey: false };
      presses.keyDown({ key, code, ...held }, writing);
      presses.keyUp({ key });
    },
  };
}

const SHIFT = { key: 'Shift' };

test('[U3] with a real keyboard three presses leave, inside and outside a text box, with and without a click before', () => {
  for (const writing of [true, false]) {
    for (const before of [() => {}, (on: ReturnType<typeof page>) => on.click()]) {
      const on = page();
      before(on);
      for (const _ of [1, 2, 3]) on.press(SHIFT, writing);
      expect(on.left()).toBe(1);
    }
  }
});

test('[U3] in a text box that was touched, Shift locks capitals; outside it leaves', () => {
  const on = page();
  on.touch();
  for (const _ of [1, 2, 3, 4, 5, 6]) on.press(SHIFT);
  expect(on.left()).toBe(0);
  for (const _ of [1, 2, 3]) on.press(SHIFT, false);
  expect(on.left()).toBe(1);
});

test.each(['Tab', 'Escape', 'ArrowLeft', 'Control', 'F5'])(
  '[U3] after touching the box and pressing %s the keyboard is a real one, and Shift leaves',
  (key) => {
    const on = page();
    on.touch();
    on.press({ key, code: key });
    for (const _ of [1, 2, 3]) on.press(SHIFT);
    expect(on.left()).toBe(1);
  },
);

test('[U3] a press without a key code never counts in a text box', () => {
  const on = page();
  for (const _ of [1, 2, 3]) on.press({ ...SHIFT, code: '' });
  expect(on.left()).toBe(0);
});

test('[U3] typing on an on-screen keyboard never leaves the page', () => {
  const key = fc.oneof(fc.constant('Shift'), fc.constantFrom('a', 'Å', 'Enter', 'Backspace', ' '));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
      const on = page();
      on.touch();
      for (const one of keys) on.press({ key: one });
      expect(on.left()).toBe(0);
    }),
  );
});
