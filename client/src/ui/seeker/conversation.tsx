import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Link, SeekerActions, SeekerView, Talk } from '../../state/model.ts';
import css from '../../styles/talk/talk.module.css';
import { Button } from '../parts/button.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { useHeadingFocus, useSettled, useTitle } from '../parts/hooks.ts';
import { LinkStrip, useCalmLink } from '../parts/link-strip.tsx';
import { Notice } from '../parts/notice.tsx';
import { useI18n, useSurroundings } from '../parts/surroundings.ts';
import { Composer } from '../talk/composer.tsx';
import { Log } from '../talk/log.tsx';
import { useUnreadTitle, useUnseen } from '../talk/use-unread-title.ts';
import { loadAfter } from './load-after.ts';
import { OpeningNotice } from './opening-notice.tsx';
import { useSignal, useValue } from '../parts/signals.ts';

type ConversationView = Extract<SeekerView, { page: 'conversation' }>;

interface ConversationProps {
  readonly view: ConversationView;
  readonly actions: SeekerActions;
  readonly draft: Signal<string>;
  /** The seeker was in the box when this screen came, and goes on there. */
  readonly wasWriting: boolean;
}

/** A shorter absence of the other side, as when a page reloads, is not told. */
const AWAY_MS = 4_000;

export function Conversation({ view, actions, draft, wasWriting }: ConversationProps) {
  const { announce } = useSurroundings();
  const { words, locale } = useI18n();
  const { talk } = view;
  const link = useCalmLink(view.link);
  const begun = useValue(draft);
  const ending = useSignal(false);
  const takesBox = useRef(wasWriting).current;
  const heading = useHeadingFocus(!takesBox);
  const failed = talk.keys === 'differ' || talk.keys === 'missing';
  // One question at a time: while there is a choice to make, the box steps back.
  const waits = useSignal(false);
  const choosing = view.volunteerLost === 'choice' && !waits.value;
  const title = useUnreadTitle([talk]);
  const called = useUnseen() ? words.conversation.started(talk.alias) : words.conversation.title;
  useTitle(title ?? called, words.brand);
  useEffect(() => {
    // After a reload the page is new, and the conversation is not.
    if (view.link === 'online') announce(words.conversation.started(talk.alias));
  }, [talk.conversationId]);
  // Ahead: at the end there may be no network.
  useEffect(() => void loadAfter(locale).catch(() => {}), [locale]);

  return (
    <div class={css['talk']}>
      <div class={css['bar']}>
        <div class={css['who']}>
          <h1 tabindex={-1} ref={heading} class={css['heading']}>
            {words.conversation.heading(talk.alias)}
          </h1>
          <Presence talk={talk} online={link === 'online'} />
        </div>
        {!ending.value && (
          <Button
            onPress={() => {
              ending.value = true;
            }}
          >
            {words.conversation.end}
          </Button>
        )}
      </div>
      <LinkStrip link={view.link} />
      {failed ? (
        <KeysFailed keys={talk.keys} actions={actions} />
      ) : (
        <Log
          talk={talk}
          otherName={talk.alias}
          opening={<OpeningNotice talk={talk} />}
          writing={words.conversation.writing(talk.alias)}
          onRetry={(messageId) => actions.retry(messageId)}
        />
      )}
      <div class={css['foot']}>
        {talk.tampered && (
          <Notice tone="danger" alert>
            <p>{words.talk.tampered}</p>
          </Notice>
        )}
        {view.volunteerLost !== 'no' && (
          <VolunteerLost
            alias={talk.alias}
            choosing={choosing}
            mayLeave={view.volunteerLost === 'choice'}
            onWait={() => {
              waits.value = true;
            }}
            onLeave={() => actions.requeue()}
          />
        )}
        {ending.value ? (
          <Confirm
            title={words.conversation.endTitle}
            text={words.conversation.endText}
            yes={words.conversation.endYes}
            no={words.conversation.endNo}
            onYes={() => actions.end()}
            onNo={() => {
              ending.value = false;
            }}
          />
        ) : (
          !choosing &&
          !failed && (
            <Composer
              label={words.talk.box}
              draft={draft}
              blocked={talk.keys === 'agreeing' ? words.talk.agreeing : null}
              hint={boxHint(link, talk, begun, words)}
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
  words: { talk: { offlineHint: string }; conversation: { draft: string } },
): string | null {
  if (link === 'offline') return words.talk.offlineHint;
  const silentSoFar = !talk.lines.some((line) => line.from === 'seeker');
  return silentSoFar && draft.trim() !== '' ? words.conversation.draft : null;
}

/** Here or away, in words; while our own link is broken we know nothing of the other's. */
function Presence({ talk, online }: { readonly talk: Talk; readonly online: boolean }) {
  const { words } = useI18n();
  const away = useSettled(!talk.other.connected, false, AWAY_MS);
  const text = away ? words.conversation.away(talk.alias) : words.conversation.here(talk.alias);
  return (
    <p role="status" class={css['presence']} data-away={away}>
      {online ? text : ''}
    </p>
  );
}

/** The line to the volunteer is broken: first words, then a choice (rule C5). */
function VolunteerLost(props: {
  readonly alias: string;
  readonly choosing: boolean;
  /** May ask for another, whether or not the choice was put off. */
  readonly mayLeave: boolean;
  readonly onWait: () => void;
  readonly onLeave: () => void;
}) {
  const { conversation: words } = useI18n().words;
  return (
    <Notice alert>
      <h2>{words.lostTitle(props.alias)}</h2>
      <p>{props.choosing ? words.choiceText(props.alias) : words.lostWords}</p>
      {props.mayLeave && (
        <div class={css['choices']}>
          {props.choosing && <Button onPress={props.onWait}>{words.wait(props.alias)}</Button>}
          <Button onPress={props.onLeave}>{words.requeue}</Button>
        </div>
      )}
    </Notice>
  );
}

/** Nothing is ever sent in clear instead: a new volunteer brings new keys (rule E3). */
function KeysFailed(props: { readonly keys: Talk['keys']; readonly actions: SeekerActions }) {
  const { words } = useI18n();
  const differ = props.keys === 'differ';
  return (
    <div class={css['instead']} tabindex={0}>
      <Notice alert>
        <h2>{differ ? words.conversation.differTitle : words.conversation.missingTitle}</h2>
        <p>{differ ? words.conversation.differText : words.conversation.missingText}</p>
        <Button kind="main" onPress={() => props.actions.requeue()}>
          {words.conversation.requeue}
        </Button>
      </Notice>
    </div>
  );
}
