/** Limits on the HTTP requests of one address prefix (rules R1, U3). */
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { redisClient } from '@terskel/server/redis/client';
import { REFUSAL_DELAY_MS, REQUESTS_OF_PREFIX, TIMES } from '@terskel/shared/limits';
import { describe, expect, onTestFinished, test } from 'vitest';
import { from } from '../helpers/elsewhere.ts';
import { manyAddresses } from '../helpers/many-addresses.ts';
import { open, refusal } from '../helpers/fixtures.ts';
import { commandsDuring } from '../helpers/monitor.ts';
import type { SeekerPeer } from '../helpers/peer.ts';

const elsewhere = manyAddresses();

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
  await inGroups(points + 1, () => leaveUnknown(elsewhere.somewhere(), how));
}

test.each(['exit', 'closing'] as const)(
  '[U3, R1] a known session can leave after its prefix has used up unknown sessions (%s) and requests',
  async (how) => {
    elsewhere.nextPrefix();
    const line = await elsewhere.crowd(3, 0);
    for (const seeker of line) await open(seeker);
    const [leaves, closes, ends] = line as [SeekerPeer, SeekerPeer, SeekerPeer];
    await spendUnknown(how);
    const { points } = REQUESTS_OF_PREFIX.all;
    await inGroups(points, () => elsewhere.fetch(elsewhere.somewhere(), '/api/intake'));
    for (const unknown of ['exit', 'end', 'closing'] as const) {
      expect([unknown, (await leaveUnknown(elsewhere.somewhere(), unknown)).status]).toEqual([
        unknown,
        429,
      ]);
    }
    const leave = async ({ resumeToken }: SeekerPeer, as: How) =>
      (await leaveFrom(elsewhere.somewhere(), { resumeToken, how: as })).status;
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
    elsewhere.nextPrefix();
    await spendUnknown(how);
    const { service } = elsewhere;
    const watcher = await redisClient(service.live.url, () => {}).connect();
    onTestFinished(() => watcher.destroy());
    const resumeToken = randomIds.secret();
    const asked = await commandsDuring(watcher, service.redis, async () => {
      expect((await leaveFrom(elsewhere.somewhere(), { resumeToken, how })).status).toBe(429);
    });
    const about = asked.filter(({ words }) => words.join(' ').includes(digest(resumeToken)));
    expect(about.map(({ words: [command] }) => command)).toEqual(['EXISTS']);
  },
);

test('[R1, Q6] a closing tab sets a deadline only if it has a ticket', async () => {
  elsewhere.nextPrefix();
  const [seeker] = await elsewhere.crowd(1, 0);
  if (!seeker) throw new Error('a seeker came');
  await open(seeker);
  const { service } = elsewhere;
  await service.drop(seeker);
  const tokens = [randomIds.secret(), seeker.resumeToken];
  for (const resumeToken of tokens)
    await leaveFrom(elsewhere.somewhere(), { resumeToken, how: 'closing' });
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
    elsewhere.nextPrefix();
    const answers = await inGroups(points, () => ask(elsewhere.somewhere()));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([status]));
    const askedAt = performance.now();
    const refused = await ask(elsewhere.somewhere(9));
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
    elsewhere.nextPrefix();
    expect((await ask(elsewhere.somewhere())).status).toBe(status);
  });

  test('[R1] health checks above the rate are delayed and never refused; a balancer’s own are not counted', async () => {
    elsewhere.nextPrefix();
    const { points } = REQUESTS_OF_PREFIX.health;
    const check = (headers: Record<string, string>) =>
      fetch(`${elsewhere.service.origin()}/healthz`, { headers });
    await inGroups(points, () => check(from(elsewhere.somewhere())));
    const tookMs = async (headers: Record<string, string>) => {
      const askedAt = performance.now();
      expect((await check(headers)).status).toBe(200);
      return performance.now() - askedAt;
    };
    expect(await tookMs(from(elsewhere.somewhere(9)))).toBeGreaterThanOrEqual(REFUSAL_DELAY_MS - 1);
    // As many as a prefix may, without a delay each.
    await inGroups(points + 10, () => check({}));
    expect((await check({})).status).toBe(200);
  });
});
