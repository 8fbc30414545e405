import css from '../../styles/volunteer/work.module.css';
import { LampScene } from '../parts/lamp-scene.tsx';
import { useStaffI18n } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/** Shown while no conversation is open. It says that there is nothing to do, so that waiting is a rest. */
export function Rest({ view }: { readonly view: WorkView }) {
  const { talks: words } = useStaffI18n().staff;
  const { state } = view.availability;
  if (view.offer !== null) return null;
  const texts = {
    off: words.restOff,
    ready: words.restReady,
    paused: words.restPaused,
    wrapping_up: words.restPaused,
  };
  return (
    <div class={css['rest']}>
      <div class={css['scene']}>
        <LampScene lit={state === 'ready'} />
      </div>
      {view.talks.length > 0 ? (
        <p>{words.choose}</p>
      ) : (
        <>
          <h2 class={css['nowhere']} tabindex={-1}>
            {words.nowhere}
          </h2>
          <p>{texts[state]}</p>
        </>
      )}
    </div>
  );
}
