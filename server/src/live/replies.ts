/** Parses the replies of scripts: the only place where data from the live store becomes typed. */
import { ErrorCode } from '@terskel/shared/errors';
import { SeekerStatesWithoutTicket, StaffState } from '@terskel/shared/events';
import { ConversationId, TicketId } from '@terskel/shared/ids';
import {
  Aside,
  Availability,
  Call,
  CallShown,
  Colleague,
  Conversation,
  ConversationEnd,
  Language,
  Message,
  Offer,
  Overview,
  Seq,
  StuckShown,
  Transfer,
} from '@terskel/shared/models';
import * as z from 'zod/mini';
import { refused, type Outcome, type Refused } from '../domain/ports.ts';
import type { ScriptReply } from '../redis/script.ts';

const count = z.int().check(z.nonnegative());

export const TicketRow = z.discriminatedUnion('state', [
  z.object({
    id: TicketId,
    state: z.literal('waiting'),
    language: Language,
    place: z.int().check(z.minimum(1)),
    keepWithinMs: z.nullable(count),
  }),
  z.object({ id: TicketId, state: z.literal('offered'), language: Language }),
]);

export const SessionRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ticket: TicketRow }),
  ...SeekerStatesWithoutTicket,
]);

export const StaffRow = z.object({
  availability: Availability,
  offer: z.nullable(Offer),
  conversations: z._default(z.array(Conversation), []),
  asides: z._default(z.array(Aside), []),
  calls: z._default(z.array(CallShown), []),
  stuck: z._default(z.array(StuckShown), []),
  ended: z._default(StaffState.shape.ended, []),
});
export const ReservedAside = z.object({ asideId: ConversationId });
export const LeaderCall = z.object({ call: Call });
export const OverviewRow = z.object({
  lanes: Overview.shape.lanes,
  versions: z.partialRecord(Language, count),
  matches: z.partialRecord(Language, z.array(count)),
  oldestWaitMs: z.nullable(count),
  waiting: count,
  onDuty: count,
  leaders: count,
  ready: count,
  answering: count,
  conversations: count,
});
export const Held = z.array(
  z.object({ kind: z.enum(['seeker', 'staff']), id: z.string(), connection: z.string() }),
);
export const Beat = z.object({ epoch: z.string(), forgotten: z.boolean() });
const Fields = z.record(z.string(), z.string());
export const SeekerRecord = z.object({
  epoch: z.string(),
  kind: z.enum(['ticket', 'conversation']),
  id: z.string(),
  record: Fields,
});
export const StaffRecord = z.object({
  epoch: z.string(),
  conversations: z._default(z.array(z.object({ id: z.string(), record: Fields })), []),
});
export const Duty = z.object({ onDuty: z.boolean() });
export const Marks = z.object({ danger: z.boolean(), held: z.boolean() });
export const Plan = z.object({ plannedMs: count });
export const Log = z.object({ messages: z.array(Message), more: z.boolean() });
export const ReturnedOffer = z.object({
  language: Language,
  seeker: z.string(),
  publicKey: z.string(),
});
export const TakenOffer = z.nullable(Offer);
export const Match = z.object({ transfers: z._default(z.boolean(), false) });
export const AskedTransfer = z.object({ transfer: Transfer });
export const Colleagues = z.array(Colleague);
const counts = z.record(z.string(), count);
export const CountBatch = z.object({
  ...{ after: z.string(), from: count, to: count, lostTo: z.optional(count) },
  ...{ counts, said: counts },
});
export const Ids = z.array(z.string());
export const Comments = z.array(z.string());
export const Nothing = z.object({});
/** `ended`: whether the ticket has ended. For a conversation (below): the reason, or null if it has not ended. */
export const TicketGone = z.object({ ended: z.boolean() });
export const ConversationGone = z.object({ ended: z.nullable(ConversationEnd) });
export { Availability, Conversation, Offer };

/**
 * The script's parsed result, or its error code as a refusal of the domain. Throws if the reply does not fit the
 * schema.
 */
export function outcome<T extends z.ZodMiniType>(
  [code, result]: ScriptReply,
  schema: T,
): Outcome<{ value: z.output<T> }> {
  if (code === 'ok') return { ok: true, value: z.parse(schema, JSON.parse(result ?? '{}')) };
  return refusal(code, result);
}

function refusal(code: string, waitMs: string | undefined): Refused {
  return refused(z.parse(ErrorCode, code), waitMs === undefined ? undefined : Number(waitMs));
}

/** The parsed result of a script that never refuses. */
export function certain<T extends z.ZodMiniType>([, result]: ScriptReply, schema: T): z.output<T> {
  return z.parse(schema, JSON.parse(result ?? 'null'));
}

/** The replies of a script that handled several requests, one line each. */
export const lines = ([, result = '']: ScriptReply): readonly string[] => result.split('\n');

/** The store could not append this message, though it may have appended others of the same call. */
class MessageFailed extends Error {}
const Accepted = z.object({ seq: Seq, acceptedAt: count });

/**
 * Parses the reply for one message: its sequence number and when it was accepted (`now` unless it was stored before),
 * or a refusal, with `wrong_counter` the next counter. Throws `MessageFailed` if the conversation's records cannot be read.
 */
export function accepted(line: string, now: number): Outcome<z.output<typeof Accepted>> {
  const [first = '', second] = line.split(' ');
  if (first === 'failed') throw new MessageFailed();
  if (first === 'wrong_counter') return { ok: false, code: first, expected: Number(second) };
  if (!/^\d+$/.test(first)) return refusal(first, second);
  return {
    ok: true,
    ...z.parse(Accepted, { seq: Number(first), acceptedAt: Number(second ?? now) }),
  };
}
