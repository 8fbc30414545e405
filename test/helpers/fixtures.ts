/** Values of the right shape for tests that do not depend on their contents. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { randomBytes } from 'node:crypto';
import type { AckOf, SeekerCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import type { Conversation, Message } from '@terskel/shared/models';
import {
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
} from '@terskel/shared/limits';
import type { SeekerPeer, StaffPeer, TalkingPeer } from './peer.ts';
import type { TestService, VolunteerPeer, Where } from './service.ts';

/** For `describe.each`: seeker and volunteer on the same node, and on different nodes. */
export const NODES = [
  ['on one node', 0, 0],
  ['on two nodes', 0, 1],
] as const;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** A key that the service accepts: its ML-KEM coefficients are in range. */
export function publicKey(): string {
  const bytes = randomBytes(PUBLIC_KEY_BYTES);
  for (let at = 0; at < PUBLIC_KEY_BYTES - 64; at += 3) {
    bytes.set([(bytes[at + 1] ?? 0) & 0xf7, (bytes[at + 2] ?? 0) & 0x7f], at + 1);
  }
  return bytes.toString('base64url');
}
export const encapsulation = () => random(ENCAPSULATION_BYTES);
export const confirmation = () => random(CONFIRMATION_BYTES);
export const ciphertext = (steps = 1) =>
  random(PADDING_STEP_BYTES * steps + CIPHERTEXT_OVERHEAD_BYTES);

/** A volunteer's part of the key agreement. */
export const keys = () => ({ encapsulation: encapsulation(), confirmation: confirmation() });

export const wish = (more: object = {}) => ({
  publicKey: publicKey(),
  language: 'no' as const,
  urgent: false,
  ...more,
});

export async function open(
  seeker: SeekerPeer,
  more: object = {},
): Promise<AckOf<SeekerCommands['ticket:open']>['ticket']> {
  return (await seeker.send('ticket:open', wish(more))).ticket;
}

export async function goReady(volunteer: StaffPeer): Promise<void> {
  await volunteer.send('shift:start', {});
  await volunteer.send('availability:set', { state: 'ready' });
}

/** The volunteer accepts the next offer; returns the conversation as the volunteer sees it. */
export async function acceptNext(volunteer: StaffPeer): Promise<Conversation> {
  const { offer } = await volunteer.next('offer:made');
  return (await volunteer.send('offer:accept', { offerId: offer.id, ...keys() })).conversation;
}

/** Makes enough matches for an expected wait to be shown (rule Q5); each is ended by its seeker, `apartMs` apart. */
export async function matchFive(service: TestService, volunteer: StaffPeer, apartMs = 0) {
  for (let matches = 0; matches < 5; matches += 1) {
    const seeker = await service.seeker();
    await open(seeker);
    const { id } = await acceptNext(volunteer);
    await seeker.send('conversation:end', { conversationId: id, reason: 'seeker' });
    await volunteer.send('availability:set', { state: 'ready' });
    if (apartMs > 0) await service.pass(apartMs);
  }
}

/** `counter`: the sender's next one (rule C14). */
export const message = (conversation: { id: Conversation['id'] }, counter = 1) => ({
  conversationId: conversation.id,
  counter,
  keyEpoch: FIRST_EPOCH,
  ciphertext: ciphertext(),
});

export interface Talk {
  readonly seeker: SeekerPeer;
  readonly volunteer: VolunteerPeer;
  /** As the seeker sees it at the start. */
  readonly conversation: Conversation;
  readonly of: { readonly conversationId: Conversation['id'] };
}

/** A conversation between a new seeker and a new volunteer, who are matched with each other only. */
export async function talk(
  service: TestService,
  seekerNode: Where,
  volunteerNode: Where,
  wishes: object = {},
  profile: Parameters<TestService['volunteer']>[0] = {},
): Promise<Talk> {
  const volunteer = await service.volunteer({ node: volunteerNode, ...profile });
  await goReady(volunteer);
  const seeker = await service.seeker(seekerNode);
  await open(seeker, wishes);
  await acceptNext(volunteer);
  const { conversation } = await seeker.next('conversation:started');
  return { seeker, volunteer, conversation, of: { conversationId: conversation.id } };
}

/** Every message after a sequence number, requested page by page. */
export async function messagesAfter(
  peer: TalkingPeer,
  of: Talk['of'],
  after: number,
): Promise<Message[]> {
  const { messages, more } = await peer.send('conversation:resync', { ...of, after });
  if (!more) return messages;
  return [...messages, ...(await messagesAfter(peer, of, after + messages.length))];
}

/** The whole refusal with this code. */
export const refusal = (code: ErrorCode) => ({ ok: false, code });
