import { useEffect } from 'preact/hooks';
import css from '../../styles/parts/shell.module.css';
import { Icon } from '../parts/icons.tsx';
import { useSurroundings } from '../parts/surroundings.ts';
import { leavePage } from './leave-page.ts';
import { shiftPresses } from './shift-presses.ts';
import { useSignal, useValue } from '../parts/signals.ts';

/** Always in reach: the button, and Shift three times (rule U3). `onLeave` ends and wipes. */
export function ExitButton({ onLeave }: { readonly onLeave: () => void }) {
  const { i18n, clock, announce } = useSurroundings();
  const { words } = useValue(i18n);
  const left = useSignal(0);
  const leave = (): void => leavePage(i18n.peek().words.exit.loading, onLeave);

  useEffect(() => {
    const presses = shiftPresses(clock, {
      progress(more) {
        left.value = more;
        announce(i18n.peek().plural(i18n.peek().words.exit.pressesLeft, more));
      },
      cancelled() {
        left.value = 0;
        announce(i18n.peek().words.exit.cancelled);
      },
      done: leave,
    });
    const keyUp = (event: KeyboardEvent): void => {
      if (event.key !== 'Shift') left.value = 0;
      presses.keyUp(event);
    };
    document.addEventListener('keyup', keyUp);
    return () => {
      document.removeEventListener('keyup', keyUp);
      presses.stop();
    };
  }, []);

  return (
    <button type="button" class={css['exit']} onClick={leave}>
      <Icon name="leave" />
      {words.exit.button}
      {/* Three lamps that go out, one for each press of Shift. */}
      <span class={css['presses']} data-left={left.value} aria-hidden="true" />
    </button>
  );
}
