/** One conversation as a reducer over events. Pure. */
import type { Conversation, Message, Seat, Silence } from '@terskel/shared/models';
import { type Counters, hear } from './counters.ts';
import type { SaidBefore, Talk } from './model.ts';
import { type Other, type Others, otherChanged, othersOf, shownUpTo } from './others.ts';

/** A message with a sequence number. */
interface Placed extends Omit<Message, 'ciphertext'> {
  readonly key: string;
  readonly text: string;
  /** The leader's alias, if a leader wrote it and it is known. */
  readonly alias: string | null;
  /** The lines that a history message contains; the page shows them instead of it. Null for all others (rule C11). */
  readonly before: readonly SaidBefore[] | null;
}

/** A message of this seat that has no sequence number yet. */
interface Pending {
  readonly key: string;
  readonly text: string;
  readonly failed: boolean;
}

/** What a talk knows of its conversation, of whatever kind. */
export type TalkConversation = Omit<Conversation, 'kind'>;

type Before = Pick<TalkState, 'before' | 'sharesBefore'>;

export interface TalkState {
  readonly conversation: TalkConversation;
  readonly startedAt: number;
  /** How far this device's clock is ahead of the service's (ms). */
  readonly aheadMs: number;
  readonly others: Others;
  readonly keys: Talk['keys'];
  readonly counters: Counters;
  readonly tampered: boolean;
  readonly caughtUp: boolean;
  /** As last received (rule C9), with its deadline by this device's clock. */
  readonly silence: (Silence & { readonly closesAt: number | null }) | null;
  readonly placed: readonly Placed[];
  readonly pending: readonly Pending[];
  /** What was said before this conversation, as the seeker's tab has stored it (rule C11). */
  readonly before: readonly SaidBefore[];
  readonly sharesBefore: boolean | null;
}

export type TalkEvent =
  /** The server's state of the conversation, at the start or after a reconnect. */
  | { readonly type: 'updated'; readonly conversation: TalkConversation; readonly at: number }
  | { readonly type: 'keys'; readonly keys: Talk['keys'] }
  /** The next message in order was decrypted. `content` is null if it is not what its sender sealed. */
  | {
      readonly type: 'opened';
      readonly message: Message;
      readonly content: { readonly id: string; readonly text: string } | null;
      readonly before?: Placed['before'];
      readonly alias?: Placed['alias'];
    }
  /** Everything from before this tab connected is here. */
  | { readonly type: 'caught_up' }
  /** The log lacks messages that it had before, a stored text cannot be read, or a seat's tag is wrong. */
  | { readonly type: 'cut_short' }
  /** The service has restored its lost log, which ends at `lastSeq`. New messages get the numbers after it. */
  | { readonly type: 'rebuilt'; readonly lastSeq: number }
  | { readonly type: 'queued'; readonly key: string; readonly text: string }
  | { readonly type: 'failed'; readonly key: string; readonly failed: boolean }
  /** The service has lost a message of this seat, and does not accept it again (rule C15). */
  | { readonly type: 'taken_back'; readonly key: string }
  /** Something changed in the server's state of the conversation. */
  | { readonly type: 'changed'; readonly by: Partial<Conversation>; readonly at: number }
  /** Something changed about another participant. */
  | { readonly type: 'other'; readonly seat: Seat; readonly by: Partial<Other> }
  | ({ readonly type: 'before' } & Before)
  | { readonly type: 'silent'; readonly silence: Silence | null; readonly at: number };

export function startTalk(conversation: TalkConversation, at: number): TalkState {
  return updated(
    {
      conversation,
      startedAt: at,
      aheadMs: 0,
      others: {},
      keys: 'agreeing',
      // A leader reads from the start of the visit; earlier messages are not missing.
      counters: conversation.visit?.forLeader?.sent ?? {},
      tampered: false,
      caughtUp: false,
      silence: null,
      placed: [],
      pending: [],
      before: [],
      sharesBefore: null,
    },
    conversation,
    at,
  );
}

export function talk(state: TalkState, event: TalkEvent): TalkState {
  switch (event.type) {
    case 'updated':
      return updated(state, event.conversation, event.at);
    case 'keys':
      return { ...state, keys: event.keys };
    case 'opened':
      return opened(state, event);
    case 'caught_up':
      return { ...state, caughtUp: true };
    case 'cut_short':
      return { ...state, tampered: true };
    case 'rebuilt': {
      const { rebuild: _, ...conversation } = state.conversation;
      return { ...state, conversation, others: shownUpTo(state.others, event.lastSeq) };
    }
    case 'queued': {
      const { key, text } = event;
      return { ...state, pending: [...state.pending, { key, text, failed: false }] };
    }
    case 'failed':
      return { ...state, pending: marked(state.pending, event.key, event.failed) };
    case 'taken_back': {
      const isLost = ({ key }: { readonly key: string }) => key === event.key;
      const lost = state.placed.filter((line) => isLost(line) && line.before === null);
      return {
        ...state,
        placed: state.placed.filter((line) => !isLost(line)),
        pending: [...state.pending, ...lost.map(({ key, text }) => ({ key, text, failed: true }))],
      };
    }
    case 'changed': {
      const { by, at } = event;
      const conversation = { ...state.conversation, ...by };
      const others =
        by.seats === undefined ? state.others : othersOf(state.others, conversation, at);
      return { ...state, conversation, others };
    }
    case 'other':
      return { ...state, others: otherChanged(state.others, event.seat, event.by) };
    case 'silent':
      return { ...state, silence: silence(event.silence, event.at) };
    case 'before':
      return { ...state, before: event.before, sharesBefore: event.sharesBefore };
  }
}

/**
 * Clock differences below this are not visible to people. They are ignored, so that slow networks do not shift the
 * times.
 */
const SAME_CLOCK_MS = 60_000;

function updated(state: TalkState, conversation: TalkConversation, at: number): TalkState {
  const startedAt = at - conversation.startedForMs;
  const aheadMs = startedAt - conversation.startedAt;
  return {
    ...state,
    others: othersOf(state.others, conversation, at),
    conversation,
    silence: silence(conversation.silence, at),
    startedAt,
    aheadMs: Math.abs(aheadMs - state.aheadMs) < SAME_CLOCK_MS ? state.aheadMs : aheadMs,
  };
}

function silence(received: Silence | null, at: number): TalkState['silence'] {
  if (received === null) return null;
  const { closesInMs } = received;
  return { ...received, closesAt: closesInMs === null ? null : at + closesInMs };
}

type Opened = Extract<TalkEvent, { type: 'opened' }>;

function opened(
  state: TalkState,
  { message, content, before = null, alias = null }: Opened,
): TalkState {
  if (content === null) return { ...state, tampered: true };
  const { ciphertext: _, ...facts } = message;
  const { id, text } = content;
  // Others know the ids of this seat, and must not be able to replace its lines.
  const key = message.from === state.conversation.seat ? id : `${message.from} ${id}`;
  const { placed } = state;
  const known = placed.find((line) => line.key === key);
  const { rebuiltAfter = Infinity, seat } = state.conversation;
  const isSame = known?.counter === message.counter;
  // The same message is read again if the connection is lost while a tab reads a rebuilt log.
  if (isSame && known.seq === message.seq) return state;
  // A message that was read before. An own one that was lost and sent again moves to its new number; others stay.
  if (isSame && message.seq > rebuiltAfter) {
    if (message.from !== seat) return state;
    return {
      ...state,
      placed: [...placed.filter((line) => line !== known), { ...known, ...facts }],
    };
  }
  const [counters, turn] = hear(state.counters, message.from, message.counter);
  // `known`: the same text under two counters. A service causes that if it refuses a message that it has accepted.
  if (turn === 'stale' || known !== undefined) return { ...state, counters, tampered: true };
  return {
    ...state,
    others: otherChanged(state.others, message.from, { typing: false }),
    counters,
    tampered: state.tampered || turn === 'skipped',
    placed: [...placed, { ...facts, key, text, before, alias }],
    pending: state.pending.filter((line) => line.key !== key),
  };
}

/** Sets `failed`. A message that is retried moves to the end, because it will be sent last. */
function marked(pending: readonly Pending[], key: string, failed: boolean): Pending[] {
  const line = pending.find((each) => each.key === key);
  if (line === undefined) return [...pending];
  if (failed) return pending.map((each) => (each === line ? { ...line, failed } : each));
  return [...pending.filter((each) => each !== line), { ...line, failed }];
}
