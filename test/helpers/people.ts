/** Seekers and volunteers in the live store, and the steps that tests begin with. */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { randomUUID } from 'node:crypto';
import { randomIds } from '@terskel/server/clock';
import type {
  ConnectionAddress,
  OpenTicket,
  SeatHolder,
  SeekerId,
} from '@terskel/server/domain/live-store';
import { match, takeOffer } from '@terskel/server/domain/offers';
import type { Domain, Outcome } from '@terskel/server/domain/ports';
import type { ConversationId, OfferId, StaffId, TicketId } from '@terskel/shared/ids';
import type { Conversation, Offer, Staff } from '@terskel/shared/models';
import { ciphertext, keys, wish } from './fixtures.ts';
import type { Node } from './wire.ts';

export interface Seeker {
  readonly id: SeekerId;
  readonly at: ConnectionAddress;
  readonly ticketId: TicketId;
  readonly publicKey: string;
}
export interface Volunteer extends Staff {
  readonly at: ConnectionAddress;
}
export interface Talk {
  readonly id: ConversationId;
  readonly seeker: Seeker;
  readonly volunteer: Volunteer;
  /** As the volunteer sees it at the start. */
  readonly conversation: Conversation;
  readonly seats: { readonly seeker: SeatHolder; readonly volunteer: SeatHolder };
}
type Wishes = Partial<OpenTicket> & { readonly node?: Node };
type Profile = Partial<Staff> & {
  readonly node?: Node;
  readonly state?: 'off' | 'paused' | 'ready';
};

export const newId = () => randomIds.id();
export const offerId = () => newId() as OfferId;
export const conversationId = () => newId() as ConversationId;
export const staffId = () => newId() as StaffId;
export const seekerId = () => randomIds.secret() as SeekerId;
export const address = (node: Node = 'a'): ConnectionAddress => ({
  node,
  connection: randomUUID(),
});
/** `counter`: the sender's next one (rule C14). */
export const lastWords = (counter = 1) => ({ counter, ciphertext: ciphertext() });
export const words = (counter = 1) => ({
  ...{ counter, keyEpoch: FIRST_EPOCH, ciphertext: ciphertext() },
});

/** The successful answer; throws on a refusal. */
export async function done<T extends object>(
  answer: Promise<Outcome<T>>,
): Promise<{ readonly ok: true } & T> {
  const got = await answer;
  if (!got.ok) throw new Error(`refused: ${got.code}`);
  return got;
}

export function people(domain: Domain) {
  const { store, clock } = domain;

  /** A connected seeker with an open ticket. */
  async function waiting({ node, ...more }: Wishes = {}): Promise<Seeker> {
    const seeker = { id: seekerId(), at: address(node) };
    const request = wish(more);
    const now = clock.now();
    await store.connectSeeker(seeker.id, seeker.at, now);
    const got = await done(
      store.openTicket(seeker.id, seeker.at, newId(), request, 10_000, false, now),
    );
    return { ...seeker, ticketId: got.ticket.id, publicKey: request.publicKey };
  }

  /** A connected volunteer, ready by default. */
  async function volunteer(more: Profile = {}): Promise<Volunteer> {
    const { node, state = 'ready', ...profile } = more;
    const member: Volunteer = {
      ...{ id: staffId(), alias: 'Kari', roles: ['volunteer'], trained: true },
      ...{ capacity: 1, languages: ['no', 'en'], topics: [], ...profile },
      at: address(node),
    };
    await store.connectStaff(member, member.at, clock.now());
    if (state !== 'off') await done(store.startShift(member.id, clock.now()));
    if (state === 'ready') await done(store.setAvailability(member.id, 'ready', clock.now()));
    return member;
  }

  /** The volunteer's current offer, if any. */
  async function offerOf(member: Staff): Promise<Offer | null> {
    return (await store.staff(member, clock.now())).offer;
  }

  /** The offer that a matching run makes to the volunteer. */
  async function offered(member: Staff): Promise<Offer> {
    await match(domain);
    const offer = await offerOf(member);
    if (!offer) throw new Error('no offer was made');
    return offer;
  }

  /** The answer to *Take next*. */
  const take = (member: Staff, by = store) => takeOffer({ ...domain, store: by }, member);

  function accept(member: Staff, offer: OfferId, by = store) {
    const { encapsulation, confirmation } = keys();
    return by.acceptOffer(member.id, offer, encapsulation, confirmation, clock.now());
  }

  /** A conversation between a seeker and a volunteer without competitors. */
  async function talk(wishes: Wishes = {}, profile: Profile = {}): Promise<Talk> {
    const member = await volunteer(profile);
    const seeker = await waiting(wishes);
    const offer = await offered(member);
    const { conversation } = await done(accept(member, offer.id));
    const { id } = conversation;
    const seats = {
      seeker: { conversationId: id, seat: 'seeker', participant: seeker.id },
      volunteer: { conversationId: id, seat: 'volunteer', participant: member.id },
    } as const;
    return { id, seeker, volunteer: member, conversation, seats };
  }

  return { waiting, volunteer, offerOf, offered, take, accept, talk };
}
