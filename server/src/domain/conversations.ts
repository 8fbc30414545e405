/** Commands of the participants of a conversation. */
import { RESYNC_MAX_BYTES } from '@terskel/shared/limits';
import type {
  ConversationEnd,
  LastMessage,
  Message,
  ReportedKeys,
  Staff,
} from '@terskel/shared/models';
import type { ConversationId, StaffId } from '@terskel/shared/ids';
import type { SeatHolder, SeekerId } from './live-store.ts';
import { matchSoon } from './offers.ts';
import type { Domain, Outcome } from './ports.ts';

export function sendMessage(
  domain: Domain,
  holder: SeatHolder,
  message: Pick<Message, 'counter' | 'keyEpoch' | 'ciphertext'>,
): Promise<Outcome<{ seq: number; acceptedAt: number }>> {
  return domain.store.sendMessage(holder, message, domain.clock.now());
}

/** This seat has shown all messages up to `seq` (rule C3). */
export function receiveMessages(
  domain: Domain,
  holder: SeatHolder,
  seq: number,
): Promise<Outcome<object>> {
  return domain.store.receiveMessages(holder, seq);
}

/** Notifies the other seats that this one is writing, or has stopped. Nothing is stored (rule C6). */
export function setTyping(
  domain: Domain,
  holder: SeatHolder,
  typing: boolean,
): Promise<Outcome<object>> {
  return domain.store.setTyping(holder, typing);
}

/** A page of messages: the store limits their number, this function their total size (rule R7). */
export async function messagesAfter(
  domain: Domain,
  holder: SeatHolder,
  after: number,
): Promise<Outcome<{ messages: Message[]; more: boolean }>> {
  const got = await domain.store.messagesAfter(holder, after);
  if (!got.ok) return got;
  let bytes = 0;
  const beyond = got.messages.findIndex(({ ciphertext }) => {
    bytes += ciphertext.length;
    return bytes > RESYNC_MAX_BYTES;
  });
  if (beyond === -1) return got;
  return { ok: true, messages: got.messages.slice(0, beyond), more: true };
}

/**
 * Hands in copies of messages that the log lacks after a loss of the live store. `last`: no more follow; `sent`: the
 * highest counter that this seat knows to be used (rules F3, C14).
 */
export function rebuildLog(
  domain: Domain,
  holder: SeatHolder,
  messages: readonly Message[],
  part: { readonly last: boolean; readonly sent: number },
): Promise<Outcome<object>> {
  return domain.store.rebuild(holder, messages, part, domain.clock.now());
}

/**
 * The tab of the seeker, or of the leader in an aside, has derived the keys: the volunteer's tab verifies its confirmation
 * (rule E3).
 */
export function confirmKeys(
  domain: Domain,
  participant: SeekerId | StaffId,
  conversationId: ConversationId,
  confirmation: string,
): Promise<Outcome<object>> {
  return domain.store.confirmKeys(conversationId, participant, confirmation);
}

/** Whether the volunteer's tab has the conversation's keys (rule C16). */
export function setKeys(
  domain: Domain,
  staff: StaffId,
  conversationId: ConversationId,
  keys: ReportedKeys,
): Promise<Outcome<object>> {
  return domain.store.setKeys(conversationId, staff, keys, domain.clock.now());
}

/** The seeker confirms being present (rule C9). */
export function stay(
  domain: Domain,
  seeker: SeekerId,
  conversationId: ConversationId,
): Promise<Outcome<object>> {
  return domain.store.stay(conversationId, seeker, domain.clock.now());
}

/**
 * Extends the planned time (rule C8). `plannedMs`: the plan that the page shows, so that a retry does not extend
 * twice.
 */
export function extend(
  domain: Domain,
  staff: StaffId,
  conversationId: ConversationId,
  plannedMs: number,
): Promise<Outcome<{ plannedMs: number }>> {
  return domain.store.extend(conversationId, staff, plannedMs, domain.clock.now());
}

/** Sets or clears the mark for danger, or the one that holds the conversation open (rules C9, C17, O8). */
export async function mark(
  domain: Domain,
  staff: Staff,
  {
    conversationId,
    ...asked
  }: {
    readonly conversationId: ConversationId;
    readonly mark: 'danger' | 'held';
    readonly on: boolean;
  },
): Promise<Outcome<{ danger: boolean; held: boolean }>> {
  const now = domain.clock.now();
  const got = await domain.store.mark(conversationId, staff.id, asked.mark, asked.on, now);
  if (got.ok && !got.danger) matchSoon(domain, staff.languages);
  return got;
}

export async function endConversation(
  domain: Domain,
  holder: SeatHolder,
  reason: ConversationEnd,
  lastMessage?: LastMessage,
): Promise<Outcome<object>> {
  const got = await domain.store.endConversation(holder, reason, lastMessage, domain.clock.now());
  return got.ok ? { ok: true } : got;
}
