/**
 * What a tab stores so that a reload can resume: the only file that uses `sessionStorage` (rules A1, E4). Nothing is
 * written before *Start*, and `clear` leaves no trace. Where storage is forbidden or full, the data stays in memory and
 * only a reload loses it. Each page has its own key prefix, since both may be open in one tab after each other.
 */
import type { ConversationId, OfferId, TransferId } from '@terskel/shared/ids';
import type { Feeling, KeyEpoch } from '@terskel/shared/models';
import type { Counters } from './state/counters.ts';
import type { Answers, EarlyAnswers, TransferAnswer } from './state/model.ts';
import type { TalkConversation } from './state/talk.ts';

/** A sealed message that the server has not acknowledged yet. */
export interface StoredMessage {
  /** The id of the text. */
  readonly key: string;
  readonly counter: number;
  readonly keyEpoch: KeyEpoch;
  readonly ciphertext: string;
  /** Refused for good, until the sender retries it. */
  readonly failed: boolean;
}

/** A message that is not sealed yet. `keyEpoch`: the conversation's keys when it was written. */
interface Written {
  readonly key: string;
  readonly text: string;
  readonly keyEpoch: KeyEpoch;
}

/** What a tab stores of one conversation. */
export interface StoredTalk {
  /** The conversation's secret, in base64url (rule E1); with `visit`, only that of this visit (rule E5). */
  readonly secret: string;
  readonly visit?: KeyEpoch;
  readonly outbox: readonly StoredMessage[];
  /** Messages that are being sealed. */
  readonly written: readonly Written[];
  /** The highest counter of this seat that the service is known to have. It is never used for another text. */
  readonly accepted: number;
  /** The highest counter received from each seat; later messages must have a higher one. */
  readonly heard: Counters;
  /** The latest visit in which this tab has taken part, and whether it is over. */
  readonly visited?: KeyEpoch & { readonly over: boolean };
  /** The visit that the volunteer's tab has asked for last. */
  readonly opened?: KeyEpoch;
  /**
   * The key epochs that this tab has moved to, and the highest counter of each seat then. Messages in the keys of an
   * earlier visit have no higher ones.
   */
  readonly turns?: readonly { readonly number: number; readonly counters: Counters }[];
  /** The alias of the leader of each visit in which this tab has taken part. */
  readonly leaders?: Readonly<Record<string, string>>;
  /** From the offer; volunteer's tab only. */
  readonly feeling?: Feeling;
}

/** An unsent draft: sealed, or in plaintext if the page was unloaded before it could be sealed. */
export type StoredDraft = ({ readonly sealed: string } | { readonly written: string }) & {
  /** The conversation in which it was begun; seeker's tab only. */
  readonly begunFor?: ConversationId;
};

/** The type of each slot. Names of conversation slots end in the conversation's id. */
export interface Slots {
  /** The seeker's session. `answers` stays until a ticket was opened with them. */
  readonly session: {
    readonly resumeToken: string | null;
    readonly answers: Answers | null;
    readonly resumeTicket?: string;
  };
  /** The volunteer's duty, in case the service loses it (rule F3). */
  readonly shift: {
    readonly resumeTicket?: string;
    readonly duty?: 'ready' | 'paused';
  };
  /**
   * The keys with which a volunteer has accepted an offer, until the reply is known: also after a reload, a further attempt
   * uses them again, because the earlier one may still be executed (rule E3).
   */
  readonly accepting: {
    readonly offerId: OfferId;
    readonly conversationId: ConversationId;
    readonly encapsulation: string;
    readonly secret: string;
  };
  /** Whether a sound is wanted when a volunteer answers. */
  readonly sound: boolean;
  /** Answers from before *Start* that later screens need. */
  readonly told: EarlyAnswers;
  /** The key pair of a ticket. `after`: it was created for a requeue or a transfer out of that conversation. */
  readonly ticket: {
    readonly publicKey: string;
    readonly seed: string;
    readonly after?: ConversationId;
  };
  /** The conversation's last known state, so that a reload shows it at once. */
  readonly conversation: TalkConversation;
  /** The seeker's answer about a transfer out of the conversation `after`, while it is pending (rule C11). */
  readonly transfer: {
    readonly id: TransferId;
    readonly after: ConversationId;
    readonly answer: TransferAnswer;
  };
  /** What was said before a conversation. */
  readonly [before: `before.${string}`]: {
    readonly sealed: string;
    /** It is sent to the volunteer of this conversation. */
    readonly isShared: boolean;
  };
  /** What has been said, while a transfer is pending: the service keeps nothing once somebody accepts. */
  readonly [said: `said.${string}`]: { readonly sealed: string };
  readonly [talk: `talk.${string}`]: StoredTalk;
  /** A leader's key pair for the aside and the next visit, in the call that the leader has taken (rules V4, E5). */
  readonly [visit: `visit.${string}`]: { readonly publicKey: string; readonly seed: string };
  readonly [draft: `draft.${string}`]: StoredDraft;
}

export interface TabStorage {
  get<Slot extends keyof Slots>(slot: Slot): Slots[Slot] | null;
  set<Slot extends keyof Slots>(slot: Slot, value: Slots[Slot]): void;
  remove(slot: keyof Slots): void;
  /** The slots in use. */
  slots(): readonly (keyof Slots)[];
  clear(): void;
}

type Area = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** `area` is for tests. The default is this tab's `sessionStorage`, or none if it is forbidden. */
export function tabStorage(page: 'seeker' | 'volunteer', area = ownArea()): TabStorage {
  const prefix = `terskel.${page}.`;
  const kept = read(prefix, area);
  const remove = (slot: keyof Slots) => {
    kept.delete(slot);
    area?.removeItem(prefix + slot);
  };
  return {
    get<Slot extends keyof Slots>(slot: Slot) {
      return (kept.get(slot) as Slots[Slot] | undefined) ?? null;
    },
    set(slot, value) {
      kept.set(slot, value);
      try {
        area?.setItem(prefix + slot, JSON.stringify(value));
      } catch {
        // Storage is full: the value stays in memory, and the older stored value must not come back.
        area?.removeItem(prefix + slot);
      }
    },
    remove,
    slots: () => [...kept.keys()] as (keyof Slots)[],
    clear() {
      kept.clear();
      // This includes entries that could not be parsed.
      for (const key of keysOf(prefix, area)) area?.removeItem(key);
    },
  };
}

/** One session's access to the storage. */
export interface Hold extends TabStorage {
  /** Ignores all writes from now on, because another session may own the storage while late work still runs. */
  letGo(): void;
}

/** Wraps the storage so that one session can be cut off from it. */
export function holdOn(storage: TabStorage): Hold {
  let held = true;
  return {
    get: (slot) => storage.get(slot),
    set(slot, value) {
      if (held) storage.set(slot, value);
    },
    remove(slot) {
      if (held) storage.remove(slot);
    },
    slots: () => storage.slots(),
    clear() {
      if (held) storage.clear();
    },
    letGo() {
      held = false;
    },
  };
}

function ownArea(): Area | null {
  try {
    return typeof sessionStorage === 'undefined' ? null : sessionStorage;
  } catch {
    return null;
  }
}

/** Reads what this tab stored before a reload. If anything is unreadable, the storage counts as empty. */
function read(prefix: string, area: Area | null): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  try {
    for (const key of keysOf(prefix, area)) {
      const value = area?.getItem(key) ?? null;
      if (value !== null) kept.set(key.slice(prefix.length), JSON.parse(value));
    }
  } catch {
    kept.clear();
  }
  return kept;
}

function keysOf(prefix: string, area: Area | null): readonly string[] {
  const all = Array.from({ length: area?.length ?? 0 }, (_, index) => area?.key(index) ?? '');
  return all.filter((key) => key.startsWith(prefix));
}
