import { useEffect, useId, useMemo } from 'preact/hooks';
import type { SelfHelpWords } from '../../../i18n/self-help/words.ts';
import css from '../../../styles/seeker/self-help.module.css';
import { tabStorage } from '../../../storage.ts';
import { useSignal } from '../../parts/signals.ts';
import { useSurroundings } from '../../parts/surroundings.ts';
import { bell } from '../load-self-help.ts';
import { chime, closeChime, openChime } from './chime.ts';

/** Switches a sound on that plays when a volunteer answers. Browsers require a new press after a reload. */
export function SoundSwitch({ words }: { readonly words: SelfHelpWords['sound'] }) {
  const { clock } = useSurroundings();
  const hintId = useId();
  /** The preference is in the tab's storage, which is wiped at the end and on exit (rule A1). */
  const storage = useMemo(() => tabStorage('seeker'), []);
  const wanted = useSignal(storage.get('sound') ?? false);
  const on = useSignal(bell.ring !== null);
  const failed = useSignal(false);
  useEffect(() => {
    // Still on from an earlier wait, whose end has wiped the stored preference.
    if (on.value) storage.set('sound', true);
  }, [on, storage]);

  async function turn(): Promise<void> {
    wanted.value = !on.value;
    // Store it now, before the await: after it the session may be over and its storage wiped.
    if (wanted.value) storage.set('sound', true);
    else storage.remove('sound');
    failed.value = wanted.value && !(await openChime(clock));
    on.value = wanted.value && !failed.value;
    if (!on.value) {
      closeChime();
      wanted.value = false;
      storage.remove('sound');
    }
    bell.ring = on.value ? chime : null;
    bell.ring?.();
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
