import { useEffect, useId, useRef } from 'preact/hooks';
import { sorted } from '../../lists.ts';
import type { StuckTalk, VolunteerActions } from '../../state/volunteer-view.ts';
import css from '../../styles/volunteer/calls.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Icon } from '../parts/icons.tsx';
import { useSignal } from '../parts/signals.ts';
import { useSurroundings } from '../parts/surroundings.ts';
import { LeaderList, OpenCount, leaderOrder, unattended } from './leader-list.tsx';
import { useStaffI18n } from './staff-words.ts';

interface StuckProps {
  readonly stuck: readonly StuckTalk[];
  readonly actions: VolunteerActions;
}

/** For leaders: conversations of other volunteers who cannot continue them (rule V7). */
export function Stuck({ stuck, actions }: StuckProps) {
  const { stuck: words } = useStaffI18n().staff;
  if (stuck.length === 0) return null;
  return (
    <LeaderList heading={words.heading}>
      {sorted(stuck, inOrder).map((talk) => (
        <OneStuck key={talk.conversationId} talk={talk} actions={actions} />
      ))}
    </LeaderList>
  );
}

function OneStuck(props: { readonly talk: StuckTalk; readonly actions: VolunteerActions }) {
  const { talk, actions } = props;
  const i18n = useStaffI18n();
  const { stuck: words } = i18n.staff;
  const { conversationId, alias, by, mine, danger, why, mayTakeOver } = talk;
  const aboutId = useId();
  const asking = useSignal(false);
  const asker = useRef<HTMLButtonElement>(null);
  const text = mine ? words.mine : by === null ? words.hint : words.by(by);
  return (
    <li class={css['call']} data-kind={danger ? 'danger' : 'help'} data-taken={by !== null}>
      <div id={aboutId}>
        {danger && (
          <p class={css['danger']}>
            <Icon name="warn" />
            <strong>{words.danger}</strong>
          </p>
        )}
        <p>{words.why[why](alias, i18n.time(talk.since))}</p>
        <p>{i18n.languageName(talk.language)}</p>
      </div>
      {!asking.value && <p class={css['small']}>{mayTakeOver ? text : words.left}</p>}
      {asking.value ? (
        <Confirm
          title={words.releaseTitle(alias)}
          text={words.releaseText(alias)}
          yes={words.release}
          no={words.releaseNo}
          onYes={() => {
            asking.value = false;
            actions.releaseTalk(conversationId);
          }}
          onNo={() => {
            asking.value = false;
          }}
          asker={asker}
        />
      ) : (
        <div class={css['answers']}>
          {mayTakeOver && !mine && (
            <Button
              kind={by === null ? 'main' : 'plain'}
              describedBy={aboutId}
              onPress={() => actions.takeOverTalk(conversationId)}
            >
              {by === null ? words.takeOver : words.takeOverInstead}
            </Button>
          )}
          <Button
            kind="quiet"
            buttonRef={asker}
            describedBy={aboutId}
            onPress={() => {
              asking.value = true;
            }}
          >
            {words.release}
          </Button>
        </div>
      )}
    </li>
  );
}

const isDanger = ({ danger }: StuckTalk): boolean => danger;
const inOrder = leaderOrder(isDanger);

/** The number of those that no leader takes over yet. */
export function StuckCount({ stuck }: { readonly stuck: readonly StuckTalk[] }) {
  const i18n = useStaffI18n();
  const open = unattended(stuck);
  if (open.length === 0) return null;
  const text = i18n.plural(i18n.staff.stuck.unanswered, open.length);
  return <OpenCount text={text} danger={open.some(isDanger)} />;
}

/** Announces each of them once, those with danger at once. */
export function StuckNews({ stuck }: { readonly stuck: readonly StuckTalk[] }) {
  const { stuck: words } = useStaffI18n().staff;
  const { announce } = useSurroundings();
  const alarm = useSignal('');
  const known = useRef<ReadonlySet<string>>(new Set());
  const open = new Map(stuck.map((talk) => [`${talk.conversationId} ${talk.danger}`, talk]));
  const key = [...open.keys()].join();
  useEffect(() => {
    const fresh = [...open].filter(([each]) => !known.current.has(each)).map(([, talk]) => talk);
    const danger = fresh.filter((talk) => talk.danger).map(({ alias }) => words.foundDanger(alias));
    const calm = fresh.filter((talk) => !talk.danger).map(({ alias }) => words.found(alias));
    if (danger.length > 0) alarm.value = danger.join(' ');
    if (calm.length > 0) announce(calm.join(' '));
    known.current = new Set([...known.current, ...open.keys()]);
  }, [key]);
  return (
    <p role="alert" class="heard">
      {alarm.value}
    </p>
  );
}
