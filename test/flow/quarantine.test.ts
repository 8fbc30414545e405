/** Records that no script can read, on a node in use. */
import { digest } from '@terskel/server/digest';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { goReady, open } from '../helpers/fixtures.ts';
import { newId } from '../helpers/people.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { startService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';

test('[F9, I3] a failing timer blocks no closing of the queue, no offer, and no clean-up of a dead node', async () => {
  await using service = await startService();
  const { root, deadlines, heldOn, nodes } = keysOf(NAMESPACE);
  await service.redis.set(`${root}:ticket:broken`, 'no hash');
  await service.redis.zAdd(deadlines, { score: 1, value: 'ask broken' });
  await service.redis.set(`${root}:seeker:broken`, 'no hash');
  await service.redis.sAdd(heldOn('dead'), 'seeker broken');
  await service.redis.zAdd(nodes, { score: 1, value: 'dead' });
  const volunteer = await service.volunteer();
  const seeker = await service.seeker();
  await goReady(volunteer);
  await open(seeker);
  await volunteer.next('offer:made');
  // Long enough for the dead node to be declared dead.
  for (let second = 0; second < 15; second += 1) {
    service.clock.move(1_000);
    await service.tick();
  }
  const late = await service.seeker();
  await open(late);
  const week = Array.from({ length: 7 }, () => []);
  await service.set({ openingHours: { timeZone: 'UTC', week, exceptions: {}, marginMs: 0 } });
  await service.sweep();
  expect(await late.next('ticket:ended')).toMatchObject({ reason: 'closed' });
});

test('[F9] an unreadable event does not affect the events behind it', async () => {
  await using service = await startService();
  const { nodes, channelTo } = keysOf(NAMESPACE);
  const [node = ''] = await service.redis.zRange(nodes, 0, -1);
  await goReady(await service.volunteer());
  const [broken, other] = [await service.seeker(), await service.seeker()];
  const event = (peer: typeof broken, json: string) =>
    `seeker ${digest(peer.resumeToken)}\nticket:updated\n${json}`;
  const row = { id: newId(), state: 'offered', language: 'no' };
  const lines = [event(broken, '{'), event(other, JSON.stringify(row))];
  await service.redis.sPublish(channelTo(node), lines.join('\n'));
  expect(await other.next('ticket:updated')).toMatchObject({ ticket: { id: row.id } });
  expect(await broken.next('session:snapshot')).toMatchObject({ session: { kind: 'idle' } });
});

test('[F9, I1] a page that connects while the counts cannot be read gets them once they can, unchanged or not', async () => {
  await using service = await startService();
  const { root } = keysOf(NAMESPACE);
  const ready = await service.volunteer();
  await ready.send('shift:start', {});
  await ready.send('availability:set', { state: 'paused' });
  await open(await service.seeker());
  await service.tick();
  await service.redis.set(`${root}:matches:no`, 'no list');
  await service.tick();
  const seeker = await service.seeker();
  const staff = await service.volunteer();
  expect(seeker.snapshot.intake.state).toBe('closed');
  expect(staff.snapshot.overview.intake).toMatchObject({ state: 'closed', waiting: 0 });
  await service.redis.del(`${root}:matches:no`);
  await service.pass(60_000);
  expect((await staff.next('queue:changed')).overview.intake).toMatchObject({ waiting: 1 });
  expect((await seeker.next('intake:changed')).intake.state).toBe('open');
});

test('[F9, I1] a page that connects before the first readable counts gets them afterwards', async () => {
  const redis = await startTestRedis();
  const { root } = keysOf(NAMESPACE);
  const client = await redisClient(redis.url, () => {}).connect();
  await client.set(`${root}:line`, 'no hash');
  await using service = await startService({ live: redis });
  const seeker = await service.seeker();
  expect(seeker.snapshot.intake.state).toBe('closed');
  await client.del(`${root}:line`);
  await service.pass(60_000);
  expect((await seeker.next('intake:changed')).intake.state).toBe('unstaffed');
  client.destroy();
});
