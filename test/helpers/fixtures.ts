/** Values of the right shape where a test does not care what they hold. */
import { randomBytes } from 'node:crypto';
import type { AckOf, SeekerCommands } from '@terskel/shared/commands';
import type { Conversation } from '@terskel/shared/models';
import type { MessageId } from '@terskel/shared/ids';
import {
  CIPHERTEXT_OVERHEAD_BYTES,
  CONFIRMATION_BYTES,
  ENCAPSULATION_BYTES,
  PADDING_STEP_BYTES,
  PUBLIC_KEY_BYTES,
} from '@terskel/shared/limits';
import type { SeekerPeer, StaffPeer } from './peer.ts';

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

export const messageId = () => random(16) as MessageId;
export const publicKey = () => random(PUBLIC_KEY_BYTES);
export const encapsulation = () => random(ENCAPSULATION_BYTES);
export const confirmation = () => random(CONFIRMATION_BYTES);
export const ciphertext = (steps = 1) =>
  random(PADDING_STEP_BYTES * steps + CIPHERTEXT_OVERHEAD_BYTES);

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

/** The volunteer takes the next offer that comes; the conversation as the volunteer sees it. */
export async function acceptNext(volunteer: StaffPeer): Promise<Conversation> {
  const { offer } = await volunteer.next('offer:made');
  const answer = { offerId: offer.id, encapsulation: encapsulation(), confirmation: confirmation() };
  return (await volunteer.send('offer:accept', answer)).conversation;
}

export const message = (conversation: { id: Conversation['id'] }) => ({
  conversationId: conversation.id,
  messageId: messageId(),
  ciphertext: ciphertext(),
});
