import { useId, useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/duty.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useNow } from '../parts/hooks.ts';
import { LampMark } from '../parts/lamp.tsx';
import { useSignal } from '../parts/signals.ts';
import { ownGoingWords } from './going.ts';
import { ownTalks } from './own-talks.ts';
import { useStaffI18n } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/** The volunteer's availability in large words, with the actions below (rules O1, O3, O6, O7). */
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
  const asking = useSignal(false);
  const endButton = useRef<HTMLButtonElement>(null);
  const going = ownGoingWords(view, i18n);
  const end = (): void => {
    if (going === null) actions.endShift();
    else asking.value = true;
  };

  return (
    <section class={css['duty']} data-state={state} aria-labelledby={headingId}>
      <h2 id={headingId} class={css['heading']} tabindex={-1}>
        {duty.heading}
      </h2>
      {/* The first state is not news, so the key creates a new region once the service has answered. An offer
          announces itself. */}
      <div
        key={String(view.overviewAt > 0)}
        class={css['state']}
        role="status"
        aria-live={view.offer === null ? undefined : 'off'}
      >
        <LampMark lit={state === 'ready'} />
        <p class={css['title']}>{words.title}</p>
        {/* The minutes left are shown, but not announced one by one. */}
        <p class={css['text']} aria-live={state === 'wrapping_up' ? 'off' : undefined}>
          {words.text}
        </p>
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
          buttonRef={endButton}
          onPress={() => (onDuty ? end() : actions.startShift())}
        >
          {onDuty ? duty.end : duty.start}
        </Button>
      </div>
      {asking.value && onDuty && going !== null && blocked === null && (
        <Confirm
          title={i18n.account.going.title}
          text={going}
          yes={i18n.account.going.yes}
          no={i18n.account.going.no}
          asker={endButton}
          onYes={() => {
            asking.value = false;
            actions.endShift();
          }}
          onNo={() => {
            asking.value = false;
          }}
        />
      )}
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
  if (view.offer !== null) return duty.offered;
  if (ownTalks(view).length > 0) return talkingWords(view, i18n);
  switch (availability.state) {
    case 'off':
      return duty.off;
    case 'ready':
      return duty.isReady;
    case 'paused':
      return availability.missed ? duty.missed : duty.paused;
    case 'wrapping_up': {
      const left = i18n.minutes(Math.max(0, availability.until - now));
      return { title: duty.wrapping.title, text: duty.wrapping.text(left) };
    }
  }
}

/** A volunteer in a conversation sees that first, whatever their availability is. */
function talkingWords(
  view: WorkView,
  { staff: words }: StaffI18n,
): { readonly title: string; readonly text: string } {
  const { availability, staff } = view;
  const { talking, isFull } = words.duty;
  const talks = ownTalks(view);
  if (talks.length >= staff.capacity) return isFull;
  if (talks.some(({ danger }) => danger)) return { title: talking.title, text: talking.danger };
  if (availability.state !== 'ready') return { title: talking.title, text: talking.paused };
  return { title: talking.title, text: talking.ready };
}

/** Why duty cannot start or end now; null if it can. */
function whyNotSwitch(view: WorkView, { staff }: StaffI18n): string | null {
  if (view.availability.state === 'off') return view.staff.trained ? null : staff.duty.untrained;
  return ownTalks(view).length > 0 ? staff.duty.endBlocked : null;
}
