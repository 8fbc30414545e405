/** Steps of a conversation that its volunteer cannot continue, in the live store. */
import { TIMES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import { publicKey } from './fixtures.ts';
import type { Live } from './live.ts';
import { done, newId, type Talk } from './people.ts';
import { transfers } from './transfers.ts';

export function stuck(live: Live) {
  const { store } = live;
  const { agreed, seen, accepted } = transfers(live);
  const leader = (more: object = {}) =>
    live.volunteer({ alias: 'Ola', roles: ['leader'], state: 'paused', ...more });

  const loses = ({ volunteer }: Talk) =>
    done(store.disconnectStaff(volunteer.id, volunteer.at, live.now));
  const returns = ({ volunteer }: Talk) => store.connectStaff(volunteer, volunteer.at, live.now);
  const keys = ({ id, volunteer }: Talk, held: 'held' | 'lost' | 'returned') =>
    store.setKeys(id, volunteer.id, held, live.now);
  /** A conversation whose volunteer has been away for 30 s. */
  async function away(...given: Parameters<Live['talk']>): Promise<Talk> {
    const talk = await agreed(...given);
    await loses(talk);
    await live.passAndMeet(TIMES.volunteerLostWordsMs);
    return talk;
  }
  /** One whose volunteer's tab has lost the keys. */
  async function unread(...given: Parameters<Live['talk']>): Promise<Talk> {
    const talk = await agreed(...given);
    await done(keys(talk, 'lost'));
    return talk;
  }
  const shownTo = async (member: Staff) => (await store.staff(member, live.now)).stuck;
  const takeOver = (talk: Pick<Talk, 'id'>, { id }: Staff) =>
    store.takeOver(talk.id, id, newId(), live.now);
  const release = (talk: Pick<Talk, 'id'>, { id }: Staff) => store.release(talk.id, id, live.now);
  /** The seeker's tab answers by itself. */
  async function answers(talk: Talk) {
    const { seeker } = await seen(talk);
    if (!seeker) throw new Error('no transfer is pending');
    const agreement = { publicKey: publicKey(), history: false };
    return store.answerTransfer(talk.id, talk.seeker.id, seeker.id, agreement, live.now);
  }
  /** A leader takes over, and the seeker's tab has answered: the leader's offer. */
  async function offered(talk: Talk, member: Staff) {
    await done(takeOver(talk, member));
    await done(answers(talk));
    await live.match();
    const offer = await live.offerOf(member);
    if (!offer) throw new Error('no offer was made');
    return offer;
  }
  return {
    ...{ leader, loses, returns, keys, away, unread, shownTo, takeOver, release, answers, offered },
    ...{ agreed, seen, accepted },
  };
}
