/**
 * Puts a conversation's messages in order (rules C2, C4): each sequence number once, and none before the one below it.
 * Duplicates are dropped, early messages are held.
 */
import type { Message } from '@terskel/shared/models';
import { sorted } from '../lists.ts';

export interface Feed {
  /** The next sequence number to show. */
  readonly next: number;
  /** Messages that came early, in order. */
  readonly held: readonly Message[];
}

export const emptyFeed = (after: number): Feed => ({ next: after + 1, held: [] });

/** Adds messages. `ready` are those that can be shown now, in order. */
export function deliver(
  feed: Feed,
  messages: readonly Message[],
): { feed: Feed; ready: readonly Message[] } {
  const held = new Map(feed.held.map((message) => [message.seq, message]));
  for (const message of messages) {
    if (message.seq >= feed.next && !held.has(message.seq)) held.set(message.seq, message);
  }
  const ready: Message[] = [];
  let next = feed.next;
  for (let message = held.get(next); message !== undefined; message = held.get(next)) {
    ready.push(message);
    held.delete(next);
    next += 1;
  }
  return { feed: { next, held: sorted([...held.values()], (a, b) => a.seq - b.seq) }, ready };
}

/** Whether a message is missing, given that the conversation has at least `lastSeq` messages. */
export function hasGap(feed: Feed, lastSeq: number): boolean {
  return feed.next <= lastSeq || feed.held.length > 0;
}

/**
 * Skips a gap that the log cannot fill; the log is complete up to `complete`. Withheld messages are detected by the
 * counters instead.
 */
export function skipGap(feed: Feed, complete: number): { feed: Feed; ready: readonly Message[] } {
  const next = Math.min(feed.held[0]?.seq ?? complete + 1, complete + 1);
  return deliver({ ...feed, next: Math.max(feed.next, next) }, []);
}
