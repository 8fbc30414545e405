/** Commands of staff. */
import * as z from 'zod/mini';
import { ConversationId, OfferId, VisitId } from '../ids.ts';
import {
  Availability,
  Call,
  CallKind,
  Colleague,
  Confirmation,
  Conversation,
  Encapsulation,
  LastMessage,
  Offer,
  PublicKey,
  ReportedKeys,
  SealedSecret,
  Transfer,
  TransferReason,
  TransferTo,
  VisitEpoch,
} from '../models.ts';
import { ms } from '../models/scalars.ts';
import { command, nothing, ofConversation } from './command.ts';
import { conversationCommands } from './every-seat.ts';

export const staffCommands = {
  ...conversationCommands,
  /** Goes on duty, in the state `paused`. */
  'shift:start': command('control', nothing, { availability: Availability }),
  /** Goes off duty. Refused while a conversation is open (rule O7). */
  'shift:end': command('control', nothing, { availability: Availability }),
  /** `ready`: receive offers; this also ends wrap-up early (rules O1, O6). */
  'availability:set': command('control', z.strictObject({ state: z.enum(['ready', 'paused']) }), {
    availability: Availability,
  }),
  /** "Take next": returns the oldest ticket that this volunteer can take, as an offer (rule O2). */
  'offer:take': command('control', nothing, { offer: Offer }),
  /** Accepts the offer: the conversation begins, with this tab's encapsulation (rule E1). */
  'offer:accept': command(
    'control',
    z.strictObject({ offerId: OfferId, encapsulation: Encapsulation, confirmation: Confirmation }),
    { conversation: Conversation },
  ),
  /**
   * Returns the ticket to its place, or lets the search for a transfer go on. No reason is required. `invalid_key`: this tab cannot use the seeker's key; the
   * ticket ends if the service finds the key unusable as well. Declining never counts as a missed offer (rules O2, E1).
   */
  'offer:decline': command(
    'control',
    z.strictObject({ offerId: OfferId, reason: z.optional(z.literal('invalid_key')) }),
    {},
  ),
  /**
   * Extends the planned duration, from now or from the end of the plan, whichever is later (rule C8). `plannedMs`: the
   * plan that the page shows. A plan that is already longer stays unchanged, so that the command is idempotent.
   */
  'conversation:extend': command('control', z.strictObject({ ...ofConversation, plannedMs: ms }), {
    plannedMs: ms,
  }),
  /**
   * Marks the conversation as danger, or holds it open, so that silence does not end it (rules C9, C17). `on: false`
   * removes the mark.
   */
  'conversation:mark': command(
    'control',
    z.strictObject({ ...ofConversation, mark: z.enum(['danger', 'held']), on: z.boolean() }),
    { danger: z.boolean(), held: z.boolean() },
  ),
  /**
   * Calls the leaders on duty (rule V4). `danger` also marks the conversation as danger, and raises an earlier call for
   * help. A call for danger stays one.
   */
  'call:raise': command('call', z.strictObject({ ...ofConversation, kind: CallKind }), {
    call: Call,
  }),
  /** Withdraws the call. The mark for danger stays. */
  'call:withdraw': command('control', z.strictObject(ofConversation), {}),
  /**
   * A leader on duty takes another volunteer's call. The others are no longer called. `publicKey`: a key pair of this
   * tab, for the aside (rule V4) and for a visit (rule E5). A tab without the private key sends the command again, with
   * another one. `asideId`: the aside whose keys this tab has. It goes on; without it, the call's aside ends.
   */
  'call:take': command(
    'control',
    z.strictObject({
      ...{ ...ofConversation, publicKey: PublicKey, asideId: z.optional(ConversationId) },
    }),
    { call: Call },
  ),
  /** Hands a call back that this leader has taken: all leaders on duty are called again. */
  'call:return': command('call', z.strictObject(ofConversation), {}),
  /**
   * Names the aside that the volunteer's tab will open with the leader who has taken the call (rule V4). The aside that
   * the call has ends: this tab has no keys of it, or it does not know of it.
   */
  'aside:reserve': command('control', z.strictObject(ofConversation), { asideId: ConversationId }),
  /**
   * Opens the aside that this tab has reserved, with its encapsulation to `leaderKey` (rule V4). `wrong_state`: it is not
   * reserved any more, or the leader has taken the call with another key.
   */
  'aside:open': command(
    'control',
    z.strictObject({
      ...{ ...ofConversation, asideId: ConversationId, leaderKey: PublicKey },
      ...{ encapsulation: Encapsulation, confirmation: Confirmation },
    }),
    {},
  ),
  /** The leader's tab proves that it has the keys of the aside `conversationId` (rules E3, V4). */
  'conversation:confirm': command(
    'control',
    z.strictObject({ ...ofConversation, confirmation: Confirmation }),
    {},
  ),
  /**
   * The volunteer lets the leader in who has taken the call: the leader takes a seat, and a new key epoch begins, whose
   * number is higher than the last one's (rule E5). `leaderKey`: the key to which the visit's secret is sealed.
   */
  'visit:open': command(
    'call',
    z.strictObject({
      ...{ ...ofConversation, keyEpoch: VisitEpoch, leaderKey: PublicKey },
      ...{ encapsulation: Encapsulation, sealedSecret: SealedSecret, confirmation: Confirmation },
    }),
    {},
  ),
  /** The leader's tab proves that it has the keys of the visit (rules E3, E5). */
  'visit:confirm': command(
    'control',
    z.strictObject({ ...ofConversation, visit: VisitId, confirmation: Confirmation }),
    {},
  ),
  /** The leader leaves, or the volunteer ends the visit. The next message has other keys (rule E5). */
  'visit:close': command('control', z.strictObject({ ...ofConversation, visit: VisitId }), {}),
  /**
   * Reports whether this tab has the conversation's keys. `returned`: it has not, and the seeker goes back to the
   * original place in line, which is final (rule C16). `wrong_state`: the seeker is already going back.
   */
  'conversation:keys': command(
    'control',
    z.strictObject({ ...ofConversation, keys: ReportedKeys }),
    {},
  ),
  /**
   * Closes the conversation, with a last message if there is one. If the seeker is away, this is possible only after a
   * while (rule C5). A tab that has the keys always sends a closing message, even an empty one: without it the seeker's
   * tab reports an incomplete end (rule E2).
   */
  'conversation:end': command(
    'control',
    z.strictObject({ ...ofConversation, lastMessage: z.optional(LastMessage) }),
    {},
  ),
  /**
   * Asks the seeker about a transfer. One per conversation is pending; a repeated command returns it. `wrong_state`:
   * another one is pending, the keys are not agreed, or the colleague is this volunteer or not on duty (rule C11).
   */
  'transfer:ask': command(
    'control',
    z.strictObject({ ...ofConversation, reason: TransferReason, to: TransferTo }),
    { transfer: Transfer },
  ),
  /** Withdraws the pending transfer, if there is one. */
  'transfer:cancel': command('control', z.strictObject(ofConversation), {}),
  /**
   * A leader on duty takes over a stuck conversation: a transfer to this leader, with the reason `takeover`, that replaces
   * any other (rule V7). The offer follows once the seeker's tab has answered. `not_found`: it is not stuck (any more).
   * `wrong_state`: not a leader on duty, the own conversation, or the seeker has asked this leader to leave before.
   */
  'conversation:takeover': command('control', z.strictObject(ofConversation), {}),
  /** A leader on duty gives the seeker of a stuck conversation back to the original place in line. Final (rule V7). */
  'conversation:release': command('control', z.strictObject(ofConversation), {}),
  /** Returns the connected colleagues on duty, without this volunteer. */
  'duty:list': command('control', nothing, { colleagues: z.array(Colleague) }),
};
