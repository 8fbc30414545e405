/**
 * Asides, takeovers, releases and volunteers who come and go, asked for on two nodes at once and in random order. After
 * each round the store is consistent, nobody reads an aside without its seat, and a seeker has one volunteer.
 */
import type { SeatHolder } from '@terskel/server/domain/live-store';
import { TIMES } from '@terskel/shared/limits';
import type { ConversationId } from '@terskel/shared/ids';
import { expect, test } from 'vitest';
import type { Random } from '../../fuzz/random.ts';
import { openAside, reserve } from '../../helpers/asides.ts';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { lastWords, newId, words, type Talk, type Volunteer } from '../../helpers/people.ts';
import { field, rows } from '../../helpers/records.ts';
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
import { newVisit, visitOf } from '../../helpers/visits.ts';

const openLive = liveStores();

/** The aside of its call, as its volunteer sees it. */
async function asideOf({ live, talk: { id, volunteer } }: Stage) {
  const { asides } = await live.store.staff(volunteer, live.now);
  return asides.find(({ of }) => of === id);
}
const seatIn = (conversationId: ConversationId, seat: SeatHolder['seat'], participant: string) =>
  ({ conversationId, seat, participant }) as SeatHolder;

/** How often each is asked for, and what. */
const MANY: readonly (readonly [number, Ask])[] = [
  [
    4,
    ({ store, live, talk: { id, volunteer } }) =>
      store.raiseCall(id, volunteer.id, 'help', live.now),
  ],
  [
    6,
    async (stage) => {
      const { store, live, random, talk, leader } = stage;
      const kept = random.chance(2) ? (await asideOf(stage))?.id : undefined;
      return store.takeCall(talk.id, leader.id, publicKey(), live.now, kept);
    },
  ],
  [
    6,
    async ({ live, talk }) => {
      const reserved = await reserve(live, talk);
      return reserved.ok && openAside(live, talk, reserved.asideId);
    },
  ],
  [
    4,
    async (stage) => {
      const { store, live, random, talk, leader } = stage;
      const aside = await asideOf(stage);
      if (aside === undefined) return null;
      const seat = random.pick(['volunteer', 'leader'] as const);
      const participant = { ...talk, leader }[seat].id;
      const message = words((aside.seats[seat]?.sent ?? 0) + 1);
      return store.sendMessage(seatIn(aside.id, seat, participant), message, live.now);
    },
  ],
  [5, ({ store, live, talk, leader }) => store.takeOver(talk.id, leader.id, newId(), live.now)],
  [
    8,
    async (stage) => {
      const { transfer } = (await shown(stage)) ?? {};
      return transfer && transfers(stage.live).yes(stage.talk, transfer.id);
    },
  ],
  [3, ({ live }) => live.match()],
  [
    6,
    async ({ live, leader, store }) => {
      const offer = await live.offerOf(leader);
      return offer && live.accept(leader, offer.id, store);
    },
  ],
  [
    3,
    ({ store, live, random, talk: { id, volunteer } }) =>
      store.setKeys(id, volunteer.id, random.pick(['held', 'lost', 'lost']), live.now),
  ],
  [
    3,
    ({ store, live, talk: { volunteer } }) =>
      store.disconnectStaff(volunteer.id, volunteer.at, live.now),
  ],
  [
    2,
    ({ store, live, talk: { volunteer } }) => store.connectStaff(volunteer, volunteer.at, live.now),
  ],
];
const FEW: readonly Ask[] = [
  ({ store, live, talk, leader }) => store.release(talk.id, leader.id, live.now),
  ({ store, live, talk: { id, volunteer } }) =>
    store.setKeys(id, volunteer.id, 'returned', live.now),
  ({ store, live, talk: { id, volunteer } }) => store.withdrawCall(id, volunteer.id, live.now),
  ({ store, live, talk, leader }) => store.returnCall(talk.id, leader.id, live.now),
  async (stage) => {
    const { call, keyEpoch } = (await shown(stage)) ?? {};
    const epoch = newVisit((keyEpoch?.number ?? 0) + 1);
    const visit = visitOf(stage.talk, epoch, call?.leaderKey ?? publicKey());
    return stage.store.openVisit(stage.talk.volunteer.id, visit, stage.live.now);
  },
  async (stage) => {
    const aside = await asideOf(stage);
    return aside && stage.store.confirmKeys(aside.id, stage.leader.id, confirmation());
  },
  ({ store, live, leader }) => store.endLead(leader.id, undefined, live.now),
  ({ store, live, leader }) => store.endShift(leader.id, live.now),
  ({ store, live, leader }) => store.disconnectStaff(leader.id, leader.at, live.now),
  ({ store, live, talk: { seeker } }) => store.disconnectSeeker(seeker.id, seeker.at, live.now),
  ({ store, live, talk: { seeker } }) => store.connectSeeker(seeker.id, seeker.at, live.now),
  ({ live, talk, leader, random }) =>
    transfers(live).ask(talk, random.pick([ANY, LEADER, toColleague(leader)])),
  ({ live, talk }) => transfers(live).cancel(talk),
  async (stage) => {
    const { transfer } = (await shown(stage)) ?? {};
    return transfer && transfers(stage.live).no(stage.talk, transfer.id);
  },
  async ({ live, leader, store }) => {
    const offer = await live.offerOf(leader);
    return offer && store.returnOffer(offer.id, leader.id, live.now);
  },
];
const ASKS = [...often(MANY), ...FEW];
const requeued = ({ store, live, random, talk: { id, seeker } }: Stage) =>
  store.requeue(
    id,
    seeker.id,
    random.pick(['another', 'keys_lost', 'volunteer_lost']),
    newId(),
    publicKey(),
    live.now,
  );
/** Asks that end the conversation. */
const ENDS: readonly Ask[] = [
  ({ store, live, talk: { seats } }) =>
    store.endConversation(seats.volunteer, 'volunteer', lastWords(), live.now),
  ({ store, live, talk: { seats } }) =>
    store.endConversation(seats.seeker, 'exit', undefined, live.now),
  requeued,
  requeued,
];

/** What a round begins with: leaders on duty without conversations, and conversations that they can be called to. */
async function begin(
  live: Live,
  random: Random,
  leaders: readonly Volunteer[],
  before: readonly Talk[],
) {
  const { store } = live;
  const going: Talk[] = [];
  for (const talk of before) {
    const session = await store.seeker(talk.seeker.id, live.now);
    const isSame = session.kind === 'conversation' && session.conversation.id === talk.id;
    if (isSame && random.chance(2)) {
      going.push(talk);
      await transfers(live).cancel(talk);
      continue;
    }
    await leave(live, talk);
    await store.endShift(talk.volunteer.id, live.now);
    await store.disconnectStaff(talk.volunteer.id, talk.volunteer.at, live.now);
  }
  for (const leader of leaders) {
    await store.connectStaff(leader, leader.at, live.now);
    await store.startShift(leader.id, live.now);
  }
  while (going.length < TALKS) {
    const talk = await transfers(live).agreed();
    const { id, volunteer } = talk;
    const state = random.pick(['fine', 'unread', 'away']);
    if (state === 'unread') await store.setKeys(id, volunteer.id, 'lost', live.now);
    if (state === 'away') {
      await store.disconnectStaff(volunteer.id, volunteer.at, live.now);
      await live.passAndMeet(TIMES.volunteerLostWordsMs);
    }
    going.push(talk);
  }
  return going;
}

/** Asides that somebody can read or write without having the seat. */
async function overheard(live: Live, people: readonly Volunteer[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [id, record] of rows(await live.dump(), 'conversation')) {
    if (field(record, 'kind') !== 'aside') continue;
    for (const { id: participant } of people)
      for (const seat of ['volunteer', 'leader', 'seeker'] as const) {
        const read = await live.other.messagesAfter(
          seatIn(id as ConversationId, seat, participant),
          0,
        );
        if (read.ok && field(record, seat) !== participant) found.push(`${id} ${seat}`);
      }
  }
  return found;
}

test.each(SEEDS)(
  '[V4, V7, C1, C11] asides, takeovers and releases that compete leave nothing that does not fit (seed %i)',
  async (seed) => {
    const live = await openLive();
    const faults = await faultsOfRaces(live, seed, {
      ...{ asks: ASKS, ends: ENDS, begin },
      check: (_, leaders, talks) =>
        overheard(live, [...leaders, ...talks.map(({ volunteer }) => volunteer)]),
    });
    expect(faults).toEqual([]);
  },
);
