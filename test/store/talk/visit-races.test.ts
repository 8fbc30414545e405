/**
 * Calls and visits of several conversations, asked for on two nodes at once and in random order. After each round the
 * store is consistent, no epoch number has fallen, and only those who have a seat read and write.
 */
import type { SeatHolder } from '@terskel/server/domain/live-store';
import { match } from '@terskel/server/domain/offers';
import { TIMES } from '@terskel/shared/limits';
import { Seat, type KeyEpoch } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import type { Random } from '../../fuzz/random.ts';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { lastWords, newId, words, type Talk, type Volunteer } from '../../helpers/people.ts';
import { rows } from '../../helpers/records.ts';
import {
  SEEDS,
  TALKS,
  leave,
  often,
  faultsOfRaces,
  shown,
  type Ask,
  type Stage,
} from '../../helpers/store-races.ts';
import { ANY, LEADER, toColleague, transfers } from '../../helpers/transfers.ts';
import { letIn, newVisit, visitOf } from '../../helpers/visits.ts';

const openLive = liveStores();

/** Of a visit, as stored. */
interface Visit {
  readonly forLeader: { readonly after: number };
}

const visitIn = async (stage: Stage) => (await shown(stage))?.keyEpoch.visit ?? newVisit(1).visit;

/** How often each is asked for, and what. */
const MANY: readonly (readonly [number, Ask])[] = [
  [
    4,
    ({ store, live, random, talk: { id, volunteer } }) =>
      store.raiseCall(id, volunteer.id, random.pick(['help', 'danger']), live.now),
  ],
  [6, ({ store, live, talk, leader }) => store.takeCall(talk.id, leader.id, publicKey(), live.now)],
  [
    8,
    async (stage) => {
      const { live, random, store, talk } = stage;
      const { call, keyEpoch } = (await shown(stage)) ?? {};
      const number = (keyEpoch?.number ?? 0) + random.pick([0, 1, 1, 1, 2]);
      const visit = visitOf(talk, newVisit(number), call?.leaderKey ?? publicKey());
      return store.openVisit(talk.volunteer.id, visit, live.now);
    },
  ],
  [
    3,
    async (stage) => {
      const { live, store, talk, leader } = stage;
      const proof = { visit: await visitIn(stage), confirmation: confirmation() };
      return store.confirmVisit(talk.id, leader.id, proof, live.now);
    },
  ],
  [
    4,
    async (stage) => {
      const { live, random, store, talk, leader } = stage;
      const { seats, keyEpoch = { number: 0 } } = (await shown(stage)) ?? {};
      const seat = random.pick(Seat.options);
      const { id: participant } = { ...talk, leader }[seat];
      const holder = { conversationId: talk.id, seat, participant } as SeatHolder;
      const message = { ...words((seats?.[seat]?.sent ?? 0) + 1), keyEpoch };
      return store.sendMessage(holder, message, live.now);
    },
  ],
];
const FEW: readonly Ask[] = [
  ({ store, live, talk: { id, volunteer } }) => store.withdrawCall(id, volunteer.id, live.now),
  ({ store, live, talk, leader }) => store.returnCall(talk.id, leader.id, live.now),
  async (stage) => {
    const by = stage.random.pick([stage.leader, stage.talk.volunteer]);
    const visit = await visitIn(stage);
    return stage.store.closeVisit(stage.talk.id, by.id, visit, stage.live.now);
  },
  ({ store, live, leader }) => store.endLead(leader.id, undefined, live.now),
  ({ store, live, leader }) => store.endShift(leader.id, live.now),
  ({ store, live, leader }) => store.disconnectStaff(leader.id, leader.at, live.now),
  ({ store, live, talk: { volunteer } }) =>
    store.disconnectStaff(volunteer.id, volunteer.at, live.now),
  ({ store, live, talk: { volunteer } }) => store.connectStaff(volunteer, volunteer.at, live.now),
  ({ store, live, talk: { seeker } }) => store.disconnectSeeker(seeker.id, seeker.at, live.now),
  ({ store, live, talk: { seeker } }) => store.connectSeeker(seeker.id, seeker.at, live.now),
  ({ live, talk, leader, random }) =>
    transfers(live).ask(talk, random.pick([ANY, LEADER, toColleague(leader)])),
  async (stage) => {
    const { transfer } = (await shown(stage)) ?? {};
    return transfer && transfers(stage.live).yes(stage.talk, transfer.id);
  },
  ({ live }) => match(live.otherDomain),
  async ({ live, leader, store }) => {
    const offer = await live.offerOf(leader);
    return offer && live.accept(leader, offer.id, store);
  },
];
const ASKS = [...often(MANY), ...FEW];
/** Asks that end the conversation. */
const ENDS: readonly Ask[] = [
  ({ store, live, talk: { seats } }) =>
    store.endConversation(seats.volunteer, 'volunteer', lastWords(), live.now),
  ({ store, live, talk: { seats } }) =>
    store.endConversation(seats.seeker, 'exit', undefined, live.now),
  ({ store, live, talk: { id, seeker } }) =>
    store.requeue(id, seeker.id, 'another', newId(), publicKey(), live.now),
];

/** What a round begins with: leaders on duty, and conversations, of which some are visited. */
async function begin(
  live: Live,
  random: Random,
  leaders: readonly Volunteer[],
  before: readonly Talk[],
) {
  const { store } = live;
  for (const leader of leaders) {
    await store.connectStaff(leader, leader.at, live.now);
    await store.startShift(leader.id, live.now);
  }
  const going: Talk[] = [];
  // A new volunteer would get a pending transfer before the ticket of the new conversation.
  for (const { id, volunteer } of before) await store.cancelTransfer(id, volunteer.id, live.now);
  for (const talk of before) {
    const session = await store.seeker(talk.seeker.id, live.now);
    if (session.kind === 'conversation' && session.conversation.id === talk.id) going.push(talk);
    else {
      await leave(live, talk);
      await store.endShift(talk.volunteer.id, live.now);
    }
  }
  while (going.length < TALKS) {
    const talk = await transfers(live).agreed();
    if (random.chance(2)) await letIn(live, talk, random.pick(leaders)).catch(() => {});
    going.push(talk);
  }
  return going;
}

/** Another server takes over: all seats come back, and hand in what they have. */
async function failOver(live: Live, talks: readonly Talk[], leaders: readonly Volunteer[]) {
  await live.failOver();
  for (const { seeker, volunteer, seats } of talks) {
    await live.other.connectStaff(volunteer, volunteer.at, live.now);
    await live.other.connectSeeker(seeker.id, seeker.at, live.now);
    for (const seat of Object.values(seats))
      await live.store.rebuild(seat, [], { last: true, sent: 0 }, live.now);
  }
  for (const leader of leaders) await live.store.connectStaff(leader, leader.at, live.now);
  // Until then, offers are held back.
  await live.passAndMeet(TIMES.restoreHoldMs);
}

/** What leaders could read or write without a seat, or from before their visit. */
async function overheard(live: Live, talks: readonly Talk[], leaders: readonly Volunteer[]) {
  const records = new Map(rows(await live.dump(), 'conversation'));
  const found: string[] = [];
  for (const { id } of talks) {
    const { leader, visit = '' } = records.get(id) ?? {};
    for (const { id: participant } of leaders) {
      const holder = { conversationId: id, seat: 'leader', participant } as const;
      const read = await live.store.messagesAfter(holder, 0);
      if (leader === participant) {
        const { forLeader } = JSON.parse(visit) as Visit;
        const earlier = read.ok ? read.messages.filter(({ seq }) => seq <= forLeader.after) : [];
        found.push(...earlier.map(({ seq }) => `${id} ${seq}`));
      } else {
        const sent = await live.other.sendMessage(holder, words(), live.now);
        for (const got of [read, sent])
          if (got.ok || got.code !== 'not_found') found.push(`${id} without a seat`);
      }
    }
  }
  return found;
}

/** The number of each conversation's key epoch. */
async function numbersOf(live: Live): Promise<ReadonlyMap<string, number>> {
  const all = rows(await live.dump(), 'conversation');
  return new Map(
    all.map(([id, { keyEpoch = '' }]) => [id, (JSON.parse(keyEpoch) as KeyEpoch).number]),
  );
}

test.each(SEEDS)(
  '[V4, E5, C1, C14] calls and visits that compete leave no seat, call, index or key epoch that does not fit (seed %i)',
  async (seed) => {
    const live = await openLive();
    let before: ReadonlyMap<string, number> = new Map();
    const faults = await faultsOfRaces(live, seed, {
      ...{ asks: ASKS, ends: ENDS },
      async begin(...round) {
        const talks = await begin(...round);
        before = await numbersOf(live);
        return talks;
      },
      async disturb(_, random, leaders, talks) {
        if (random.chance(6)) await failOver(live, talks, leaders);
      },
      async check(_, leaders, talks) {
        const fallen = [...(await numbersOf(live))]
          .filter(([id, number]) => number < (before.get(id) ?? 0))
          .map(([id, number]) => `${id} has fallen to ${number}`);
        return [...(await overheard(live, talks, leaders)), ...fallen];
      },
    });
    expect(faults).toEqual([]);
  },
);
