import type { ConversationId } from '@terskel/shared/ids';
import type { Signal } from '../../signal.ts';
import { useEffect, useRef } from 'preact/hooks';
import type { Link, SeekerActions, SeekerView, Talk } from '../../state/model.ts';
import css from '../../styles/talk/talk.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { DangerCall } from '../parts/danger-call.tsx';
import { useHeadingFocus, useTitle } from '../parts/hooks.ts';
import { LinkStrip, useCalmLink } from '../parts/link-strip.tsx';
import { Notice } from '../parts/notice.tsx';
import { useI18n, useSurroundings } from '../parts/surroundings.ts';
import { Composer } from '../talk/composer.tsx';
import { Log } from '../talk/log.tsx';
import { Visitor } from '../talk/visitor.tsx';
import { useUnreadTitle, useUnseen } from '../talk/use-unread-title.ts';
import {
  Frame,
  KeysFailed,
  Presence,
  Silent,
  Unread,
  VolunteerLost,
} from './conversation-notices.tsx';
import { after } from './load-after.ts';
import { Transfer } from './load-transfer.tsx';
import { OpeningNotice } from './opening-notice.tsx';
import { useLateWords } from './use-late-words.ts';
import { useSignal, useValue } from '../parts/signals.ts';
import { useEarlyAnswers } from '../parts/early-answers.ts';

type ConversationView = Extract<SeekerView, { page: 'conversation' }>;

interface ConversationProps {
  readonly view: ConversationView;
  readonly actions: SeekerActions;
  readonly draft: Signal<string>;
  /** The conversation in which the draft was begun. */
  readonly begunFor: Signal<ConversationId | null>;
  /** Set when the browser's *Back* was pressed: leaving a conversation needs a confirmation. */
  readonly wantsOut: Signal<boolean>;
  /** The focus was in the draft box of the previous screen; the new message box takes it over. */
  readonly wasWriting: boolean;
}

export function Conversation(props: ConversationProps) {
  const { view, actions, draft, begunFor, wantsOut, wasWriting } = props;
  const { announce } = useSurroundings();
  const i18n = useI18n();
  const { words } = i18n;
  const { conversation: own } = useLateWords();
  const { urgent } = useEarlyAnswers();
  const { talk } = view;
  const link = useCalmLink(view.link);
  const begun = useValue(draft);
  const asking = useSignal<'end' | 'another' | null>(null);
  const askers = {
    end: useRef<HTMLButtonElement>(null),
    another: useRef<HTMLButtonElement>(null),
  };
  const takesBox = useRef(wasWriting).current;
  const heading = useHeadingFocus(!takesBox);
  const pressedBack = useValue(wantsOut);
  useEffect(() => {
    if (!pressedBack) return;
    wantsOut.value = false;
    asking.value = 'end';
  }, [pressedBack]);
  const failed = talk.keys === 'differ' || talk.keys === 'missing';
  const unread = !['held', 'released'].includes(talk.volunteerKeys) && !failed;
  // One question at a time: the message box is hidden while the seeker has a choice to make.
  const waits = useSignal('');
  const choosing = view.volunteerLost === 'choice' && waits.value !== talk.conversationId;
  /** Why nothing can be sent just after a transfer: the text was begun for the former volunteer (rule C11). */
  const held = useSignal<string | null>(null);
  const title = useUnreadTitle([talk]);
  const called = useUnseen() ? own.started(talk.alias) : own.title;
  useTitle(title ?? called, words.brand);
  useEffect(() => {
    // After a reload the conversation is not new, so it is not announced.
    if (view.link !== 'online') return;
    // If the focus goes straight to the message box, a screen reader skips the opening notice. Announce it instead.
    const { who, time, silence, between } = own.notice;
    const notice = [
      who(talk.alias),
      time(i18n.minutes(talk.plannedMs)),
      silence,
      between(talk.alias),
    ];
    const isNew = talk.former === null;
    // Another volunteer may also come without a transfer, so quickly that no other screen was shown. After a transfer, the
    // question whether to leave the former volunteer is no question about this one.
    if (isNew || asking.value === 'another') asking.value = null;
    announce([own.started(talk.alias), ...(isNew && takesBox ? notice : [])].join(' '));
  }, [talk.conversationId]);
  // Load this in advance: at the end of the conversation there may be no network.
  useEffect(() => void after.ahead(i18n).catch(() => {}), [i18n]);

  const isQuiet = asking.value !== null || choosing || unread || failed;
  const transfer = { talk, actions, draft, begunFor, held, isQuiet };
  return (
    <div class={css['talk']}>
      <div class={css['bar']}>
        <div class={css['who']}>
          <h1 tabindex={-1} ref={heading} class={css['heading']}>
            {own.heading(talk.alias)}
          </h1>
          <Presence talk={talk} online={link === 'online'} />
        </div>
        {asking.value === null && (
          <div class={css['tools']}>
            {talk.mayAskAnother && (
              <Button
                kind="quiet"
                buttonRef={askers.another}
                onPress={() => {
                  asking.value = 'another';
                }}
              >
                {own.another}
              </Button>
            )}
            <Button
              buttonRef={askers.end}
              onPress={() => {
                asking.value = 'end';
              }}
            >
              {own.end}
            </Button>
          </div>
        )}
      </div>
      {(urgent || talk.danger) && (
        <div class={css['urgentCall']}>
          <DangerCall slim />
        </div>
      )}
      <LinkStrip link={view.link} />
      <Visitor
        key={`leader ${talk.conversationId}`}
        talk={talk}
        words={{ ...own.leader, away: own.away }}
      />
      <Frame key={talk.conversationId} talk={talk} />
      {failed ? (
        <KeysFailed keys={talk.keys} actions={actions} />
      ) : (
        <Log
          talk={talk}
          names={{ volunteer: talk.alias, leader: own.leader.role }}
          opening={
            talk.former === null ? (
              <OpeningNotice talk={talk} />
            ) : (
              <Transfer part="log" {...transfer} />
            )
          }
          writing={own.writing(talk.alias)}
          onRetry={(key) => actions.retry(key)}
        />
      )}
      <div class={css['foot']}>
        {talk.tampered && (
          <Notice tone="danger" alert>
            <p>{words.talk.tampered}</p>
          </Notice>
        )}
        {talk.leader !== null && talk.lines.some((line) => line.delivery === 'failed') && (
          <Notice alert>
            <p>{own.leader.unread(talk.leader)}</p>
          </Notice>
        )}
        {unread && <Unread alias={talk.alias} onLeave={() => actions.requeue()} />}
        {view.volunteerLost !== 'no' && !unread && (
          <VolunteerLost
            alias={talk.alias}
            choosing={choosing}
            mayLeave={view.volunteerLost === 'choice'}
            onWait={() => {
              waits.value = talk.conversationId;
            }}
            onLeave={() => actions.requeue()}
          />
        )}
        {talk.silence !== null && !choosing && (
          <Silent
            key={talk.silence.stage}
            alias={talk.alias}
            {...talk.silence}
            onStay={() => {
              actions.stay();
              // The pressed button is removed together with the question.
              heading.current?.focus({ preventScroll: true });
            }}
          />
        )}
        <Transfer part="foot" {...transfer} />
        {asking.value !== null ? (
          <Confirm
            key={asking.value}
            {...(asking.value === 'end'
              ? {
                  title: own.endTitle,
                  text: own.endText,
                  yes: own.endYes,
                }
              : {
                  title: own.anotherTitle,
                  text: own.anotherText(talk.alias),
                  yes: own.anotherYes,
                })}
            no={own.endNo}
            asker={askers[asking.value]}
            onYes={() => (asking.value === 'end' ? actions.end() : actions.another())}
            onNo={() => {
              asking.value = null;
            }}
          />
        ) : (
          !choosing &&
          !unread &&
          !failed && (
            <Composer
              label={words.talk.box}
              draft={draft}
              blocked={talk.keys === 'agreeing' ? words.talk.agreeing : held.value}
              hint={boxHint(link, talk, begun, words.talk.offlineHint, own.draft)}
              takesFocus={takesBox}
              onSend={(text) => actions.send(text)}
              onTyping={() => actions.typing()}
            />
          )
        )}
      </div>
    </div>
  );
}

function boxHint(
  link: Link,
  talk: Talk,
  draft: string,
  offline: string,
  unsent: string,
): string | null {
  if (link === 'offline') return offline;
  const silentSoFar = !talk.lines.some((line) => line.from === 'seeker');
  return silentSoFar && draft.trim() !== '' ? unsent : null;
}
