import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomIds } from '@terskel/server/clock';
import { clientPrefix, type PrefixOptions } from '@terskel/server/http/client-prefix';
import { digest } from '@terskel/server/digest';
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { sharedCounters } from '@terskel/server/live/shared-counters';
import {
  TOO_MANY_CONNECTIONS_RETRY_MS,
  HANDSHAKES_OF_PREFIX,
  REFUSAL_DELAY_MS,
  REQUESTS_OF_PREFIX,
  TIMES,
  TICKETS_OF_PREFIX_MS,
  TICKET_ATTEMPTS_OF_PREFIX,
} from '@terskel/shared/limits';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { from, startElsewhere, type Elsewhere } from '../helpers/elsewhere.ts';
import { goReady, open, refusal, wish } from '../helpers/fixtures.ts';
import { commandsDuring } from '../helpers/monitor.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { until } from '../helpers/service.ts';

const HOUR_MS = 3_600_000;

/** The result of `clientPrefix` for a real request with this `X-Forwarded-For` header. `null` sends no header. */
async function asked(forwarded: string | null, options: Partial<PrefixOptions> = {}) {
  const key = createSecretKey(Buffer.alloc(32, 1));
  const prefixOf = clientPrefix({
    ...{ trustedProxies: ['loopback'], sharedNetworks: [], key: () => key },
    ...{ onUnheeded: () => {}, onUnreadable: () => {} },
    ...options,
  });
  await using server = createServer((request, response) => {
    response.end(JSON.stringify(prefixOf(request)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const headers = forwarded === null ? {} : from(forwarded);
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers });
  return (await answer.json()) as string | null;
}

describe('[A2] the prefix hash of an address', () => {
  const byte = fc.nat(255);
  const group = fc.nat(0xffff).map((value) => value.toString(16));

  test('[A2] is the same for all of an IPv4 /24 in any notation, and differs between two /24s', async () => {
    const head = fc.tuple(fc.integer({ min: 1, max: 126 }), byte, byte);
    await fc.assert(
      fc.asyncProperty(head, head, byte, byte, async (one, other, low, lower) => {
        fc.pre(one.join() !== other.join());
        const prefix = await asked(`${one.join('.')}.${low}`, { trustedProxies: ['127.0.0.1'] });
        expect(prefix).toMatch(/^[\w-]{43}$/);
        expect(await asked(`${one.join('.')}.${lower}`)).toBe(prefix);
        expect(await asked(`::ffff:${one.join('.')}.${lower}`)).toBe(prefix);
        expect(await asked(`${other.join('.')}.${low}`)).not.toBe(prefix);
      }),
      { seed: 24, numRuns: 20 },
    );
  });

  test('[A2] is the same for all of an IPv6 /56, and differs between two /56s', async () => {
    const tail = fc.tuple(group, group, group, group);
    await fc.assert(
      fc.asyncProperty(group, byte, byte, tail, tail, async (third, low, lower, one, other) => {
        const at = (last: string, rest: readonly string[]) =>
          `2001:db8:${third}:${last}:${rest.join(':')}`;
        const inside = (value: number) => `ab${value.toString(16).padStart(2, '0')}`;
        const prefix = await asked(at(inside(low), one));
        expect(prefix).toMatch(/^[\w-]{43}$/);
        expect(await asked(at(inside(lower), other))).toBe(prefix);
        expect(await asked(at(`ac${inside(low).slice(2)}`, one))).not.toBe(prefix);
      }),
      { seed: 56, numRuns: 20 },
    );
  });

  test('[A2] ignores the port that some proxies add', async () => {
    for (const [plain, ...told] of [
      ['203.0.113.7', '203.0.113.7:5060', '192.0.2.1:80, 203.0.113.7:1'],
      ['2001:db8::7', '[2001:db8::7]:5060', '[2001:db8::7]'],
    ]) {
      const prefix = await asked(plain ?? null);
      expect(prefix).not.toBeNull();
      for (const one of told) expect([one, await asked(one)]).toEqual([one, prefix]);
    }
  });

  test('[A2] differs with every key', async () => {
    const other = createSecretKey(Buffer.alloc(32, 2));
    const before = await asked('203.0.113.7');
    expect(await asked('203.0.113.7', { key: () => other })).not.toBe(before);
  });

  test('[A2] is null for addresses of shared networks', async () => {
    const shared = { sharedNetworks: ['198.51.100.0/24', '2001:db8:5::/48'] };
    expect(await asked('198.51.100.77', shared)).toBeNull();
    expect(await asked('2001:db8:5:9::1', shared)).toBeNull();
    expect(await asked('198.51.101.77', shared)).not.toBeNull();
  });

  test('[A2, R5] is one shared value when a trusted proxy names no address, and that is reported', async () => {
    let unreadable = 0;
    const noticed = { onUnreadable: () => void (unreadable += 1) };
    const one = await asked(null, noticed);
    expect(one).toMatch(/^[\w-]{43}$/);
    for (const nobody of ['', 'unknown', ' , ', '999.1.1.1', '__proto__']) {
      expect([nobody, await asked(nobody, noticed)]).toEqual([nobody, one]);
    }
    expect(unreadable).toBe(6);
    expect(await asked('203.0.113.7', noticed)).not.toBe(one);
    // A request of the proxy itself.
    expect(await asked('127.0.0.1', { ...noticed, sharedNetworks: ['loopback'] })).toBeNull();
    expect(unreadable).toBe(6);
  });
});

test('[A2, R5] a connection closed before its address is read is not reported as an unreadable proxy', async () => {
  let unreadable = 0;
  const key = createSecretKey(Buffer.alloc(32, 1));
  const prefixOf = clientPrefix({
    ...{ trustedProxies: ['loopback'], sharedNetworks: [], key: () => key },
    ...{ onUnheeded: () => {}, onUnreadable: () => void (unreadable += 1) },
  });
  const peers: (string | null)[] = [];
  await using server = createServer((request, response) => {
    if (request.url === '/gone') request.socket.destroy();
    response.end(JSON.stringify(prefixOf(request)));
  });
  server.on('connection', (socket) => {
    if (peers.length === 0) socket.destroy();
    peers.push(prefixOf.peer(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  await expect(ask('/')).rejects.toThrow('fetch failed');
  expect(peers).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
  await expect(ask('/gone')).rejects.toThrow('fetch failed');
  expect(unreadable).toBe(0);
  await (await ask('/')).text();
  await (await ask('/')).text();
  expect(unreadable).toBe(1);
});

describe('[A2] which proxies may name the client', () => {
  test('[A2] none, unless configured; a nearby proxy whose header is ignored is reported', async () => {
    let unheeded = 0;
    const nobody = { trustedProxies: [], onUnheeded: () => void (unheeded += 1) };
    const own = await asked(null, nobody);
    expect(unheeded).toBe(0);
    for (const made of ['203.0.113.7', '127.0.0.1', '10.0.0.1, 203.0.113.7', 'x']) {
      expect(await asked(made, nobody)).toBe(own);
    }
    expect(unheeded).toBe(4);
    expect(own).not.toBeNull();
  });

  test('[A2] the last address in the chain that is not a trusted proxy counts, whatever precedes it', async () => {
    const proxies = { trustedProxies: ['loopback', '10.0.0.0/8'] };
    const own = await asked('203.0.113.7', proxies);
    for (const chain of [
      '203.0.113.7, 10.1.2.3',
      '198.51.100.1, 203.0.113.7',
      '198.51.100.1,203.0.113.99 , 10.9.9.9,127.0.0.1',
      'unknown, 127.0.0.1, 203.0.113.7',
      '\u0080, 203.0.113.7',
    ]) {
      expect([chain, await asked(chain, proxies)]).toEqual([chain, own]);
    }
  });
});

let elsewhere: Elsewhere;
let prefixes = 0;
/** An address with a prefix that no other test uses. */
const somewhere = (last = 1) => `100.64.${prefixes}.${last}`;
beforeAll(async () => {
  elsewhere = await startElsewhere({ nodes: 2, sharedNetworks: ['192.0.2.0/24'] });
  await elsewhere.service.set({ queueLimit: 1_000, livePerPrefix: 1_000 });
  // Keeps intake open for hours (rule I2). This volunteer's language matches no seeker, so they get no offer.
  await goReady(await elsewhere.service.volunteer({ languages: ['pl'] }));
});
afterAll(() => elsewhere.service[Symbol.asyncDispose]());

/**
 * Connects `count` seekers of this prefix, by default to the two nodes in turn. All disconnect at the end of the test.
 */
async function crowd(count: number, node?: number, address?: string): Promise<SeekerPeer[]> {
  const come = (_: unknown, index: number) =>
    elsewhere.seeker(address ?? somewhere(index % 250), node ?? index % 2);
  const seekers = await Promise.all(Array.from({ length: count }, come));
  onTestFinished(() => {
    for (const { socket } of seekers) socket.disconnect();
  });
  return seekers;
}

describe('[R1] tickets of one address prefix', () => {
  test('[R1] at most 20 in ten minutes on all nodes together; asking again returns the same ticket', async () => {
    prefixes += 1;
    const seekers = await crowd(21);
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

    prefixes += 1;
    const [stranger] = await crowd(1);
    expect(await stranger?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] only opened tickets count: vain attempts at a full queue do not lock a seeker out', async () => {
    prefixes += 1;
    const seekers = await crowd(26);
    await elsewhere.service.set({ queueLimit: 0 });
    onTestFinished(() => elsewhere.service.set({ queueLimit: 1_000 }));
    for (const seeker of seekers.slice(1))
      expect(await seeker.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
    await elsewhere.service.set({ queueLimit: 1_000 });
    expect(await seekers[0]?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] attempts have a limit of their own, which resets within a minute', async () => {
    prefixes += 1;
    await elsewhere.service.set({ queueLimit: 0, connectionsPerPrefix: 1_000 });
    onTestFinished(() => elsewhere.service.set({ queueLimit: 1_000, connectionsPerPrefix: 50 }));
    const { points, perMs } = TICKET_ATTEMPTS_OF_PREFIX;
    const seekers = await crowd(points / 5 + 1, 0);
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
    prefixes += 1;
    const [one, two, three, four] = await crowd(4);
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
    prefixes += 1;
    const [stranger] = await crowd(1);
    expect(await stranger?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R6, R1] a seeker in danger is not refused because of others on the same network', async () => {
    await elsewhere.service.set({ livePerPrefix: 2, ticketsPerPrefix: 2 });
    onTestFinished(() => elsewhere.service.set({ livePerPrefix: 1_000, ticketsPerPrefix: 20 }));
    prefixes += 1;
    const [one, two, three, inDanger] = await crowd(4);
    expect(await one?.raw('ticket:open', wish())).toMatchObject({ ok: true });
    const second = await proven(two, wish());
    expect(await two?.raw('ticket:open', second.wish)).toMatchObject({ ok: true });
    expect(await three?.raw('ticket:open', wish())).toMatchObject(refusal('rate_limited'));
    const asked = await proven(inDanger, wish({ urgent: true }));
    expect(await inDanger?.raw('ticket:open', asked.wish)).toMatchObject({ ok: true });
  });

  test('[R6, A2] no ticket is opened with an outdated hour key: the page is disconnected and reconnects', async () => {
    prefixes += 1;
    const [seeker] = await crowd(1);
    await elsewhere.service.pass(HOUR_MS + 1);
    const gone = new Promise((resolve) => seeker?.socket.once('disconnect', resolve));
    void seeker?.raw('ticket:open', wish()).catch(() => {});
    await gone;
    const [again] = await crowd(1);
    expect(await again?.raw('ticket:open', wish())).toMatchObject({ ok: true });
  });

  test('[R1] the limit is a setting, and shared networks are not counted', async () => {
    await elsewhere.service.set({ ticketsPerPrefix: 1 });
    onTestFinished(() => elsewhere.service.set({ ticketsPerPrefix: 20 }));
    prefixes += 1;
    const [one, other] = await crowd(2);
    expect(await one?.raw('ticket:open', wish())).toMatchObject({ ok: true });
    expect(await other?.raw('ticket:open', wish())).toMatchObject(refusal('rate_limited'));
    for (const pupil of await crowd(5, 0, '192.0.2.9')) {
      expect(await pupil.raw('ticket:open', wish())).toMatchObject({ ok: true });
    }
  });

  test('[A2] the live store holds no address, and prefix data for an hour at most; then the key changes', async () => {
    const { service } = elsewhere;
    prefixes += 1;
    const [seeker] = await crowd(1);
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
    const [same] = await crowd(1, 1);
    if (same) await open(same);
    const fresh = countedBy(await service.keys()).find((key) => !counted.includes(key));
    expect(fresh).toBeDefined();
    // Both nodes use the same new key.
    const [other] = await crowd(1, 0);
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
    prefixes += 1;
    const [first] = await crowd(50, 0);
    await expect(elsewhere.seeker(somewhere(), 0)).rejects.toMatchObject({
      ...{ code: 'rate_limited', retryAfterMs: TOO_MANY_CONNECTIONS_RETRY_MS },
    });
    // Another node and another prefix are not affected.
    await crowd(1, 1);
    await crowd(1, 0, '198.51.100.1');
    first?.socket.disconnect();
    await until(async () => {
      const seeker = await elsewhere.seeker(somewhere(), 0).catch(() => null);
      seeker?.socket.disconnect();
      return seeker !== null;
    });
  });

  test('[R5] still count after the hour key has changed', async () => {
    prefixes += 1;
    await crowd(50, 0);
    await elsewhere.service.pass(HOUR_MS);
    await expect(elsewhere.seeker(somewhere(), 0)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('[R5] staff are neither counted nor refused; an unknown staff session is unauthorized', async () => {
    const { service } = elsewhere;
    const { session } = await service.volunteer();
    prefixes += 1;
    await crowd(50, 0);
    const staff = await elsewhere.staff(somewhere(), session, 0);
    expect(staff.snapshot.session.staff.alias).toBe('Kari');
    staff.socket.disconnect();
    await expect(elsewhere.staff(somewhere(), randomIds.secret(), 0)).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  test('[R5] too many handshakes are refused, and more are cut off without an answer; others connect', async () => {
    const { service } = elsewhere;
    await service.set({ connectionsPerPrefix: 1_000 });
    onTestFinished(() => service.set({ connectionsPerPrefix: 50 }));
    prefixes += 1;
    const { points, perMs } = HANDSHAKES_OF_PREFIX;
    await crowd(points, 1);
    const handshakes = Array.from({ length: points + 1 }, () =>
      elsewhere.seeker(somewhere(), 1).then(
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
    prefixes += 1;
    await crowd(1, 1);
    await crowd(1, 1, '192.0.2.1');
  });
});

/** Sends `count` requests, a hundred at a time, so that a busy machine can answer all of them in time. */
async function inGroups(count: number, ask: () => Promise<Response>): Promise<Response[]> {
  const answers: Response[] = [];
  while (answers.length < count) {
    const length = Math.min(100, count - answers.length);
    answers.push(...(await Promise.all(Array.from({ length }, ask))));
  }
  return answers;
}

const leaveFrom = (address: string, body: object) =>
  elsewhere.fetch(address, '/api/leave', {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(body),
  });
type How = 'exit' | 'end' | 'closing';
const leaveUnknown = (address: string, how: How) =>
  leaveFrom(address, { resumeToken: randomIds.secret(), how });

/** Leaves as many unknown sessions as the prefix may, and one more. */
async function spendUnknown(how: How): Promise<void> {
  const { points } = REQUESTS_OF_PREFIX.leaveUnknown;
  await inGroups(points + 1, () => leaveUnknown(somewhere(), how));
}

test.each(['exit', 'closing'] as const)(
  '[U3, R1] a known session can leave after its prefix has used up unknown sessions (%s) and requests',
  async (how) => {
    prefixes += 1;
    const line = await crowd(3, 0);
    for (const seeker of line) await open(seeker);
    const [leaves, closes, ends] = line as [SeekerPeer, SeekerPeer, SeekerPeer];
    await spendUnknown(how);
    const { points } = REQUESTS_OF_PREFIX.all;
    await inGroups(points, () => elsewhere.fetch(somewhere(), '/api/intake'));
    for (const unknown of ['exit', 'end', 'closing'] as const) {
      expect([unknown, (await leaveUnknown(somewhere(), unknown)).status]).toEqual([unknown, 429]);
    }
    const leave = async ({ resumeToken }: SeekerPeer, as: How) =>
      (await leaveFrom(somewhere(), { resumeToken, how: as })).status;
    expect(await leave(leaves, 'exit')).toBe(204);
    expect(await leaves.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
    expect(await leave(ends, 'end')).toBe(204);
    expect(await ends.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
    expect(await leave(closes, 'closing')).toBe(204);
    expect(await elsewhere.service.session(closes)).toHaveProperty('closingAt');
  },
);

test.each(['exit', 'end', 'closing'] as const)(
  '[R1] above the limit of unknown sessions (%s), one more costs the live store one EXISTS and no job',
  async (how) => {
    prefixes += 1;
    await spendUnknown(how);
    const { service } = elsewhere;
    const watcher = await redisClient(service.live.url, () => {}).connect();
    onTestFinished(() => watcher.destroy());
    const resumeToken = randomIds.secret();
    const asked = await commandsDuring(watcher, service.redis, async () => {
      expect((await leaveFrom(somewhere(), { resumeToken, how })).status).toBe(429);
    });
    const about = asked.filter(({ words }) => words.join(' ').includes(digest(resumeToken)));
    expect(about.map(({ words: [command] }) => command)).toEqual(['EXISTS']);
  },
);

test('[R1, Q6] a closing tab sets a deadline only if it has a ticket', async () => {
  prefixes += 1;
  const [seeker] = await crowd(1, 0);
  if (!seeker) throw new Error('a seeker came');
  await open(seeker);
  const { service } = elsewhere;
  await service.drop(seeker);
  const tokens = [randomIds.secret(), seeker.resumeToken];
  for (const resumeToken of tokens) await leaveFrom(somewhere(), { resumeToken, how: 'closing' });
  const { deadlines } = (await service.dump()).zsets;
  const dueAt = tokens.map((token) => deadlines?.[`place ${digest(token)}`]);
  expect(dueAt).toEqual([undefined, service.clock.now() + TIMES.closingTabMs]);
});

describe('[R1] HTTP requests of one address prefix', () => {
  const post = (path: string, body: object) => (address: string) =>
    elsewhere.fetch(address, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const unknown = { resumeToken: randomIds.secret() };
  const leave = post('/api/leave', { ...unknown, how: 'exit' });
  const close = post('/api/leave', { ...unknown, how: 'closing' });
  const beacon = post('/api/leave', {});
  const join = post('/api/staff/invite', { invite: randomIds.secret() });
  const intake = (address: string) => elsewhere.fetch(address, '/api/intake');
  const file = (address: string) => elsewhere.fetch(address, '/assets/none');

  test.each([
    ['leaving unknown sessions', REQUESTS_OF_PREFIX.leaveUnknown, 204, leave],
    ['closing unknown sessions', REQUESTS_OF_PREFIX.leaveUnknown, 204, close],
    ['leaving sessions, known or not', REQUESTS_OF_PREFIX.leave, 400, beacon],
    ['joining', REQUESTS_OF_PREFIX.enter, 404, join],
    ['asking about intake', REQUESTS_OF_PREFIX.all, 200, intake],
    ['loading pages', REQUESTS_OF_PREFIX.files, 404, file],
  ])('[R1] %s too often is refused with a retry delay, for that prefix alone', async (...row) => {
    const [, { points, perMs }, status, ask] = row;
    prefixes += 1;
    const answers = await inGroups(points, () => ask(somewhere()));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
    const askedAt = performance.now();
    const refused = await ask(somewhere(9));
    // A refusal is delayed so that it is not faster than an answer. Timers may fire a millisecond early.
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(REFUSAL_DELAY_MS - 1);
    expect([refused.status, await refused.json()]).toEqual([
      429,
      { ...refusal('rate_limited'), retryAfterMs: expect.any(Number) as number },
    ]);
    const retryAfterS = Number(refused.headers.get('retry-after'));
    expect(retryAfterS).toBeGreaterThan(0);
    expect(retryAfterS).toBeLessThanOrEqual(perMs / 1_000);
    expect((await ask('192.0.2.1')).status).toBe(status);
    prefixes += 1;
    expect((await ask(somewhere())).status).toBe(status);
  });

  test('[R1] health checks above the rate are delayed and never refused; a balancer’s own are not counted', async () => {
    prefixes += 1;
    const { points } = REQUESTS_OF_PREFIX.health;
    const check = (headers: Record<string, string>) =>
      fetch(`${elsewhere.service.origin()}/healthz`, { headers });
    await inGroups(points, () => check(from(somewhere())));
    const tookMs = async (headers: Record<string, string>) => {
      const askedAt = performance.now();
      expect((await check(headers)).status).toBe(200);
      return performance.now() - askedAt;
    };
    expect(await tookMs(from(somewhere(9)))).toBeGreaterThanOrEqual(REFUSAL_DELAY_MS - 1);
    // As many as a prefix may, without a delay each.
    await inGroups(points + 10, () => check({}));
    expect((await check({})).status).toBe(200);
  });
});
