import type { ConversationId } from '@terskel/shared/ids';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import { sorted } from '../../lists.ts';
import type { OthersCall, VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/calls.module.css';
import side from '../../styles/volunteer/side-list.module.css';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useStaffI18n } from './staff-words.ts';

interface CallsProps {
  readonly calls: readonly OthersCall[];
  /** This leader is off duty, and goes on duty by taking a call. */
  readonly isOff: boolean;
  /** This leader is in that conversation (rule E5). */
  readonly isIn: (id: ConversationId) => boolean;
  readonly actions: VolunteerActions;
  /** The lines to the volunteer of a call. */
  readonly aside: (of: ConversationId) => ComponentChildren;
}

/** For leaders: the calls of other volunteers (rule V4). */
export function Calls({ calls, isOff, isIn, actions, aside }: CallsProps) {
  const { calls: words } = useStaffI18n().staff;
  const headingId = useId();
  if (calls.length === 0) return null;
  return (
    <section class={side['list']} aria-labelledby={headingId}>
      <h2 id={headingId} class={side['heading']} tabindex={-1}>
        {words.heading}
      </h2>
      <ul class={side['list']}>
        {sorted(calls, inOrder).map((call) => (
          <OneCall
            {...{ call, isOff, isIn: isIn(call.conversationId), actions }}
            key={call.conversationId}
          >
            {aside(call.conversationId)}
          </OneCall>
        ))}
      </ul>
    </section>
  );
}

function OneCall(props: {
  readonly call: OthersCall;
  readonly isOff: boolean;
  readonly isIn: boolean;
  readonly actions: VolunteerActions;
  readonly children: ComponentChildren;
}) {
  const { call, isOff, isIn, actions } = props;
  const i18n = useStaffI18n();
  const { calls: words, talks } = i18n.staff;
  const { conversationId, alias, kind, mine, by } = call;
  const aboutId = useId();
  return (
    <li class={css['call']} data-kind={kind} data-taken={by !== null}>
      <div id={aboutId}>
        <p class={cx(css['kind'], kind === 'danger' && css['danger'])}>
          {kind === 'danger' && <Icon name="warn" />}
          {words[kind]}
        </p>
        <p>
          <strong dir="auto">{alias}</strong>
          {`, ${i18n.oneOf([call.language])}, ${talks.since(i18n.time(call.since))}`}
        </p>
      </div>
      <p class={css['small']}>{isIn ? words.inside : takenWords(call, i18n)}</p>
      {(mine || by === null) && (
        <Button
          kind={mine ? 'plain' : 'main'}
          describedBy={aboutId}
          onPress={() =>
            mine ? actions.returnCall(conversationId) : actions.takeCall(conversationId)
          }
        >
          {mine ? words.giveBack : isOff ? words.takeOnDuty : words.take}
        </Button>
      )}
      {props.children}
    </li>
  );
}

function takenWords({ alias, by, mine }: OthersCall, { staff: { calls } }: StaffI18n): string {
  if (mine) return calls.mine(alias);
  return by === null ? calls.untaken : calls.taken(by);
}

/** Sort order: those that another leader has taken last, danger first, then the oldest. */
function inOrder(one: OthersCall, other: OthersCall): number {
  const [isDone, isOtherDone] = [one, other].map(({ by, mine }) => by !== null && !mine);
  if (isDone !== isOtherDone) return isDone === true ? 1 : -1;
  if (one.kind !== other.kind) return one.kind === 'danger' ? -1 : 1;
  return one.since - other.since;
}

/** The calls that nobody has taken. */
export const untaken = (calls: readonly OthersCall[]): readonly OthersCall[] =>
  calls.filter(({ by }) => by === null);

/** The number of untaken calls, beside the button that leads from a conversation to the overview. */
export function CallCount({ calls }: { readonly calls: readonly OthersCall[] }) {
  const i18n = useStaffI18n();
  const open = untaken(calls);
  if (open.length === 0) return null;
  return (
    <span class={side['count']}>
      {open.some(({ kind }) => kind === 'danger') && <Icon name="warn" />}
      {i18n.plural(i18n.staff.calls.unanswered, open.length)}
    </span>
  );
}
