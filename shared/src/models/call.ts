/** A volunteer's call for a leader (rule V4). */
import * as z from 'zod/mini';
import { ConversationId } from '../ids.ts';
import { PublicKey } from './keys.ts';
import { ms } from './scalars.ts';
import { Alias, Language } from './values.ts';

/** Why a volunteer calls the leaders on duty: for help, or because a life is in danger (rule V4). */
export const CallKind = z.enum(['help', 'danger']);
export type CallKind = z.infer<typeof CallKind>;
/** A volunteer's call, as that volunteer sees it. */
export const Call = z.strictObject({
  kind: CallKind,
  forMs: ms,
  /** The leader who has taken it; null: the leaders on duty are still called. */
  by: z.nullable(Alias),
  /** The key of that leader's tab, with which the volunteer's tab can let the leader in (rule E5). */
  leaderKey: z.optional(PublicKey),
});
export type Call = z.infer<typeof Call>;
/** The call of another volunteer, as a leader on duty sees it. */
export const CallShown = z.strictObject({
  conversationId: ConversationId,
  /** The volunteer's alias. */
  alias: Alias,
  language: Language,
  kind: CallKind,
  forMs: ms,
  /** As in `Call`. */
  by: z.nullable(Alias),
  /** This leader has taken it. */
  mine: z.boolean(),
});
export type CallShown = z.infer<typeof CallShown>;
