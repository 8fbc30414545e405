/** What all parts of the live store share: calls of scripts, and their common results. */
import type { Message } from '@terskel/shared/models';
import type { SeatHolder } from '../../domain/live-store.ts';
import type { Outcome } from '../../domain/ports.ts';
import type { RedisClient } from '../../redis/client.ts';
import type { ScriptReply } from '../../redis/script.ts';
import { batch } from '../batch.ts';
import type { Keys } from '../keys.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';

/** Maximum number of messages in one script call; they block Redis for less than a millisecond. */
const MESSAGES_AT_ONCE = 32;

/**
 * A message as an entry of the log: its JSON without the opening brace, since the script prepends the sequence number.
 * Scripts read `from` and `counter` by their place.
 */
export function entryOf(message: Omit<Message, 'seq'>): string {
  const { from, counter, keyEpoch, ciphertext, acceptedAt } = message;
  return JSON.stringify({ from, counter, keyEpoch, ciphertext, acceptedAt }).slice(1);
}

export type Calls = ReturnType<typeof liveCalls>;

/**
 * `onOver` is called with each session or conversation that a call to this store ended: 'seeker <id>' or 'conversation
 * <id>'.
 */
export function liveCalls(client: RedisClient, keys: Keys, onOver: (what: string) => void) {
  const { root } = keys;
  const messages = batch(MESSAGES_AT_ONCE, async (sent: readonly (readonly string[])[]) =>
    replies.lines(await client.messageSend(root, { messages: sent.flat() })),
  );
  /** Sends the pending messages first, so that other commands of the same turn of the event loop run after them. */
  const redis = () => {
    messages.flush();
    return client;
  };

  async function ending(reply: Promise<ScriptReply>): Promise<ScriptReply> {
    const answer = await reply;
    const [, , ...over] = answer;
    for (const what of over) onOver(what);
    return answer;
  }
  async function done(reply: Promise<ScriptReply>): Promise<Outcome<object>> {
    const got = outcome(await reply, replies.Nothing);
    return got.ok ? { ok: true } : got;
  }
  async function endOf(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.ConversationGone);
    return got.ok ? { ok: true as const, ended: got.value.ended } : got;
  }
  async function ticket(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.TicketRow);
    return got.ok ? { ok: true as const, ticket: got.value } : got;
  }
  async function availability(reply: Promise<ScriptReply>) {
    const got = outcome(await reply, replies.Availability);
    return got.ok ? { ok: true as const, availability: got.value } : got;
  }
  /** The holder of a seat as arguments of a script. */
  const holderOf = ({ conversationId, seat, participant }: SeatHolder) => ({
    conversation: conversationId,
    seat,
    participant,
  });
  return {
    redis,
    root,
    keys,
    messages,
    ending,
    done,
    endOf,
    ticket,
    availability,
    holderOf,
  };
}
