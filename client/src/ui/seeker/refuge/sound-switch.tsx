import type { Signal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { RefugeWords } from '../../../i18n/refuge/words.ts';
import css from '../../../styles/seeker/refuge.module.css';
import { useSignal } from '../../parts/signals.ts';
import { useSurroundings } from '../../parts/surroundings.ts';
import { bell } from '../load-refuge.tsx';
import { chime, closeChime, openChime } from './chime.ts';

/** A sound when somebody answers, for whoever wants one. After a reload it has to be pressed again: browsers ask for that. */
export function SoundSwitch(props: {
  readonly words: RefugeWords['sound'];
  readonly wanted: Signal<boolean>;
}) {
  const { words, wanted } = props;
  const { clock } = useSurroundings();
  const hintId = useId();
  const on = useSignal(bell.ring !== null);
  const failed = useSignal(false);
  useEffect(() => {
    // Kept from an earlier wait in this tab.
    if (bell.ring !== null) wanted.value = true;
  }, [wanted]);

  async function turn(): Promise<void> {
    if (on.value) {
      closeChime();
      bell.ring = null;
      on.value = false;
    } else {
      failed.value = !(await openChime(clock));
      on.value = !failed.value;
      bell.ring = on.value ? chime : null;
      bell.ring?.();
    }
    wanted.value = on.value;
  }
  const lost = wanted.value && !on.value;
  return (
    <div class={css['sound']}>
      <label class={css['switch']}>
        <input
          type="checkbox"
          role="switch"
          checked={on.value}
          aria-checked={on.value}
          aria-describedby={hintId}
          onChange={() => void turn()}
        />
        {words.label}
      </label>
      <p id={hintId} class={css['hint']} role="status">
        {failed.value ? words.failed : lost ? words.again : words.hint}
      </p>
    </div>
  );
}
