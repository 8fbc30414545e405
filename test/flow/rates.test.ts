import { createLimits } from '@terskel/server/socket/limits';
import { BREACHES_MAX, BREACH_WINDOW_MS, BUCKETS, type Bucket } from '@terskel/shared/limits';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { message, open, refusal, talk } from '../helpers/fixtures.ts';
import type { SeekerPeer, StaffPeer } from '../helpers/peer.ts';
import { COMMANDS } from '../helpers/samples.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

const connect = (side: string): Promise<SeekerPeer | StaffPeer> =>
  side === 'seeker' ? service.seeker() : service.volunteer();
const smallest = (bucket: Bucket) => Math.min(...BUCKETS[bucket].map(({ points }) => points));
const longest = (bucket: Bucket) => Math.max(...BUCKETS[bucket].map(({ perMs }) => perMs));

test.each(COMMANDS)(
  '[R1] $side $name costs $cost of $bucket, and is refused when the bucket is empty',
  async ({ side, name, bucket, cost }) => {
    const peer = await connect(side);
    const affordable = Math.floor(smallest(bucket) / cost);
    // Malformed commands have the same cost.
    for (let count = 0; count < affordable; count += 1) {
      expect(await peer.raw(name, null)).toEqual(refusal('invalid_payload'));
    }
    const answer = await peer.raw(name, null);
    expect(answer).toMatchObject(refusal('rate_limited'));
    const { retryAfterMs = 0 } = answer as { retryAfterMs?: number };
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(longest(bucket));

    // Other buckets and other sessions are not affected.
    const other = COMMANDS.find((row) => row.side === side && row.bucket !== bucket);
    expect(await peer.raw(other?.name ?? '', null)).toEqual(refusal('invalid_payload'));
    expect(await (await connect(side)).raw(name, null)).toEqual(refusal('invalid_payload'));
  },
);

describe('[R1] above the limits', () => {
  test('[R1] 20 messages in 10 s pass, the next must wait, and no other command has to', async () => {
    const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
    for (let sent = 1; sent <= 20; sent += 1) {
      const words = message(conversation, sent);
      expect(await seeker.send('message:send', words)).toMatchObject({ seq: sent });
    }
    expect(await seeker.raw('message:send', message(conversation, 21))).toMatchObject(
      refusal('rate_limited'),
    );
    await seeker.send('typing:set', { ...of, typing: true });
    expect(await volunteer.send('message:send', message(conversation))).toMatchObject({ seq: 21 });
  });

  test('[R1] the tenth breach in a minute ends the connection but not the session', async () => {
    const seeker = await service.seeker(0);
    const volunteer = await service.volunteer();
    await volunteer.send('shift:start', {});
    const ticket = await open(seeker);
    const points = smallest('typing');
    for (let count = 0; count < points + BREACHES_MAX - 1; count += 1) {
      const { ok } = await seeker.raw('typing:set', {});
      expect([ok, seeker.socket.connected]).toEqual([false, true]);
    }
    expect(await seeker.raw('typing:set', {})).toMatchObject(refusal('rate_limited'));
    await seeker.disconnected();
    const back = await service.seeker(1, seeker.resumeToken);
    expect(back.snapshot.session).toEqual({ kind: 'ticket', ticket });
  });

  test('[R1, A7] a hundred breaches at once end the connection and log a single line', async () => {
    await using alone = await startService({ nodes: 0, realTime: true });
    const node = await alone.spawn();
    const seeker = await alone.seeker(node.origin);
    for (let count = 0; count < 110; count += 1) seeker.socket.emit('typing:set', {}, () => {});
    await seeker.disconnected();
    // After a clean stop the output is complete.
    await node.kill('SIGTERM');
    expect(node.output().match(/"disconnected_for_breaches"/g)).toHaveLength(1);
  });

  test('[R1] each window refills by itself: 20 in 10 s and 60 in a minute, 10 breaches a minute', () => {
    let now = 0;
    const limits = createLimits(() => now);
    const send = (times: number) =>
      Array.from({ length: times }, () => limits.take('one', 'message', 1));
    for (const atMs of [0, 10_000, 20_000]) {
      now = atMs;
      expect([atMs, send(20)]).toEqual([atMs, Array.from({ length: 20 }, () => 0)]);
      expect(limits.take('other', 'message', 1)).toBe(0);
    }
    now = 30_000;
    expect(send(1)).toEqual([30_000]);
    now = 60_000;
    expect(send(1)).toEqual([0]);

    const breaches = Array.from({ length: BREACHES_MAX }, () => limits.breach('one'));
    expect(breaches.indexOf(true)).toBe(BREACHES_MAX - 1);
    now += BREACH_WINDOW_MS;
    expect(limits.breach('one')).toBe(false);
  });

  test('[R1] the windows of other sessions that have ended neither shorten nor extend one’s own', () => {
    let now = 0;
    const limits = createLimits(() => now);
    const wait = (session: string) => limits.take(session, 'typing', 10);
    expect([wait('one'), wait('one')]).toEqual([0, 10_000]);
    now = 6_000;
    expect([wait('two'), wait('two')]).toEqual([0, 10_000]);
    now = 11_000;
    // The first window has ended, the second has not.
    expect([wait('three'), wait('two'), wait('one')]).toEqual([0, 5_000, 0]);
    now = 17_000;
    expect([wait('two'), wait('one'), wait('three')]).toEqual([0, 4_000, 4_000]);
  });

  test('[R1] unknown commands have a bucket too', async () => {
    const seeker = await service.seeker();
    for (let count = 0; count < smallest('control'); count += 1) {
      expect(await seeker.raw(`no:${count}`, {})).toEqual(refusal('unknown_command'));
    }
    expect(await seeker.raw('no:more', {})).toMatchObject(refusal('rate_limited'));
  });
});
