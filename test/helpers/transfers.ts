/** Steps of a transfer in the live store. */
import type { TransferId } from '@terskel/shared/ids';
import type { Offer, Staff, TransferReason, TransferTo } from '@terskel/shared/models';
import { match } from '@terskel/server/domain/offers';
import { confirmation, publicKey } from './fixtures.ts';
import type { Live } from './live.ts';
import { done, newId, type Talk, type Volunteer } from './people.ts';

export const ANY: TransferTo = { kind: 'any' };
export const LEADER: TransferTo = { kind: 'leader' };
export const toColleague = ({ id }: Pick<Staff, 'id'>): TransferTo => ({
  kind: 'colleague',
  staffId: id,
  alias: 'as the page believes',
});

export function transfers(live: Live) {
  const { store } = live;
  /** The volunteer asks for a transfer. */
  const ask = ({ id, volunteer }: Talk, to = ANY, reason: TransferReason = 'experience') =>
    store.askTransfer(id, volunteer.id, newId(), reason, to);
  const yes = (
    { id, seeker }: Talk,
    transfer: TransferId,
    { key = publicKey(), history = true } = {},
  ) => store.answerTransfer(id, seeker.id, transfer, { publicKey: key, history }, live.now);
  const no = ({ id, seeker }: Talk, transfer: TransferId) =>
    store.answerTransfer(id, seeker.id, transfer, null, live.now);
  const cancel = ({ id, volunteer }: Talk) => store.cancelTransfer(id, volunteer.id, live.now);

  /** A conversation whose keys are agreed, with a volunteer without competitors. */
  async function agreed(...given: Parameters<Live['talk']>): Promise<Talk> {
    const talk = await live.talk(...given);
    await done(store.confirmKeys(talk.id, talk.seeker.id, confirmation()));
    return talk;
  }
  /** A transfer that the seeker has agreed to. */
  async function waiting(talk: Talk, to = ANY, history = true) {
    const { transfer } = await done(ask(talk, to));
    const key = publicKey();
    await done(yes(talk, transfer.id, { key, history }));
    return { transfer, key };
  }
  /** The offer of it that a matching run makes to this person. */
  async function offered(talk: Talk, to: TransferTo, taker: Staff): Promise<Offer> {
    await waiting(talk, to);
    await match(live.domain);
    const offer = await live.offerOf(taker);
    if (!offer) throw new Error('no offer was made');
    return offer;
  }
  /** The conversation that goes on with the volunteer who accepts the offer. */
  async function accepted(
    { seeker }: Talk,
    taker: Volunteer,
    { id: offerId }: Offer,
  ): Promise<Talk> {
    const { conversation } = await done(live.accept(taker, offerId));
    const { id } = conversation;
    const seats = {
      seeker: { conversationId: id, seat: 'seeker', participant: seeker.id },
      volunteer: { conversationId: id, seat: 'volunteer', participant: taker.id },
    } as const;
    return { id, seeker, volunteer: taker, conversation, seats };
  }
  /** The pending transfer as the seeker's page and the volunteer's page see it. */
  async function seen({ id, seeker, volunteer }: Talk) {
    const mine = await store.seeker(seeker.id, live.now);
    const { conversations } = await store.staff(volunteer, live.now);
    return {
      seeker: mine.kind === 'conversation' ? mine.conversation.transfer : undefined,
      volunteer: conversations.find((each) => each.id === id)?.transfer,
    };
  }
  return { ask, yes, no, cancel, agreed, waiting, offered, accepted, seen };
}
