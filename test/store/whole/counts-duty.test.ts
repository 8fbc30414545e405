/** Time of volunteers: what is on its way to a disk does not tell how long a conversation was (rule T1). */
import type { CountBatch } from '@terskel/server/domain/ledger';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { HOUR_MS, hourOf, waitingIn } from '../../helpers/counts.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { address, done, newId, type Talk, type Volunteer } from '../../helpers/people.ts';

const openLive = liveStores();
const MINUTE_MS = 60_000;

const release = (live: Live) => live.store.releaseCounts(hourOf(live.now), newId(), live.now);
/** One minute passes, and wrap-ups and duties end that are due. */
async function minute(live: Live, member: Volunteer, isOpen = true): Promise<void> {
  live.pass(MINUTE_MS);
  await live.store.endWrapUp(member.id, live.now);
  await live.store.expireDuty(member.id, live.now);
  await live.store.countDuty(live.now, isOpen);
  if (live.now % HOUR_MS === 0) await release(live);
}
async function minutes(live: Live, member: Volunteer, count: number, isOpen = true): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) await minute(live, member, isOpen);
}
async function begin(live: Live, member: Volunteer): Promise<Talk['seats']> {
  const seeker = await live.waiting();
  const { id: offer } = await live.offered(member);
  const { conversation } = await done(live.accept(member, offer));
  const seat = { conversationId: conversation.id } as const;
  return {
    seeker: { ...seat, seat: 'seeker', participant: seeker.id },
    volunteer: { ...seat, seat: 'volunteer', participant: member.id },
  };
}
const end = (live: Live, { seeker }: Talk['seats'], reason: 'seeker' | 'exit' = 'seeker') =>
  done(live.store.endConversation(seeker, reason, undefined, live.now));
const saidIn = async (live: Live) => (await live.dump()).hashes['said'] ?? {};
/** The busy time of each batch that has some. */
const busyIn = async (live: Live) =>
  (await waitingIn(live.store)).flatMap(({ said }) => said['busy'] ?? []);

interface Evening {
  readonly capacity: number;
  /** Minutes after the opening. */
  readonly closesAt: number;
  readonly acts: Readonly<Record<number, 'pause' | 'ready' | 'goes' | 'comes'>>;
  readonly skipsWrapUp: boolean;
}
const USUAL: Evening = { capacity: 2, closesAt: 200, acts: {}, skipsWrapUp: false };
const EVENINGS: Readonly<Record<string, Evening>> = {
  'with room for another seeker': USUAL,
  'at capacity': { ...USUAL, capacity: 1 },
  'with a pause that begins in it': { ...USUAL, acts: { 10: 'pause', 40: 'ready' } },
  'with a pause from its middle on': { ...USUAL, acts: { 10: 'pause' } },
  'without a wrap-up': { ...USUAL, capacity: 1, skipsWrapUp: true },
  'with a connection that is lost for a minute': { ...USUAL, acts: { 10: 'goes', 11: 'comes' } },
  'with a connection that is lost for long': { ...USUAL, acts: { 10: 'goes', 50: 'comes' } },
  'past closing time': { ...USUAL, closesAt: 15 },
};

async function act(live: Live, member: Volunteer, what: Evening['acts'][number]): Promise<void> {
  const { store, now } = live;
  if (what === 'pause') await done(store.setAvailability(member.id, 'paused', now));
  if (what === 'goes') await store.disconnectStaff(member.id, member.at, now);
  if (what === 'comes') {
    await store.connectStaff(member, member.at, now);
    await done(store.startShift(member.id, now));
  }
  if (what === 'comes' || what === 'ready')
    await done(store.setAvailability(member.id, 'ready', now));
}

interface Left {
  /** With hours counted from the first one. */
  readonly batches: readonly { readonly counts: unknown }[];
  /** Minutes of volunteers that are in none of them. */
  readonly rest: string | undefined;
}

/** All batches of an evening with one conversation; the volunteer goes home soon after it, once it is closed. */
async function batchesOf(lengthMin: number | null, evening: Evening): Promise<Left> {
  const live = await openLive();
  live.pass(HOUR_MS - (live.now % HOUR_MS));
  const base = hourOf(live.now);
  await release(live);
  const member = await live.volunteer({ capacity: evening.capacity });
  let seats: Talk['seats'] | null = null;
  for (let at = 1; at <= 240; at += 1) {
    if (at === 5 && lengthMin !== null) seats = await begin(live, member);
    const what = evening.acts[at];
    if (what !== undefined) await act(live, member, what);
    if (seats !== null && at === 5 + (lengthMin ?? 0)) {
      await end(live, seats);
      seats = null;
      if (evening.skipsWrapUp) await done(live.store.setAvailability(member.id, 'ready', live.now));
    }
    // Refused while the conversation goes on (rule O7).
    if (at >= evening.closesAt) await live.store.endShift(member.id, live.now);
    await minute(live, member, at < evening.closesAt);
  }
  // What is carried over comes in a later batch.
  const rest = (await live.dump()).hashes['counting']?.['staff'];
  const batches = (await waitingIn(live.store)).map(({ from, to, counts, said }) => {
    const names = Object.entries(counts).map(([cell, number]) => [
      cell.replace(/\d{6}/, (hour) => String(Number(hour) - base)),
      number,
    ]);
    return { from: from - base, to: to - base, counts: Object.fromEntries(names) as unknown, said };
  });
  return { batches, rest };
}

describe('an evening with one conversation', () => {
  test.each(Object.entries(EVENINGS))(
    '[T1] %s leaves batches that are identical, whatever its length',
    async (_name, evening) => {
      const lengths = [20, 60, 90];
      const all = await Promise.all(lengths.map((length) => batchesOf(length, evening)));
      const [short, ...others] = all as [Left, Left, Left];
      const [first] = short.batches;
      expect(first?.counts).toMatchObject({ 'tickets 0 matched': 1, 'waits 0 matched 15': 1 });
      for (const other of others) expect(other).toEqual(short);
      // The time on duty is that of an evening without any.
      const quiet = await batchesOf(null, evening);
      expect(timeOf(quiet)).toEqual(timeOf(short));
    },
    60_000,
  );
});
/** Only the time of volunteers. */
const timeOf = ({ batches, rest }: Left) => ({
  rest,
  cells: batches.flatMap(({ counts }) =>
    Object.entries(counts as CountBatch['counts']).filter(([cell]) => cell.startsWith('staff ')),
  ),
});

describe('time on duty', () => {
  test('[T1, T2] counts once a minute, through however many nodes, in quarters of an hour', async () => {
    const live = await openLive();
    await live.talk();
    await live.volunteer();
    await live.volunteer({ state: 'paused' });
    await live.volunteer({ state: 'off' });
    await release(live);
    for (let passed = 0; passed < 40; passed += 1) {
      live.pass(MINUTE_MS);
      const stores = [live.store, live.other, live.store];
      await Promise.all(stores.map((store) => store.countDuty(live.now, true)));
    }
    expect((await live.dump()).hashes['counting']).toMatchObject({ staff: '80' });
    const hour = hourOf(live.now) + 1;
    await live.store.releaseCounts(hour, newId(), live.now);
    const [batch] = await waitingIn(live.store);
    expect(batch?.counts).toMatchObject({ [`staff ${hour - 1}`]: 5 });
    expect((await live.dump()).hashes['counting']).toMatchObject({ staff: '5' });
  });

  test('[T1] does not count while the service is closed by the plan, nor without a connection', async () => {
    const live = await openLive();
    const member = await live.volunteer();
    await minutes(live, member, 3, false);
    await live.store.disconnectStaff(member.id, member.at, live.now);
    await minute(live, member);
    await live.store.connectStaff(member, address(), live.now);
    await minutes(live, member, 2);
    expect((await live.dump()).hashes['counting']).toMatchObject({ staff: '2' });
  });
});

describe('busy time', () => {
  test('[T1] counts when its conversation ends, once for two at the same time, also in a pause', async () => {
    const live = await openLive();
    const member = await live.volunteer({ capacity: 2 });
    const [one, two] = [await begin(live, member), await begin(live, member)];
    await done(live.store.setAvailability(member.id, 'paused', live.now));
    await minutes(live, member, 12, false);
    const before = await saidIn(live);
    expect(Object.keys(before).filter((cell) => cell.startsWith('busy'))).toEqual([]);
    await end(live, one);
    await minutes(live, member, 3, false);
    await end(live, two);
    expect(await saidIn(live)).toMatchObject({ 'busy minutes': '15', 'busy ends': '2' });
    // The wrap-up of five minutes.
    await minutes(live, member, 9);
    expect(await saidIn(live)).toMatchObject({ 'busy minutes': '19', 'busy ends': '2' });
  });

  test('[T1] leaves the live store only after five seekers have left, all at once', async () => {
    const live = await openLive();
    await release(live);
    const member = await live.volunteer();
    const talk = async () => {
      const seats = await begin(live, member);
      await minutes(live, member, 40);
      await end(live, seats, 'exit');
      await minutes(live, member, 60);
    };
    for (let count = 1; count < TELLABLE_FROM; count += 1) await talk();
    const { 'busy minutes': waiting } = await saidIn(live);
    expect(await busyIn(live)).toEqual([]);
    await talk();
    const sum = (Number(waiting) / (TELLABLE_FROM - 1)) * TELLABLE_FROM;
    expect(await busyIn(live)).toEqual([Math.round(sum / 15)]);
    expect(Object.keys(await saidIn(live)).filter((cell) => cell.startsWith('busy'))).toEqual([]);
    for (let count = 1; count < TELLABLE_FROM; count += 1) await talk();
    expect(await busyIn(live)).toHaveLength(1);
    await talk();
    expect(await busyIn(live)).toHaveLength(2);
  });

  test('[T1] a seeker who goes on with another volunteer does not count as one who has left', async () => {
    const live = await openLive();
    const { id, seeker, volunteer } = await live.talk();
    await minutes(live, volunteer, 10);
    const again = [id, seeker.id, 'another', newId()] as const;
    await done(live.store.requeue(...again, publicKey(), live.now));
    expect(await saidIn(live)).toMatchObject({ 'ends returned': '1', 'busy minutes': '10' });
    expect(await saidIn(live)).not.toHaveProperty('busy ends');
  });

  test('[A4, T1] that stays too little is deleted after 15 to 30 days, like what seekers said', async () => {
    const live = await openLive();
    await release(live);
    const member = await live.volunteer();
    const seats = await begin(live, member);
    await minutes(live, member, 40);
    await end(live, seats);
    for (let day = 0; day < 32; day += 1) {
      live.pass(24 * HOUR_MS);
      await release(live);
    }
    const { said, 'said-earlier': earlier, counting = {} } = (await live.dump()).hashes;
    expect([said, earlier]).toEqual([undefined, undefined]);
    expect(Object.keys(counting).filter((name) => name.includes('busy'))).toEqual([]);
  });
});
