import type { ConversationId } from '@terskel/shared/ids';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import { sorted } from '../../lists.ts';
import type { OthersCall, VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/calls.module.css';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { LeaderList, OpenCount, leaderOrder, unattended } from './leader-list.tsx';
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
  if (calls.length === 0) return null;
  return (
    <LeaderList heading={words.heading}>
      {sorted(calls, inOrder).map((call) => (
        <OneCall
          {...{ call, isOff, isIn: isIn(call.conversationId), actions }}
          key={call.conversationId}
        >
          {aside(call.conversationId)}
        </OneCall>
      ))}
    </LeaderList>
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

const isDanger = ({ kind }: OthersCall): boolean => kind === 'danger';
const inOrder = leaderOrder(isDanger);

/** The number of calls that no leader has taken. */
export function CallCount({ calls }: { readonly calls: readonly OthersCall[] }) {
  const i18n = useStaffI18n();
  const open = unattended(calls);
  if (open.length === 0) return null;
  const text = i18n.plural(i18n.staff.calls.unanswered, open.length);
  return <OpenCount text={text} danger={open.some(isDanger)} />;
}
