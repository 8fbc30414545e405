/** Limits on the tickets and the connections of one address prefix (rules R1, R5, R6). */
import { randomIds } from '@terskel/server/clock';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { sharedCounters } from '@terskel/server/live/shared-counters';
import {
  HANDSHAKES_OF_PREFIX,
  TICKETS_OF_PREFIX_MS,
  TICKET_ATTEMPTS_OF_PREFIX,
  TOO_MANY_CONNECTIONS_RETRY_MS,
} from '@terskel/shared/limits';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { manyAddresses } from '../helpers/many-addresses.ts';
import { open, refusal, wish } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { until } from '../helpers/service.ts';

const HOUR_MS = 3_600_000;

const elsewhere = manyAddresses();

describe('[R1] tickets of one address prefix', () => {
  test('[R1] at most 20 in ten minutes on all nodes together; asking again returns the same ticket', async () => {
    elsewhere.nextPrefix();
    const seekers = await elsewhere.crowd(21);
    const tickets = [];
    for (const seeker of seekers.slice(0, 20)) tickets.push(await open(seeker));
    const [first] = seekers;
    const last = seekers.at(-1);
    const refused = await last?.raw('ticket:open', wish());
    expect(refused).toMatchObject(refusal('rate_limited'));
    const { retryAfterMs = 0 } = refused as { retryAfterMs?: number };
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(TICKETS_OF_PREFIX_MS);
    expect((await first?.send('ticket:open', wish()))?.ticket.id).toBe(tickets[0]?.id);

    elsewhere.nextPrefix();
    const [stranger] = await elsewhere.crowd(1);
    expect(await stranger?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] only opened tickets count: vain attempts at a full queue do not lock a seeker out', async () => {
    elsewhere.nextPrefix();
    const seekers = await elsewhere.crowd(26);
    await elsewhere.service.set({ queueLimit: 0 });
    onTestFinished(() => elsewhere.service.set({ queueLimit: 1_000 }));
    for (const seeker of seekers.slice(1))
      expect(await seeker.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
    await elsewhere.service.set({ queueLimit: 1_000 });
    expect(await seekers[0]?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] attempts have a limit of their own, which resets within a minute', async () => {
    elsewhere.nextPrefix();
    await elsewhere.service.set({ queueLimit: 0, connectionsPerPrefix: 1_000 });
    onTestFinished(() => elsewhere.service.set({ queueLimit: 1_000, connectionsPerPrefix: 50 }));
    const { points, perMs } = TICKET_ATTEMPTS_OF_PREFIX;
    const seekers = await elsewhere.crowd(points / 5 + 1, 0);
    const tried = seekers.slice(1).map(async (seeker) => {
      for (let tries = 0; tries < 5; tries += 1) await seeker.raw('ticket:open', wish());
    });
    await Promise.all(tried);
    const refused = await seekers[0]?.raw('ticket:open', wish());
    expect(refused).toMatchObject(refusal('rate_limited'));
    expect((refused as { retryAfterMs?: number }).retryAfterMs).toBeLessThanOrEqual(perMs);
  });

  /** The payload with the proof that the refusal demands, and the level of that proof. */
  async function proven(seeker: SeekerPeer | undefined, of: ReturnType<typeof wish>) {
    const asked = await seeker?.raw('ticket:open', of);
    expect(asked).toMatchObject(refusal('proof_needed'));
    const challenge = JSON.parse((asked as { challenge?: string }).challenge ?? '') as Challenge;
    const solution = await solveChallenge({ challenge, deriveKey });
    const { counter, derivedKey } = solution ?? {};
    const proof = JSON.stringify({ challenge, solution: { counter, derivedKey } });
    return { level: challenge.parameters.data?.['level'], wish: { ...of, proof } };
  }

  test('[R6] a prefix has few live tickets, with a harder proof for each; a ticket that ends frees one', async () => {
    await elsewhere.service.set({ livePerPrefix: 3 });
    onTestFinished(() => elsewhere.service.set({ livePerPrefix: 1_000 }));
    elsewhere.nextPrefix();
    const [one, two, three, four] = await elsewhere.crowd(4);
    expect(await one?.raw('ticket:open', wish())).toMatchObject({ ok: true });
    const levels = [];
    for (const seeker of [two, three]) {
      const asked = await proven(seeker, wish());
      levels.push(asked.level);
      expect(await seeker?.raw('ticket:open', asked.wish)).toMatchObject({ ok: true });
    }
    expect(levels).toEqual([1, 2]);
    expect(await four?.raw('ticket:open', wish())).toMatchObject(refusal('rate_limited'));
    await one?.send('ticket:cancel', {});
    expect(await four?.raw('ticket:open', wish())).toMatchObject(refusal('proof_needed'));
    elsewhere.nextPrefix();
    const [stranger] = await elsewhere.crowd(1);
    expect(await stranger?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R6, R1] a seeker in danger is not refused because of others on the same network', async () => {
    await elsewhere.service.set({ livePerPrefix: 2, ticketsPerPrefix: 2 });
    onTestFinished(() => elsewhere.service.set({ livePerPrefix: 1_000, ticketsPerPrefix: 20 }));
    elsewhere.nextPrefix();
    const [one, two, three, inDanger] = await elsewhere.crowd(4);
    expect(await one?.raw('ticket:open', wish())).toMatchObject({ ok: true });
    const second = await proven(two, wish());
    expect(await two?.raw('ticket:open', second.wish)).toMatchObject({ ok: true });
    expect(await three?.raw('ticket:open', wish())).toMatchObject(refusal('rate_limited'));
    const asked = await proven(inDanger, wish({ urgent: true }));
    expect(await inDanger?.raw('ticket:open', asked.wish)).toMatchObject({ ok: true });
  });

  test('[R6, A2] no ticket is opened with an outdated hour key: the page is disconnected and reconnects', async () => {
    elsewhere.nextPrefix();
    const [seeker] = await elsewhere.crowd(1);
    await elsewhere.service.pass(HOUR_MS + 1);
    const gone = new Promise((resolve) => seeker?.socket.once('disconnect', resolve));
    void seeker?.raw('ticket:open', wish()).catch(() => {});
    await gone;
    const [again] = await elsewhere.crowd(1);
    expect(await again?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] the limit is a setting, and shared networks are not counted', async () => {
    await elsewhere.service.set({ ticketsPerPrefix: 1 });
    onTestFinished(() => elsewhere.service.set({ ticketsPerPrefix: 20 }));
    elsewhere.nextPrefix();
    const [one, other] = await elsewhere.crowd(2);
    expect(await one?.raw('ticket:open', wish())).toMatchObject({ ok: true });
    expect(await other?.raw('ticket:open', wish())).toMatchObject(refusal('rate_limited'));
    for (const pupil of await elsewhere.crowd(5, 0, '192.0.2.9')) {
      expect(await pupil.raw('ticket:open', wish())).toMatchObject({ ok: true });
    }
  });

  test('[A2] the live store holds no address, and prefix data for an hour at most; then the key changes', async () => {
    const { service } = elsewhere;
    elsewhere.nextPrefix();
    const [seeker] = await elsewhere.crowd(1);
    if (seeker) await open(seeker);
    expect(findIn(await service.dump(), ['100.64.', '127.0.0.1'])).toEqual([]);
    const ofPrefixes = (await service.keys()).filter((key) => /tally|hour-key|live-of/.test(key));
    expect(ofPrefixes.length).toBeGreaterThan(1);
    for (const key of ofPrefixes) {
      const leftMs = await service.redis.pTTL(key);
      expect([key, leftMs > 0 && leftMs <= HOUR_MS + 60_000]).toEqual([key, true]);
    }
    const countedBy = (keys: readonly string[]) => keys.filter((key) => key.includes('opened-of'));
    const counted = countedBy(await service.keys());

    await service.pass(HOUR_MS);
    const [same] = await elsewhere.crowd(1, 1);
    if (same) await open(same);
    const fresh = countedBy(await service.keys()).find((key) => !counted.includes(key));
    expect(fresh).toBeDefined();
    // Both nodes use the same new key.
    const [other] = await elsewhere.crowd(1, 0);
    if (other) await open(other);
    expect(await service.redis.get(fresh ?? '')).toBe('2');
  });

  test('[F4] while the live store is away, a node keeps its own count', async () => {
    await using redis = await startTestRedis();
    const client = await redisClient(redis.url, () => {}).connect();
    onTestFinished(() => client.destroy());
    const counts = sharedCounters(client, keysOf('test'));
    await counts.opened('one');
    expect(await counts.ticketsOf('one')).toMatchObject({ count: 1 });
    await redis.kill();
    await until(async () => (await counts.ticketsOf('one')).count === 0);
    await counts.opened('one');
    expect((await counts.ticketsOf('one')).count).toBe(1);
    expect((await counts.ticketsOf('other')).count).toBe(0);
  });
});

describe('[R5] connections of one address prefix', () => {
  test('[R5] at most 50 to a node; the next is told when to retry, and connects once one has left', async () => {
    elsewhere.nextPrefix();
    const [first] = await elsewhere.crowd(50, 0);
    await expect(elsewhere.seeker(elsewhere.somewhere(), 0)).rejects.toMatchObject({
      ...{ code: 'rate_limited', retryAfterMs: TOO_MANY_CONNECTIONS_RETRY_MS },
    });
    // Another node and another prefix are not affected.
    await elsewhere.crowd(1, 1);
    await elsewhere.crowd(1, 0, '198.51.100.1');
    first?.socket.disconnect();
    await until(async () => {
      const seeker = await elsewhere.seeker(elsewhere.somewhere(), 0).catch(() => null);
      seeker?.socket.disconnect();
      return seeker !== null;
    });
  });

  test('[R5] still count after the hour key has changed', async () => {
    elsewhere.nextPrefix();
    await elsewhere.crowd(50, 0);
    await elsewhere.service.pass(HOUR_MS);
    await expect(elsewhere.seeker(elsewhere.somewhere(), 0)).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });

  test('[R5] staff are neither counted nor refused; an unknown staff session is unauthorized', async () => {
    const { service } = elsewhere;
    const { session } = await service.volunteer();
    elsewhere.nextPrefix();
    await elsewhere.crowd(50, 0);
    const staff = await elsewhere.staff(elsewhere.somewhere(), session, 0);
    expect(staff.snapshot.session.staff.alias).toBe('Kari');
    staff.socket.disconnect();
    await expect(
      elsewhere.staff(elsewhere.somewhere(), randomIds.secret(), 0),
    ).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  test('[R5] too many handshakes are refused, and more are cut off without an answer; others connect', async () => {
    const { service } = elsewhere;
    await service.set({ connectionsPerPrefix: 1_000 });
    onTestFinished(() => service.set({ connectionsPerPrefix: 50 }));
    elsewhere.nextPrefix();
    const { points, perMs } = HANDSHAKES_OF_PREFIX;
    await elsewhere.crowd(points, 1);
    const handshakes = Array.from({ length: points + 1 }, () =>
      elsewhere.seeker(elsewhere.somewhere(), 1).then(
        () => ({ code: 'connected', retryAfterMs: 0 }),
        ({ code, retryAfterMs }: { code: string; retryAfterMs?: number }) => ({
          code,
          retryAfterMs,
        }),
      ),
    );
    const answers = await Promise.all(handshakes);
    const told = answers.filter(({ code }) => code === 'rate_limited');
    expect(told.length).toBe(points);
    for (const { retryAfterMs = 0 } of told) {
      expect(retryAfterMs).toBeGreaterThan(0);
      expect(retryAfterMs).toBeLessThanOrEqual(perMs);
    }
    expect(answers.filter(({ code }) => code === 'websocket error').length).toBe(1);
    elsewhere.nextPrefix();
    await elsewhere.crowd(1, 1);
    await elsewhere.crowd(1, 1, '192.0.2.1');
  });
});
