/**
 * What a tab keeps so that a reload goes on where it was: the only file that touches `sessionStorage` (rules A1, E4).
 * Nothing is written before *Start*; `clear` leaves no trace. Where storage is forbidden or full, memory does,
 * and only a reload is lost. Each page has its own area, since both may be open in one tab after each other.
 */
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Feeling } from '@terskel/shared/models';
import type { Answers, Told } from './state/model.ts';

/** A message that the server has not acknowledged yet, sealed. */
export interface StoredMessage {
  readonly messageId: string;
  readonly counter: number;
  readonly ciphertext: string;
  /** Refused for good, until the writer tries again. */
  readonly failed: boolean;
}

/** What a tab holds of one conversation. */
export interface StoredTalk {
  readonly keys: {
    readonly bySeeker: string;
    readonly byVolunteer: string;
    readonly confirmation: string;
  };
  readonly outbox: readonly StoredMessage[];
  /** What was written a moment ago and is being sealed. */
  readonly written: readonly { readonly messageId: string; readonly text: string }[];
  /** The highest counter that this side has used in a sealed message. */
  readonly sealed: number;
  /** The highest counter of this side that the service is known to have: it names one text for good. */
  readonly accepted: number;
  /** The highest counter heard from the other side: what comes later must be above it. */
  readonly heard: number;
  /** As told in the offer, for the volunteer alone. */
  readonly feeling?: Feeling;
}

/** What is written and not yet sent: sealed, or as it is if the page went away before it could be. */
export type StoredDraft = { readonly sealed: string } | { readonly written: string };

/** What each slot holds. Slots of one conversation end in its id. */
export interface Slots {
  /** The seeker's session. `answers` stands until a ticket was opened with them. */
  readonly session: {
    readonly resumeToken: string | null;
    readonly answers: Answers | null;
    readonly resumeTicket?: string;
  };
  /** The volunteer's time on duty, should the service lose it (rule F3). */
  readonly shift: {
    readonly resumeTicket?: string;
    readonly duty?: 'ready' | 'paused';
  };
  /** Wanted when somebody answers. */
  readonly sound: boolean;
  /** What was said before *Start*, for the screens after it. */
  readonly told: Told;
  /** The key pair of a ticket; `after`: made to go back in line from that conversation. */
  readonly ticket: {
    readonly publicKey: string;
    readonly seed: string;
    readonly after?: ConversationId;
  };
  /** The conversation as last told, so that a reload shows it at once. */
  readonly conversation: Conversation;
  readonly [talk: `talk.${string}`]: StoredTalk;
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

/** `area` is for tests; the default is this tab's `sessionStorage`, or none if it is forbidden. */
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
        // Full: memory has it, and what is older must not come back.
        area?.removeItem(prefix + slot);
      }
    },
    remove,
    slots: () => [...kept.keys()] as (keyof Slots)[],
    clear() {
      kept.clear();
      // Also what could not be read.
      for (const key of keysOf(prefix, area)) area?.removeItem(key);
    },
  };
}

/** One session's hold on the storage. */
export interface Hold extends TabStorage {
  /** From now on it changes nothing: what is still under way finds a storage that others may have wiped. */
  letGo(): void;
}

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

/** What a former life of this tab wrote. What cannot be read counts as not there. */
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
