/** Feedback after a conversation: given once while the tombstone exists, and never disclosed alone. */
import { digest } from '@terskel/server/digest';
import { COMMENT_BATCHES_MAX, TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { findIn } from '../../helpers/dump.ts';
import { publicKey } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { done, newId, seekerId, type Talk } from '../../helpers/people.ts';
import type { GivenFeedback } from '@terskel/server/domain/live-store';
import { until } from '../../helpers/until.ts';

const openLive = liveStores();

const given = (answer: Partial<GivenFeedback>): GivenFeedback => ({
  ...{ commentId: newId(), batchId: newId() },
  proof: digest(JSON.stringify(answer)),
  ...answer,
});
const give = ({ store }: Pick<Live, 'store'>, { seeker }: Talk, answer: Partial<GivenFeedback>) =>
  store.giveFeedback(seeker.id, given(answer));

async function ended(live: Live, wish: Parameters<Live['talk']>[0] = {}): Promise<Talk> {
  const talk = await live.talk(wish);
  await done(live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now));
  await done(live.store.endWrapUp(talk.volunteer.id, live.now + TIMES.wrapUpMs));
  await done(live.store.endShift(talk.volunteer.id, live.now));
  return talk;
}
async function everyone(live: Live, answers: readonly Partial<GivenFeedback>[]): Promise<void> {
  for (const answer of answers) await done(give(live, await ended(live), answer));
}
/** What seekers answered: without a time, and without what is counted of each conversation. */
async function answers({ dump }: Pick<Live, 'dump'>): Promise<Readonly<Record<string, string>>> {
  const said = Object.entries((await dump()).hashes['said'] ?? {});
  return Object.fromEntries(said.filter(([cell]) => /^(?:before|after|change|heard) /.test(cell)));
}
const comments = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ comment: `ord ${from + index}` }));
const texts = (some: readonly Partial<GivenFeedback>[]) => some.map(({ comment }) => comment);

describe('the right to give feedback', () => {
  test('[T6] exists for the seeker once the conversation has ended, and is used up once', async () => {
    const live = await openLive();
    const talk = await live.talk({ feeling: 2 });
    expect(await live.attempt(() => give(live, talk, { feeling: 4 }))).toEqual(
      refusal('not_found'),
    );
    await done(live.store.endConversation(talk.seats.volunteer, 'volunteer', undefined, live.now));
    const { changed } = await live.attempt(() => give(live, talk, { feeling: 4 }));
    expect(changed).toEqual([`answer-right:${talk.seeker.id}`, 'said']);
    // The same answer again, on either node, has no further effect.
    const same = () => give({ store: live.other }, talk, { feeling: 4 });
    expect(await live.attempt(same)).toEqual({ answer: { ok: true }, ...still });
    const another = () => give(live, talk, { feeling: 5 });
    expect(await live.attempt(another)).toEqual(refusal('wrong_state'));
    const nobody = () => live.store.giveFeedback(seekerId(), given({ feeling: 4 }));
    expect(await live.attempt(nobody)).toEqual(refusal('not_found'));
  });

  test('[T6, A6] ends with the tombstone, or expires by itself if no deadline is handled', async () => {
    const live = await openLive();
    const [talk, other] = [await ended(live), await ended(live)];
    const key = `answer-right:${talk.seeker.id}`;
    const lifeMs = await live.redis.pTTL(`${live.keys.root}:${key}`);
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(TIMES.tombstoneMs);
    await done(give(live, other, { heard: 5 }));
    await live.passAndMeet(TIMES.tombstoneMs - 1);
    expect(findIn(await live.dump(), [key])).not.toEqual([]);
    await live.passAndMeet(1);
    expect(findIn(await live.dump(), [talk.seeker.id, other.seeker.id])).toEqual([]);
    expect(await live.attempt(() => give(live, talk, { heard: 5 }))).toEqual(refusal('not_found'));
  });

  test.each(['exit', 'keys_differ'] as const)(
    '[T6] does not exist after an end by %s, after a requeue, or after a ticket',
    async (reason) => {
      const live = await openLive();
      const talk = await live.talk();
      await done(live.store.endConversation(talk.seats.seeker, reason, undefined, live.now));
      expect(await give(live, talk, { heard: 1 })).toMatchObject({ code: 'not_found' });
      const again = await live.talk();
      const requeue = [again.id, again.seeker.id, 'keys_differ', newId(), publicKey()] as const;
      await done(live.store.requeue(...requeue, live.now));
      expect(await give(live, again, { heard: 1 })).toMatchObject({ code: 'not_found' });
      await done(live.store.endTicket(again.seeker.id, 'cancelled', live.now));
      expect(await give(live, again, { heard: 1 })).toMatchObject({ code: 'not_found' });
    },
  );

  test('[T6] used by several tabs at the same moment, on two nodes: one answer counts', async () => {
    const live = await openLive();
    const talk = await ended(live);
    const tabs = await Promise.all([
      ...[1, 2, 3].map((heard) => give(live, talk, { heard, comment: `tab ${heard}` })),
      ...[4, 5].map((heard) => give({ store: live.other }, talk, { heard })),
    ]);
    expect(tabs.filter(({ ok }) => ok)).toHaveLength(1);
    expect(Object.values(await answers(live))).toEqual(['1']);
  });
});

test('[T6] answers are counted one by one; the feeling before only with the one after', async () => {
  const live = await openLive();
  for (const [before, after] of [
    ...([
      [1, 3],
      [4, 4],
      [5, 2],
      [5, 2],
    ] as const),
    ...([
      [3, undefined],
      [undefined, 2],
    ] as const),
  ]) {
    const talk = await ended(live, before === undefined ? {} : { feeling: before });
    await done(give(live, talk, { heard: 5, feeling: after }));
  }
  await everyone(live, [{ comment: 'uten tall' }]);
  expect(await answers(live)).toEqual({
    ...{ 'before 1': '1', 'before 4': '1', 'before 5': '2' },
    ...{ 'after 3': '1', 'after 4': '1', 'after 2': '3' },
    ...{ 'change better': '1', 'change same': '1', 'change worse': '2', 'heard 5': '6' },
  });
});

describe('comments', () => {
  test('[T6] are shown in batches of five, in random order', async () => {
    const live = await openLive();
    const orders = new Set<string>();
    for (let batch = 0; batch < 6; batch += 1) {
      const before = await live.store.comments();
      const five = comments(TELLABLE_FROM, batch * TELLABLE_FROM);
      await everyone(live, five.slice(0, -1));
      // Up to the fifth comment nothing visible has changed.
      expect(await live.store.comments()).toEqual(before);
      await everyone(live, five.slice(-1));
      const after = await live.other.comments();
      const fresh = after.filter((text) => !before.includes(text));
      expect(fresh.toSorted()).toEqual(texts(five));
      orders.add(fresh.map((text) => texts(five).indexOf(text)).join());
    }
    // Six batches in the same order have a probability of one in 120 to the fifth.
    expect(orders.size).toBeGreaterThan(1);
  });

  test('[T6] a text that is no valid Unicode is stored with replacement characters', async () => {
    const live = await openLive();
    const answers = [{ comment: 'halv \ud83d "\u0000" \\' }, ...comments(TELLABLE_FROM - 1)];
    await everyone(live, answers);
    expect(await live.store.comments()).toContain('halv \ufffd "\u0000" \\');
  });

  test('[T6] nothing stored with a comment reveals whose it is, when it came, or its order', async () => {
    const live = await openLive();
    const talks = [await ended(live), await ended(live)];
    for (const talk of talks) await done(give(live, talk, { comment: 'det samme' }));
    const pending = (await live.dump()).sets['comments-pending'] ?? [];
    expect(pending).toHaveLength(2);
    for (const comment of pending) expect(comment).toMatch(/^[\w-]{22} det samme$/);
    const told = findIn(await live.dump(), ['det samme']);
    expect(told).toHaveLength(1);
    expect(findIn(await live.dump(), [talks[0]?.seeker.id ?? '']).join()).not.toContain('samme');
  });

  test('[T6] are deleted after 30 days, including those that stayed below five', async () => {
    const live = await openLive();
    await everyone(live, comments(TELLABLE_FROM + 1));
    const names = Object.keys((await live.dump()).expiries).filter((key) =>
      key.startsWith('comments'),
    );
    expect(names).toHaveLength(3);
    for (const name of names) {
      const leftMs = await live.redis.pTTL(`${live.keys.root}:${name}`);
      expect(leftMs).toBeGreaterThan(TIMES.feedbackKeptMs - 60_000);
      expect(leftMs).toBeLessThanOrEqual(TIMES.feedbackKeptMs);
    }
    // A later comment does not extend the lifetime of the earlier ones.
    const pending = `${live.keys.root}:comments-pending`;
    await live.redis.pExpire(pending, 1_000_000);
    await everyone(live, [{ comment: 'senere' }]);
    expect(await live.redis.pTTL(pending)).toBeLessThanOrEqual(1_000_000);
    const batch = names.find((name) => name.startsWith('comments:')) ?? '';
    await live.redis.pExpire(`${live.keys.root}:${batch}`, 1);
    await until(async () => (await live.redis.exists(`${live.keys.root}:${batch}`)) === 0);
    expect(await live.store.comments()).toEqual([]);
  });

  test('[T6] are kept in a limited number of batches: the oldest batch is deleted', async () => {
    const live = await openLive();
    const root = live.keys.root;
    const first = comments(TELLABLE_FROM);
    await everyone(live, first);
    // Batches released earlier.
    const others = Array.from({ length: COMMENT_BATCHES_MAX - 1 }, () => newId());
    await live.redis.lPush(`${root}:comments-released`, others);
    expect((await live.store.comments()).toSorted()).toEqual(texts(first));
    const last = comments(TELLABLE_FROM, 5);
    await everyone(live, last);
    expect((await live.store.comments()).toSorted()).toEqual(texts(last));
    expect(await live.redis.lLen(`${root}:comments-released`)).toBe(COMMENT_BATCHES_MAX);
    expect(findIn(await live.dump(), ['ord 0'])).toEqual([]);
  });
});
