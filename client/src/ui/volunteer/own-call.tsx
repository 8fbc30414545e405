import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { OwnCall } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/calls.module.css';
import { association } from '../parts/association.ts';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useStaffI18n } from './staff-words.ts';
import type { WorkView } from './work.tsx';

/** Who can hear a call: other leaders on duty, nobody, or nobody but this volunteer, who is a leader. */
export type Reach = 'leaders' | 'nobody' | 'nobody_else';

export function reachOf({ overview, staff, availability }: WorkView): Reach {
  const leads = staff.roles.includes('leader') && availability.state !== 'off';
  if (overview.leaders > (leads ? 1 : 0)) return 'leaders';
  return leads ? 'nobody_else' : 'nobody';
}

/** What has become of the call, in words. */
export function ownCallWords(call: OwnCall, reach: Reach, i18n: StaffI18n): string {
  const { own: words } = i18n.staff.calls;
  const { by, since, escalated } = call;
  if (by !== null) return words.taken(by);
  if (escalated) return reach === 'leaders' ? words.escalated : words.escalatedNobody;
  if (reach === 'leaders') return words.waiting(i18n.time(since));
  return reach === 'nobody' ? words.nobody : words.nobodyElse;
}

/** What the call is about, and whether it was heard at all. */
export function ownCallHeading(call: OwnCall, reach: Reach, { staff }: StaffI18n): string {
  const { own: words } = staff.calls;
  const isHeard = call.by !== null || call.escalated || reach === 'leaders';
  return (isHeard ? words : words.unheard)[call.kind];
}

interface OwnCallProps {
  readonly call: OwnCall;
  readonly reach: Reach;
  readonly onRaise: () => void;
  readonly onWithdraw: () => void;
  /** The alias of the leader who is in the conversation (rule E5). */
  readonly visitor: string | null;
  readonly onLetIn: () => void;
  readonly onClose: () => void;
}

/**
 * The state of the volunteer's own call: who comes, or whom to phone if no leader is on duty (rule V4). Changes are
 * announced by `call-news.tsx`.
 */
export function OwnCallState(props: OwnCallProps) {
  const { call, reach, visitor, onRaise, onWithdraw } = props;
  const i18n = useStaffI18n();
  const { own: words } = i18n.staff.calls;
  const { visit } = i18n.staff.talk;
  const id = useId();
  const hintId = useId();
  const tone = call.by === null ? call.kind : 'taken';
  return (
    <section
      class={css['own']}
      data-call={tone}
      data-visited={visitor !== null}
      aria-labelledby={id}
    >
      <h3 id={id} class={css['title']} tabindex={-1}>
        <span class={cx(call.kind === 'danger' && css['danger'])}>
          {call.kind === 'danger' && <Icon name="warn" />}
          {ownCallHeading(call, reach, i18n)}
        </span>
      </h3>
      {visitor === null && (
        <p data-brief={call.by === null ? true : undefined}>{ownCallWords(call, reach, i18n)}</p>
      )}
      {call.by === null && (call.escalated || reach !== 'leaders') && <WhomToPhone />}
      {call.by !== null && visitor === null && (
        <p id={hintId} class={css['hint']}>
          {visit.hint}
        </p>
      )}
      <div class={css['acts']} data-brief>
        {call.by !== null && visitor === null && (
          <Button describedBy={hintId} onPress={props.onLetIn}>
            {visit.letIn(call.by)}
          </Button>
        )}
        {visitor !== null && <Button onPress={props.onClose}>{visit.close}</Button>}
        {call.kind === 'help' && (
          <Button kind="quiet" onPress={onRaise}>
            {words.raise}
          </Button>
        )}
        {/* It would end the visit as well. */}
        {visitor === null && (
          <Button kind="quiet" onPress={onWithdraw}>
            {words.withdraw}
          </Button>
        )}
      </div>
    </section>
  );
}

/** The contact of the association, if its settings have a number. */
function WhomToPhone() {
  const { own: words } = useStaffI18n().staff.calls;
  const { contact } = association;
  if (contact === undefined) return <p data-call-phone>{words.phoneElse}</p>;
  const { name, number, dial } = contact;
  return (
    <p data-call-phone>
      {name === undefined ? words.phoneUs : words.phone(name)}{' '}
      <a class={css['phone']} href={`tel:${dial}`}>
        <Icon name="phone" />
        <span dir="ltr">{number}</span>
      </a>
    </p>
  );
}
