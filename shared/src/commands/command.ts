/** What the tables of commands are made of. */
import * as z from 'zod/mini';
import { acknowledgement } from '../acks.ts';
import { ConversationId } from '../ids.ts';
import type { Bucket } from '../limits.ts';

export interface Command<Payload extends z.core.$ZodType, Ack extends z.core.$ZodShape> {
  readonly bucket: Bucket;
  readonly cost: number;
  readonly payload: Payload;
  readonly ack: z.ZodMiniObject<Ack & { ok: z.ZodMiniLiteral<true> }>;
}

/*@__NO_SIDE_EFFECTS__*/
export function command<Payload extends z.core.$ZodType, Ack extends z.core.$ZodShape>(
  bucket: Bucket,
  payload: Payload,
  ack: Ack,
  cost = 1,
): Command<Payload, Ack> {
  return { bucket, cost, payload, ack: acknowledgement(ack) };
}

export const nothing = z.strictObject({});
export const ofConversation = { conversationId: ConversationId };
