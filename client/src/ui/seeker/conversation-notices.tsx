/** Notices beside the messages of a conversation. Each is a sentence or a question, never a countdown. */
import { useEffect, useRef } from 'preact/hooks';
import type { SeekerActions, Talk } from '../../state/model.ts';
import notices from '../../styles/parts/notices.module.css';
import css from '../../styles/talk/talk.module.css';
import { Button } from '../parts/button.tsx';
import { useNow, useSettled } from '../parts/hooks.ts';
import { Notice } from '../parts/notice.tsx';
import { useI18n, useSurroundings } from '../parts/surroundings.ts';
import { AWAY_MS } from '../talk/visitor.tsx';
import { useLateWords } from './use-late-words.ts';

const MINUTE_MS = 60_000;

/**
 * Shows whether the volunteer is present or away. Empty while our own connection is broken, because presence is unknown
 * then.
 */
export function Presence({ talk, online }: { readonly talk: Talk; readonly online: boolean }) {
  const { conversation: own } = useLateWords();
  const away = useSettled(!talk.other.connected, false, AWAY_MS);
  const text = away ? own.away(talk.alias) : own.here(talk.alias);
  return (
    <p role="status" class={css['presence']} data-away={away}>
      {online ? text : ''}
    </p>
  );
}

/** Shows one sentence ten and five minutes before the planned end, and after it (rule C8). Nothing else happens. */
export function Frame({ talk }: { readonly talk: Talk }) {
  const i18n = useI18n();
  const { frame } = useLateWords().conversation;
  const planned = useRef(talk.plannedMs).current;
  const left = talk.startedAt + talk.plannedMs - useNow(5_000);
  const step = [5, 10].find((minutes) => left <= minutes * MINUTE_MS);
  let text = talk.plannedMs > planned ? frame.more(talk.alias) : '';
  if (left <= 0) text = frame.over;
  else if (step !== undefined) text = frame.left(i18n.minutes(step * MINUTE_MS));
  return (
    <p role="status" class={notices['strip']}>
      {text}
    </p>
  );
}

/** "Are you still here?" (rule C9). States the time of closing, never a countdown. One press is enough to stay. */
export function Silent(props: {
  readonly alias: string;
  readonly stage: 'nudge' | 'warning';
  /** When silence closes the conversation (this device's clock, ms since the epoch); null if it never does. */
  readonly closesAt: number | null;
  readonly onStay: () => void;
}) {
  const { announce } = useSurroundings();
  const i18n = useI18n();
  const { conversation: words } = useLateWords();
  const isLast = props.stage === 'warning';
  const text =
    props.closesAt === null
      ? words.silent.asked(props.alias)
      : words.silent[props.stage](props.alias, i18n.time(props.closesAt));
  useEffect(() => {
    if (!isLast) announce(`${words.silentTitle} ${text}`);
  }, []);
  return (
    <Notice tone={isLast ? 'care' : 'calm'} alert={isLast}>
      <h2>{words.silentTitle}</h2>
      <p>{text}</p>
      <Button kind="main" onPress={props.onStay}>
        {words.stay}
      </Button>
    </Notice>
  );
}

/** Shown when the volunteer's connection is lost: first a sentence, then the choice to wait or leave (rule C5). */
export function VolunteerLost(props: {
  readonly alias: string;
  readonly choosing: boolean;
  /** True once the seeker may ask for another volunteer, even after choosing to wait. */
  readonly mayLeave: boolean;
  readonly onWait: () => void;
  readonly onLeave: () => void;
}) {
  const { conversation: words } = useLateWords();
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

/** Shown when the volunteer's tab has lost its keys; offers the seeker's original place in the queue (rule C16). */
export function Unread(props: { readonly alias: string; readonly onLeave: () => void }) {
  const { conversation: words } = useLateWords();
  return (
    <Notice alert>
      <h2>{words.unreadTitle(props.alias)}</h2>
      <p>{words.unreadText(props.alias)}</p>
      <div class={css['choices']}>
        <Button kind="main" onPress={props.onLeave}>
          {words.requeue}
        </Button>
      </div>
    </Notice>
  );
}

/**
 * Shown when the keys differ or are missing. There is no fallback to plain text; a new volunteer brings new keys (rule
 * E3).
 */
export function KeysFailed(props: {
  readonly keys: Talk['keys'];
  readonly actions: SeekerActions;
}) {
  const { conversation: own } = useLateWords();
  const differ = props.keys === 'differ';
  return (
    <div class={css['instead']} tabindex={0}>
      <Notice alert>
        <h2>{differ ? own.differTitle : own.missingTitle}</h2>
        <p>{differ ? own.differText : own.missingText}</p>
        <Button kind="main" onPress={() => props.actions.requeue()}>
          {own.requeue}
        </Button>
      </Notice>
    </div>
  );
}
