/** The live store moves to another server during a conversation. */
import { jobQueue } from '@terskel/server/jobs/job-queue';
import { randomIds } from '@terskel/server/clock';
import { keysOf } from '@terskel/server/live/keys';
import { expect, test, vi } from 'vitest';
import { expectConsistent } from '../helpers/invariants.ts';
import {
  moveSlot,
  ownerOf,
  startTestCluster,
  startTestSentinels,
  type Member,
} from '../helpers/many-redis.ts';
import { stage, talking } from '../helpers/stage.ts';
import { emptied } from '../helpers/store-kinds.ts';

const { root } = keysOf('terskel');
const MOVE_MS = 30_000;
const PATIENCE_MS = 60_000;

/** Holds a conversation between two tabs while `move` happens, and checks that jobs are done before and after. */
async function movedBy(url: string, replicas: number, move: () => Promise<unknown>): Promise<void> {
  await using on = await stage({ service: { live: await emptied(url), realTime: true } });
  const { seeker, volunteer, service } = on;
  const worked = new Set<string>();
  const work = async (id: string) => void worked.add(id);
  const jobs = jobQueue(
    url,
    `${root}:jobs:tried`,
    { 'count-batch': work, release: work },
    () => {},
  );
  const works = async () => {
    const id = randomIds.id();
    await vi.waitFor(() => {
      jobs.add('count-batch', id);
      expect(worked).toContain(id);
    }, MOVE_MS);
  };
  await works();

  const { conversationId } = await talking(on);
  const said: string[] = [];
  const say = (text: string) => {
    if (said.length % 2 === 0) seeker.controller.actions.send(text);
    else volunteer.controller.actions.send(conversationId, text);
    said.push(text);
  };
  /** Expects that both tabs show every message once, as delivered, in the same order. Returns that order. */
  const same = () =>
    vi.waitFor(() => {
      const { view } = seeker;
      const mine = view.page === 'conversation' ? view.talk.lines : [];
      const theirs = volunteer.view.page === 'work' ? (volunteer.view.talks[0]?.lines ?? []) : [];
      expect(mine.map(({ text }) => text).toSorted()).toEqual(said.toSorted());
      expect(theirs.map(({ text }) => text)).toEqual(mine.map(({ text }) => text));
      const deliveries = [...mine, ...theirs].map(({ delivery }) => delivery);
      expect(new Set(deliveries)).toEqual(new Set(['delivered']));
      return mine.map(({ text }) => text);
    }, MOVE_MS);
  for (let n = 0; n < 6; n += 1) say(`before ${n}`);
  const before = await same();
  await service.redis.sendCommand(['WAIT', String(replicas), '0']);

  const moving = move();
  for (let n = 0; n < 4; n += 1) say(`meanwhile ${n}`);
  await moving;
  const meanwhile = await same();
  expect(meanwhile.slice(0, before.length)).toEqual(before);
  for (let n = 0; n < 4; n += 1) say(`after ${n}`);
  expect((await same()).slice(0, meanwhile.length)).toEqual(meanwhile);
  expect(volunteer.view).toMatchObject({ talks: [{ tampered: false }] });
  await works();
  // Counts may be lost: this hour becomes a gap, now or once the hour is over.
  await vi.waitFor(async () => {
    const lostTo = await service.redis.hGet(`${root}:counting`, 'lostTo');
    const { gaps } = await service.book.figures();
    expect(lostTo ?? gaps[0] ?? null).not.toBeNull();
  }, MOVE_MS);
  await jobs.close();
  // The test's own connection has to find the new server as well.
  const dump = await vi.waitFor(() => service.dump(), MOVE_MS);
  expectConsistent(dump);
}

test(
  '[F6, C4, T2] a conversation goes on when Sentinels promote the replica',
  async () => {
    await using sentinels = await startTestSentinels();
    await movedBy(sentinels.url, 1, () => sentinels.master.kill());
    expect(await sentinels.replica.redis.info('replication')).toContain('role:master');
  },
  PATIENCE_MS,
);

test(
  "[F6, C4, T2] a conversation goes on when a cluster promotes the replica of the slot's owner",
  async () => {
    await using cluster = await startTestCluster({ replicas: 1 });
    const owner = await ownerOf(cluster, root);
    await movedBy(cluster.url, 1, () => owner.kill());
    expect(await ownerOf(cluster, root)).not.toBe(owner);
  },
  PATIENCE_MS,
);

test(
  '[F6, C4, T2] a conversation goes on when a cluster moves the slot to another master and back',
  async () => {
    await using cluster = await startTestCluster();
    const owner = await ownerOf(cluster, root);
    const other = cluster.members.find((member) => member !== owner) as Member;
    await movedBy(cluster.url, 0, async () => {
      await moveSlot(cluster, root, owner, other);
      await moveSlot(cluster, root, other, owner);
      await moveSlot(cluster, root, owner, other);
    });
    expect(await ownerOf(cluster, root)).toBe(other);
  },
  PATIENCE_MS,
);
