/** The live store moves to another server in the middle of a conversation. */
import { setTimeout as delay } from 'node:timers/promises';
import { alarm } from '@terskel/server/jobs/alarm';
import { systemClock } from '@terskel/server/clock';
import { keysOf } from '@terskel/server/store/keys';
import { expect, test, vi } from 'vitest';
import { acceptNext, goReady, message, messagesAfter, open, talk } from '../helpers/fixtures.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import {
  moveSlot,
  ownerOf,
  startTestCluster,
  startTestSentinels,
  type Member,
} from '../helpers/many-redis.ts';
import type { SeekerPeer, StaffPeer } from '../helpers/peer.ts';
import { startService, until } from '../helpers/service.ts';
import { emptied } from '../helpers/store-kinds.ts';

type AnyPeer = SeekerPeer | StaffPeer;
const { root } = keysOf('terskel');
const PATIENCE_MS = 60_000;

/** Sends as a client does: what was not acknowledged is sent again, when the refusal says that it may help. */
async function insist(peer: AnyPeer, words: ReturnType<typeof message>): Promise<void> {
  for (;;) {
    const answer = await peer.raw('message:send', words);
    if (answer.ok) return;
    expect(answer.code).toBe('unavailable');
    await delay(answer.retryAfterMs);
  }
}

/** A conversation goes on while `move` happens; nothing that was acknowledged and is on a replica is lost, or doubled. */
async function movedBy(url: string, replicas: number, move: () => Promise<unknown>): Promise<void> {
  const live = await emptied(url);
  await using service = await startService({ nodes: 2, realTime: true, live });
  let rung = 0;
  const ring = async () => void (rung += 1);
  const alarms = alarm(url, keysOf('{terskel}:alarms').jobs, systemClock, ring, () => {});
  const rings = async () => {
    const before = rung;
    await vi.waitFor(() => {
      alarms.wakeAt(systemClock.now());
      expect(rung).toBeGreaterThan(before);
    }, PATIENCE_MS / 2);
  };
  await rings();

  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  const waits = await service.seeker(1);
  await open(waits, { language: 'en' });
  const sent = [message(conversation), message(conversation), message(conversation)];
  for (const words of sent) await seeker.send('message:send', words);
  await service.redis.sendCommand(['WAIT', String(replicas), '0']);

  const moving = move();
  const say = async (peer: AnyPeer) => {
    const words = message(conversation);
    await insist(peer, words);
    sent.push(words);
  };
  for (const peer of [seeker, volunteer, seeker, volunteer, seeker]) await say(peer);
  await moving;
  await say(volunteer);
  const wanted = sent.map(({ messageId }, index) => ({ messageId, seq: index + 1 }));
  expect(await messagesAfter(seeker, of, 0)).toMatchObject(wanted);
  // Events reach the other node from where the store is now: at once, or by a snapshot.
  await seeker.send('message:send', message(conversation));
  const told = () =>
    volunteer.all('message:posted').some(({ message }) => message.seq === wanted.length + 1);
  const shown = () =>
    volunteer
      .all('session:snapshot')
      .some(({ session }) => session.conversations.some(({ lastSeq }) => lastSeq > wanted.length));
  await until(async () => told() || shown());

  const other = await service.volunteer({ languages: ['en'] });
  await goReady(other);
  expect((await acceptNext(other)).id).not.toBe(conversation.id);
  expect((await waits.next('conversation:started')).conversation).toBeTruthy();
  await rings();
  await alarms.close();
  expectConsistent(await service.dump());
}

test(
  '[F6, C4] Sentinels promote the replica',
  async () => {
    await using sentinels = await startTestSentinels();
    await movedBy(sentinels.url, 1, () => sentinels.master.kill());
    expect(await sentinels.replica.redis.info('replication')).toContain('role:master');
  },
  PATIENCE_MS,
);

test(
  '[F6, C4] a cluster promotes the replica of the one that held the slot',
  async () => {
    await using cluster = await startTestCluster({ replicas: 1 });
    const owner = await ownerOf(cluster, root);
    await movedBy(cluster.url, 1, () => owner.kill());
    expect(await ownerOf(cluster, root)).not.toBe(owner);
  },
  PATIENCE_MS,
);

test(
  '[F6, C4] a cluster moves the slot to another master, and back',
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
