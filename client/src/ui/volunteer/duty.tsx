import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { VolunteerActions } from '../../state/model.ts';
import css from '../../styles/volunteer/duty.module.css';
import { Button } from '../parts/button.tsx';
import { useNow } from '../parts/hooks.ts';
import { LampMark } from '../parts/lamp.tsx';
import { useStaffI18n } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/** How I stand, large and in words; what I can do about it beneath (rules O1, O3, O6, O7). */
export function Duty(props: { readonly view: WorkView; readonly actions: VolunteerActions }) {
  const { view, actions } = props;
  const i18n = useStaffI18n();
  const { duty } = i18n.staff;
  const now = useNow(10_000);
  const reasonId = useId();
  const headingId = useId();
  const { state } = view.availability;
  const onDuty = state !== 'off';
  const words = stateWords(view, now, i18n);
  const blocked = whyNotSwitch(view, i18n);

  return (
    <section class={css['duty']} data-state={state} aria-labelledby={headingId}>
      <h2 id={headingId} class={css['heading']}>
        {duty.heading}
      </h2>
      <div class={css['state']} role="status">
        <LampMark lit={state === 'ready'} />
        <p class={css['title']}>{words.title}</p>
        <p class={css['text']}>{words.text}</p>
      </div>
      <div class={css['actions']}>
        {(state === 'paused' || state === 'wrapping_up') && (
          <Button kind="main" onPress={() => actions.ready()}>
            {state === 'wrapping_up' ? duty.done : duty.ready}
          </Button>
        )}
        {(state === 'ready' || state === 'wrapping_up') && (
          <Button onPress={() => actions.pause()}>{duty.pause}</Button>
        )}
        <Button
          kind={onDuty ? 'quiet' : 'main'}
          off={blocked !== null}
          describedBy={blocked === null ? undefined : reasonId}
          onPress={() => (onDuty ? actions.endShift() : actions.startShift())}
        >
          {onDuty ? duty.end : duty.start}
        </Button>
      </div>
      {blocked !== null && (
        <p id={reasonId} class={css['reason']}>
          {blocked}
        </p>
      )}
    </section>
  );
}

function stateWords(
  view: WorkView,
  now: number,
  i18n: StaffI18n,
): { readonly title: string; readonly text: string } {
  const { duty } = i18n.staff;
  const { availability } = view;
  switch (availability.state) {
    case 'off':
      return duty.off;
    case 'ready':
      return view.talks.length >= view.staff.capacity ? duty.isFull : duty.isReady;
    case 'paused':
      return availability.missed ? duty.missed : duty.paused;
    case 'wrapping_up': {
      const left = i18n.minutes(Math.max(0, availability.until - now));
      return { title: duty.wrapping.title, text: duty.wrapping.text(left) };
    }
  }
}

/** Why duty cannot begin or end just now, if so. */
function whyNotSwitch(view: WorkView, { staff }: StaffI18n): string | null {
  if (view.availability.state === 'off') return view.staff.trained ? null : staff.duty.untrained;
  return view.talks.length > 0 ? staff.duty.endBlocked : null;
}
