/** What each step of the live store counts for statistics (rules T1, T2). */
import { FIGURES, type FigureName } from '@terskel/shared/figures';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, type Seeker } from '../../helpers/people.ts';

const openLive = liveStores();
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

type Counts = Readonly<Record<string, string>>;
/** The cells that were counted, each by how many; all must be in the table. */
async function counted(live: Live): Promise<{ counts: Counts; said: Counts }> {
  const { hashes } = await live.dump();
  const { counts = {}, said = {} } = hashes;
  for (const cell of Object.keys(counts)) expectKnown(cell, 2);
  // See `counts-duty.test.ts`.
  const { 'busy ends': _, ...others } = said;
  for (const cell of Object.keys(others)) expectKnown(cell, 1);
  return { counts, said: others };
}
function expectKnown(cell: string, valuesFrom: number): void {
  const [name = '', ...words] = cell.split(' ');
  const splits = Object.values<readonly string[]>(FIGURES[name as FigureName].splits);
  const values = words.slice(valuesFrom - 1);
  expect(values).toHaveLength(splits.length);
  for (const [index, value] of values.entries()) expect(splits[index]).toContain(value);
}
/** Without the hours, which are those of `at`. */
function inHour(counts: Counts, at: number): Counts {
  const hour = ` ${Math.floor(at / HOUR_MS)} `;
  return Object.fromEntries(
    Object.entries(counts).map(([cell, number]) => {
      expect(cell).toContain(hour);
      return [cell.replace(hour, ' '), number];
    }),
  );
}

describe('a ticket', () => {
  const ENDINGS = [
    ['cancelled', (live: Live, { id }: Seeker) => live.store.endTicket(id, 'cancelled', live.now)],
    ['cancelled', (live: Live, { id }: Seeker) => live.store.endTicket(id, 'exit', live.now)],
    ['closed', (live: Live, { id }: Seeker) => live.store.endTicket(id, 'closed', live.now)],
    [
      'lost',
      async (live: Live, { id, at }: Seeker) => {
        await live.store.disconnectSeeker(id, at, live.now);
        return live.passAndMeet(TIMES.placeKeptMs);
      },
    ],
    [
      'tab_closed',
      async (live: Live, { id, at }: Seeker) => {
        await live.store.seekerClosing(id, live.now);
        await live.store.disconnectSeeker(id, at, live.now);
        return live.passAndMeet(TIMES.placeKeptMs);
      },
    ],
    [
      'silent',
      async (live: Live) => {
        await live.passAndMeet(TIMES.stillWaitingAskMs);
        return live.passAndMeet(TIMES.stillWaitingAnswerMs);
      },
    ],
  ] as const;

  test.each(ENDINGS)(
    '[T1, T2] that ends as %s counts once, in the hour in which it was opened',
    async (outcome, end) => {
      const live = await openLive();
      await live.volunteer({ state: 'paused' });
      const openedAt = live.now;
      const seeker = await live.waiting({ topic: 'grief', age: 'adult', language: 'no' });
      expect(await counted(live)).toEqual({ counts: {}, said: {} });
      live.pass(50_000);
      await end(live, seeker);
      const { counts, said } = await counted(live);
      const waits = Object.keys(inHour(counts, openedAt)).find((cell) => cell.startsWith('waits'));
      expect(waits).toMatch(/^waits left \d+$/);
      expect(inHour(counts, openedAt)).toEqual({ [`tickets ${outcome}`]: '1', [waits ?? '']: '1' });
      expect(said).toEqual({ 'languages no': '1', 'topics grief': '1', 'ages adult': '1' });
    },
  );

  test('[T1, T2] that is matched counts once with its wait; what follows in the same stay is no new ticket', async () => {
    const live = await openLive();
    const seeker = await live.waiting({ language: 'en' }).catch(() => null);
    expect(seeker).toBeNull();
    const member = await live.volunteer({ state: 'paused' });
    const openedAt = live.now;
    const { id } = await live.waiting({ language: 'en' });
    live.pass(100_000);
    await done(live.store.setAvailability(member.id, 'ready', live.now));
    const offer = await live.offered(member);
    const { conversation } = await done(live.accept(member, offer.id));
    const first = await counted(live);
    expect(inHour(first.counts, openedAt)).toEqual({
      ...{ 'tickets matched': '1', 'waits matched 120': '1' },
    });
    expect(first.said).toEqual({ 'languages en': '1', 'topics none': '1', 'ages none': '1' });

    live.pass(7 * MINUTE_MS);
    const again = [conversation.id, id, 'another', newId(), publicKey()] as const;
    await done(live.store.requeue(...again, live.now));
    await done(live.store.endTicket(id, 'cancelled', live.now));
    const then = await counted(live);
    expect(then.counts).toEqual(first.counts);
    expect(then.said).toEqual({ ...first.said, 'ends returned': '1', 'durations 15': '1' });
  });
});

describe('a conversation', () => {
  test.each([
    ['seeker', 'seeker'],
    ['exit', 'seeker'],
    ['keys_differ', 'keys_differ'],
  ] as const)('[T1] that ends by %s counts with its duration', async (reason, counts) => {
    const live = await openLive();
    const { seats } = await live.talk();
    live.pass(31 * MINUTE_MS);
    await done(live.store.endConversation(seats.seeker, reason, undefined, live.now));
    const { said } = await counted(live);
    expect(said).toMatchObject({ [`ends ${counts}`]: '1', 'durations 45': '1' });
  });

  test('[T1] that the volunteer ends, that its seeker leaves, and that falls silent counts by its reason', async () => {
    const live = await openLive();
    const { seats } = await live.talk();
    await done(live.store.endConversation(seats.volunteer, 'volunteer', undefined, live.now));
    const { seeker } = await live.talk();
    await live.store.disconnectSeeker(seeker.id, seeker.at, live.now);
    await live.passAndMeet(TIMES.seekerGoneMs);
    const { said } = await counted(live);
    expect(said).toMatchObject({ 'ends volunteer': '1', 'ends seeker_lost': '1' });
  });
});

test('[T1] offers that expire or are declined count in the hour of that', async () => {
  const live = await openLive();
  const one = await live.volunteer();
  await live.waiting();
  const first = await live.offered(one);
  await done(live.store.returnOffer(first.id, one.id, live.now));
  await live.offered(await live.volunteer());
  await live.passAndMeet(TIMES.offerMs);
  const { counts } = await counted(live);
  expect(inHour(counts, live.now)).toEqual({ 'offers declined': '1', 'offers missed': '1' });
});

test('[T2] what waits in the live store is read at any time, also while a batch waits', async () => {
  const live = await openLive();
  const counts = () => live.store.counts();
  await live.store.releaseCounts(Math.floor(live.now / HOUR_MS), newId(), live.now);
  await live.talk();
  const before = await counts();
  expect(Object.values(before)).toEqual([1, 1]);
  await live.store.releaseCounts(Math.floor(live.now / HOUR_MS) + 1, newId(), live.now);
  expect(await counts()).toEqual(before);
  await live.talk();
  expect(Object.values(await counts())).toEqual([2, 2]);
});
