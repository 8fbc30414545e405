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
  /** Nobody has answered in time: leaders off duty with an open page are called as well. */
  escalated: z.boolean(),
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

/**
 * A conversation of another volunteer who cannot continue it, as a leader on duty sees it (rule V7). Nothing of its
 * contents.
 */
export const StuckShown = z.strictObject({
  conversationId: ConversationId,
  /** The volunteer's alias. */
  alias: Alias,
  language: Language,
  danger: z.boolean(),
  /** `away`: the volunteer has no connection; `keys`: the volunteer's tab has lost the keys. */
  why: z.enum(['away', 'keys']),
  forMs: ms,
  /** The leader who takes it over; null: nobody yet. */
  by: z.nullable(Alias),
  /** This leader takes it over. */
  mine: z.boolean(),
  /** False for a leader whom this seeker has asked to leave before (rule C12). */
  mayTakeOver: z.boolean(),
});
export type StuckShown = z.infer<typeof StuckShown>;
