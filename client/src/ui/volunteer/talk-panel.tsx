import type { Signal } from '../../signal.ts';
import type { CallKind } from '@terskel/shared/models';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { StaffI18n } from '../../i18n/i18n.ts';
import type { Link, Talk } from '../../state/model.ts';
import type { EndedTalk, VolunteerActions, WorkTalk } from '../../state/volunteer-view.ts';
import notices from '../../styles/parts/notices.module.css';
import css from '../../styles/talk/talk.module.css';
import calls from '../../styles/volunteer/calls.module.css';
import panel from '../../styles/volunteer/talk-panel.module.css';
import { Button } from '../parts/button.tsx';
import { cx } from '../parts/hooks.ts';
import { Icon } from '../parts/icons.tsx';
import { useCalmLink } from '../parts/link-strip.tsx';
import { Notice } from '../parts/notice.tsx';
import { Composer } from '../talk/composer.tsx';
import { Log } from '../talk/log.tsx';
import { Visitor } from '../talk/visitor.tsx';
import { CallPanel } from './call-panel.tsx';
import { EndPanel } from './end-panel.tsx';
import { EndedFoot } from './ended-foot.tsx';
import { Extend } from './extend.tsx';
import { OwnCallState, type Reach } from './own-call.tsx';
import { talkName, useStaffI18n } from './staff-words.ts';
import { GiveBack, TalkMarks } from './talk-marks.tsx';
import { TalkState } from './talk-state.tsx';
import { TransferPanel } from './transfer-panel.tsx';
import { TakenOver, TransferState } from './transfer-state.tsx';
import { useSignal } from '../parts/signals.ts';

interface TalkPanelProps {
  readonly talk: WorkTalk | EndedTalk;
  /** The number of unread messages in the other conversations. */
  readonly elsewhere: ComponentChildren;
  /** The lines to the leader who has taken the call, or had. */
  readonly aside: ComponentChildren;
  readonly link: Link;
  /** Who can hear a call of this volunteer. */
  readonly reach: Reach;
  readonly actions: VolunteerActions;
  readonly draft: Signal<string>;
  readonly guideOpen: Signal<boolean>;
  readonly onBack: () => void;
}

/** The open conversation. */
export function TalkPanel(props: TalkPanelProps) {
  const { talk, actions, draft, guideOpen, onBack } = props;
  const link = useCalmLink(props.link);
  const i18n = useStaffI18n();
  const { words, staff } = i18n;
  const name = talkName(talk, i18n);
  const isOver = 'reason' in talk;
  const asking = useSignal<'end' | 'transfer' | 'call' | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const askers = {
    end: useRef<HTMLButtonElement>(null),
    transfer: useRef<HTMLButtonElement>(null),
    call: useRef<HTMLButtonElement>(null),
  };
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const id = talk.conversationId;
  /** A leader has given the seeker back to the queue (rule V7). */
  const released = talk.volunteerKeys === 'released';
  const locked = talk.keys === 'differ' || talk.keys === 'missing' || released;
  const called = talk.call !== null;
  /** This page is the leader's, who is in another volunteer's conversation. */
  const visits = talk.seat === 'leader';
  const mayTransfer = talk.keys === 'agreed' && talk.transfer === null;
  /** The button from which the transfer was chosen. */
  const chosenFrom = useRef<'transfer' | 'end'>('transfer');
  const support = useRef<HTMLDivElement>(null);
  const askTransfer = (from: 'transfer' | 'end'): void => {
    chosenFrom.current = from;
    asking.value = 'transfer';
    // On a phone the guidance would hide the panel.
    guideOpen.value = false;
  };
  // On a phone the button is part of the guidance, which was closed.
  const transferAsker = {
    get current(): HTMLButtonElement | null {
      const button = askers[chosenFrom.current].current;
      if (button !== null && button.offsetParent !== null) return button;
      return support.current?.querySelector('button') ?? null;
    },
  };
  // The question stays until the service has received the call.
  useLayoutEffect(() => {
    if (called && asking.value === 'call') asking.value = null;
  }, [called, asking]);
  const call = (kind: CallKind): void => {
    actions.raiseCall(id, kind);
    // The checklist for danger to life is in the guidance.
    if (kind === 'danger') guideOpen.value = true;
  };
  const stay = () => {
    asking.value = null;
  };

  return (
    <section class={css['talk']} data-side="volunteer" aria-label={name}>
      <div class={cx(css['bar'], panel['bar'])}>
        <div class={panel['back']}>
          <Button kind="quiet" onPress={onBack}>
            <Icon name="back" />
            <span class={cx(panel['word'], calls['backWord'])}>{staff.work.toOverview}</span>
            {props.elsewhere}
          </Button>
        </div>
        <div class={cx(css['who'], panel['who'])} data-brief="heard">
          <h2 tabindex={-1} ref={heading} class={css['heading']}>
            {isOver ? staff.ended.heading(name) : name}
          </h2>
          {!isOver && <TalkState talk={talk} online={link === 'online'} />}
        </div>
        {!isOver && !locked && !visits && (
          <TalkMarks talk={talk} onMark={(mark, on) => actions.mark(id, mark, on)}>
            {mayTransfer && asking.value === null && (
              <Button
                kind="quiet"
                buttonRef={askers.transfer}
                onPress={() => askTransfer('transfer')}
              >
                {staff.transfer.open}
              </Button>
            )}
          </TalkMarks>
        )}
        <div class={cx(css['tools'], panel['tools'])}>
          <div class={panel['support']} ref={support}>
            <Button
              kind="quiet"
              expanded={guideOpen.value}
              controls="guide"
              onPress={() => {
                guideOpen.value = !guideOpen.value;
              }}
            >
              {staff.guide.heading}
            </Button>
          </div>
          {asking.value === null && !isOver && !called && !visits && (
            <div class={calls['leader']}>
              <Button
                kind="quiet"
                buttonRef={askers.call}
                onPress={() => {
                  asking.value = 'call';
                }}
              >
                {staff.calls.open}
              </Button>
            </div>
          )}
          {visits && (
            <Button onPress={() => actions.closeVisit(id)}>{staff.talk.visit.leave}</Button>
          )}
          {asking.value !== 'end' && !isOver && !visits && (
            <Button
              buttonRef={askers.end}
              onPress={() => {
                asking.value = 'end';
              }}
            >
              {staff.talk.end}
            </Button>
          )}
        </div>
      </div>
      {visits ? (
        <p role="status" class={notices['strip']}>
          {locked ? '' : visitWords(talk, staff)}
        </p>
      ) : (
        <Visitor talk={talk} words={staff.talk.visit} />
      )}
      {locked ? (
        <div class={css['instead']} tabindex={0}>
          <Notice alert>
            <p>{released ? staff.talk.released : lockedWords(talk, staff)}</p>
            {talk.transfer?.reason === 'takeover' && <TransferState transfer={talk.transfer} />}
            {talk.keys === 'missing' && !released && !visits && (
              <GiveBack talk={talk} onGiveBack={() => actions.giveBack(id)} />
            )}
          </Notice>
        </div>
      ) : (
        <Log
          talk={talk}
          names={{
            seeker: staff.talk.seeker,
            volunteer: talk.alias,
            leader: staff.talk.visit.role,
          }}
          opening={<TakenOver talk={talk} />}
          writing={staff.talk.writing}
          onRetry={isOver ? null : (key) => actions.retry(id, key)}
        />
      )}
      <div class={css['foot']}>
        {talk.tampered && (
          <Notice tone="danger" alert>
            <p>{words.talk.tampered}</p>
          </Notice>
        )}
        {isOver && <EndedFoot talk={talk} draft={draft} onPutAway={() => actions.putAway(id)} />}
        {!isOver && talk.call !== null && (
          <OwnCallState
            call={talk.call}
            reach={props.reach}
            onRaise={() => call('danger')}
            onWithdraw={() => actions.withdrawCall(id)}
            visitor={talk.leader}
            onLetIn={() => actions.letIn(id)}
            onClose={() => actions.closeVisit(id)}
          />
        )}
        {props.aside}
        {!isOver && asking.value === 'call' && (
          <CallPanel asker={askers.call} onCall={call} onClose={stay} />
        )}
        {!isOver && asking.value === null && !locked && !visits && (
          <>
            {talk.transfer !== null && (
              <TransferState transfer={talk.transfer} onCancel={() => actions.cancelTransfer(id)} />
            )}
            <Extend talk={talk} onExtend={() => actions.extend(id)} />
          </>
        )}
        {!isOver && asking.value === 'transfer' && (
          <TransferPanel
            colleagues={() => actions.colleagues()}
            asker={transferAsker}
            onAsk={(reason, to) => {
              actions.askTransfer(id, reason, to);
              stay();
            }}
            onStay={stay}
          />
        )}
        {!isOver && asking.value === 'end' && (
          <EndPanel
            talk={talk}
            begun={draft.value}
            asker={askers.end}
            onTransfer={mayTransfer ? () => askTransfer('end') : null}
            onEnd={(lastWords) => actions.end(id, lastWords)}
            onStay={stay}
          />
        )}
        {!isOver && asking.value === null && !locked && (
          <Composer
            label={staff.talk.box}
            draft={draft}
            blocked={talk.keys === 'agreeing' ? staff.talk.agreeing : null}
            // While this page is disconnected, the link strip says so.
            hint={link === 'online' && !talk.other.connected ? staff.talk.awayText : null}
            takesFocus={false}
            onSend={(text) => actions.send(id, text)}
            onTyping={() => actions.typing(id)}
          />
        )}
      </div>
    </section>
  );
}

/** On the leader's page: whose conversation this is, and whether the volunteer is connected. */
function visitWords({ alias, thirdIsAway }: Talk, { talk: { visit } }: StaffI18n['staff']): string {
  return thirdIsAway ? visit.alone(alias) : visit.from(alias);
}

/** Why nothing can be read or written. A leader without keys leaves by itself. */
function lockedWords({ seat, alias, keys }: Talk, { talk: words }: StaffI18n['staff']): string {
  if (seat === 'leader') return words.visit.noKey(alias);
  return keys === 'differ' ? words.differ : words.missing;
}
