/** One conversation as a reducer over events. Pure. */
import type {
  Conversation,
  Message,
  Presence,
  Silence,
  Transfer,
  VolunteerKeys,
} from '@terskel/shared/models';
import { type Counters, hear, noneHeard } from './counters.ts';
import type { SaidBefore, Talk } from './model.ts';

/** A message with a sequence number. */
interface Placed extends Omit<Message, 'ciphertext'> {
  readonly key: string;
  readonly text: string;
  /** A history message: what it tells, instead of a line. Null for all others (rule C11). */
  readonly before: readonly SaidBefore[] | null;
}

/** A message of this side that has no sequence number yet. */
interface Pending {
  readonly key: string;
  readonly text: string;
  readonly failed: boolean;
}

type Before = Pick<TalkState, 'before' | 'sharesBefore'>;

export interface TalkState {
  readonly conversation: Conversation;
  readonly startedAt: number;
  /** How far this device's clock is ahead of the service's (ms). */
  readonly aheadMs: number;
  readonly other: Talk['other'];
  readonly otherIsTyping: boolean;
  /** The other side has shown every message up to this sequence number. */
  readonly shownByOther: number;
  readonly keys: Talk['keys'];
  readonly counters: Counters;
  readonly tampered: boolean;
  readonly caughtUp: boolean;
  /** As last received (rule C9), with its deadline by this device's clock. */
  readonly silence: (Silence & { readonly closesAt: number | null }) | null;
  readonly placed: readonly Placed[];
  readonly pending: readonly Pending[];
  /** What was said before this conversation, if this tab was there (rule C11). */
  readonly before: readonly SaidBefore[];
  readonly sharesBefore: boolean | null;
}

export type TalkEvent =
  /** The server's state of the conversation, at the start or after a reconnect. */
  | { readonly type: 'updated'; readonly conversation: Conversation; readonly at: number }
  | { readonly type: 'keys'; readonly keys: Talk['keys'] }
  /** The next message in order was decrypted. `content` is null if it is not what its sender sealed. */
  | {
      readonly type: 'opened';
      readonly message: Message;
      readonly content: { readonly id: string; readonly text: string } | null;
      readonly before?: Placed['before'];
    }
  /** Everything from before this tab connected is here. */
  | { readonly type: 'caught_up' }
  /** The log holds less than it did before, or a stored text cannot be read. */
  | { readonly type: 'cut_short' }
  /** The service has received both tabs' copies of its lost log. */
  | { readonly type: 'rebuilt' }
  | { readonly type: 'queued'; readonly key: string; readonly text: string }
  | { readonly type: 'failed'; readonly key: string; readonly failed: boolean }
  | { readonly type: 'shown'; readonly seq: number }
  | { readonly type: 'typing'; readonly typing: boolean }
  | { readonly type: 'silent'; readonly silence: Silence | null; readonly at: number }
  | { readonly type: 'extended'; readonly plannedMs: number }
  | { readonly type: 'marked'; readonly danger: boolean; readonly held?: boolean }
  | { readonly type: 'volunteer_keys'; readonly keys: VolunteerKeys }
  | { readonly type: 'transfer'; readonly transfer: Transfer | null }
  | ({ readonly type: 'before' } & Before)
  | { readonly type: 'presence'; readonly presence: Presence; readonly at: number };

export function startTalk(conversation: Conversation, at: number): TalkState {
  return updated(
    {
      conversation,
      startedAt: at,
      aheadMs: 0,
      other: { connected: true },
      otherIsTyping: false,
      shownByOther: 0,
      keys: 'agreeing',
      counters: noneHeard,
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
      return { ...state, conversation };
    }
    case 'queued': {
      const { key, text } = event;
      return { ...state, pending: [...state.pending, { key, text, failed: false }] };
    }
    case 'failed':
      return { ...state, pending: marked(state.pending, event.key, event.failed) };
    case 'shown':
      return { ...state, shownByOther: Math.max(state.shownByOther, event.seq) };
    case 'typing':
      return { ...state, otherIsTyping: event.typing };
    case 'silent':
      return { ...state, silence: silence(event.silence, event.at) };
    case 'extended':
      return {
        ...state,
        conversation: { ...state.conversation, plannedMs: event.plannedMs },
      };
    case 'marked': {
      const { danger, held = state.conversation.held } = event;
      return { ...state, conversation: { ...state.conversation, danger, held } };
    }
    case 'volunteer_keys':
      return { ...state, conversation: { ...state.conversation, volunteerKeys: event.keys } };
    case 'transfer':
      return { ...state, conversation: { ...state.conversation, transfer: event.transfer } };
    case 'before':
      return { ...state, before: event.before, sharesBefore: event.sharesBefore };
    case 'presence':
      return { ...state, ...presence(event.presence, event.at) };
  }
}

/**
 * Clock differences below this are not visible to people. They are ignored, so that slow networks do not shift the
 * times.
 */
const SAME_CLOCK_MS = 60_000;

function updated(state: TalkState, conversation: Conversation, at: number): TalkState {
  const { received, side } = conversation;
  const shown = side === 'seeker' ? received.volunteer : received.seeker;
  const startedAt = at - conversation.startedForMs;
  const aheadMs = startedAt - conversation.startedAt;
  return {
    ...state,
    ...presence(conversation.other, at),
    conversation,
    silence: silence(conversation.silence, at),
    startedAt,
    aheadMs: Math.abs(aheadMs - state.aheadMs) < SAME_CLOCK_MS ? state.aheadMs : aheadMs,
    shownByOther: Math.max(state.shownByOther, shown),
  };
}

function silence(received: Silence | null, at: number): TalkState['silence'] {
  if (received === null) return null;
  const { closesInMs } = received;
  return { ...received, closesAt: closesInMs === null ? null : at + closesInMs };
}

function presence(other: Presence, at: number): Pick<TalkState, 'other' | 'otherIsTyping'> {
  return {
    other: other.connected ? other : { connected: false, lostAt: at - other.lostForMs },
    otherIsTyping: false,
  };
}

type Opened = Extract<TalkEvent, { type: 'opened' }>;

function opened(state: TalkState, { message, content, before = null }: Opened): TalkState {
  if (content === null) return { ...state, tampered: true };
  const { ciphertext: _, ...facts } = message;
  const { id, text } = content;
  // The other side knows the ids of this side, and must not be able to replace its lines.
  const key = message.from === state.conversation.side ? id : `${message.from} ${id}`;
  const [counters, turn] = hear(state.counters, message.from, message.counter);
  // The same text under two counters, as a service can bring about by a false refusal.
  const isRepeated = state.placed.some((line) => line.key === key);
  if (turn === 'stale' || isRepeated) return { ...state, counters, tampered: true };
  return {
    ...state,
    counters,
    tampered: state.tampered || turn === 'skipped',
    placed: [...state.placed, { ...facts, key, text, before }],
    pending: state.pending.filter((line) => line.key !== key),
    otherIsTyping: state.otherIsTyping && message.from === state.conversation.side,
  };
}

/** Sets `failed`. A message that is retried moves to the end, because it will be sent last. */
function marked(pending: readonly Pending[], key: string, failed: boolean): Pending[] {
  const line = pending.find((each) => each.key === key);
  if (line === undefined) return [...pending];
  if (failed) return pending.map((each) => (each === line ? { ...line, failed } : each));
  return [...pending.filter((each) => each !== line), { ...line, failed }];
}
