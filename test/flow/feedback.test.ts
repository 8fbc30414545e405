/** Feedback by seekers after the end, over HTTP on any node. It is published only in groups. */
import { randomIds } from '@terskel/server/clock';
import { keysOf } from '@terskel/server/live/keys';
import { COMMENT_MAX_CHARS, TELLABLE_FROM, TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { HOUR_MS, hourOf } from '../helpers/counts.ts';
import { everythingIn, findIn } from '../helpers/dump.ts';
import { NODES, acceptNext, goReady, open } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';
import { joined } from '../helpers/staff-browser.ts';

/** Sends feedback. Returns the HTTP status. */
async function answer(
  service: TestService,
  resumeToken: unknown,
  said: object,
  node = 0,
  headers: Record<string, string> = {},
): Promise<number> {
  const { status } = await fetch(`${service.origin(node)}/api/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ resumeToken, ...said }),
  });
  return status;
}

/**
 * A volunteer who takes one seeker after the other. Returns a function that makes a seeker whose conversation has
 * ended.
 */
async function talks(service: TestService, node = 0) {
  const volunteer = await service.volunteer({ node });
  await goReady(volunteer);
  await service.tick();
  return async (wish: object = {}, seekerNode = 0): Promise<SeekerPeer> => {
    const seeker = await service.seeker(seekerNode);
    await open(seeker, wish);
    const { id: conversationId } = await acceptNext(volunteer);
    await seeker.send('conversation:end', { conversationId, reason: 'seeker' });
    await volunteer.send('availability:set', { state: 'ready' });
    return seeker;
  };
}

const NOTHING = { hours: {}, days: {}, weekHours: {}, months: {} };
/** What the ledger has counted, without how far. */
async function counted({ book }: TestService) {
  const { hours, days, weekHours, months } = await book.figures();
  return { hours, days, weekHours, months };
}

/** Ids of the batches of counts that wait for the ledger. */
const batches = ({ redis }: TestService) => redis.hKeys(keysOf(NAMESPACE).countBatches);

describe.each(NODES)('%s', (_where, seekerNode, otherNode) => {
  test('[T2, T6] five equal answers are counted at the full hour, and the ledger stores nothing else', async () => {
    await using service = await startService({ nodes: 2 });
    const from = service.clock.now();
    const day = new Date(from).toISOString().slice(0, 10);
    const ended = await talks(service, otherNode);
    const before = await everythingIn(service.ledgerRedis);
    for (let count = 0; count < TELLABLE_FROM; count += 1) {
      const { resumeToken } = await ended({ feeling: 1, language: 'no' }, seekerNode);
      const said = { feeling: 2, heard: 5, comment: 'fint å bli hørt' };
      expect(await answer(service, resumeToken, said, otherNode)).toBe(204);
      // A retry, as after a lost response.
      expect(await answer(service, resumeToken, said, seekerNode)).toBe(204);
    }
    const { resumeToken } = await ended({ feeling: 5, language: 'en' }, seekerNode);
    expect(await answer(service, resumeToken, { heard: 1 }, otherNode)).toBe(204);
    const untilFullHour = HOUR_MS - (service.clock.now() % HOUR_MS);
    await service.pass(untilFullHour - 1);
    expect(await counted(service)).toEqual(NOTHING);
    await service.pass(1);
    await until(async () => (await batches(service)).length === 0);
    const months = {
      ...{ 'before 1': 5, 'after 2': 5, 'change better': 5, 'heard 5': 5 },
      ...{ 'languages no': 5, 'topics none': 6, 'ages none': 6 },
      ...{ 'ends seeker': 6, 'durations 5': 6 },
    };
    expect(await counted(service)).toEqual({
      hours: { [`tickets ${hourOf(from)} matched`]: 6 },
      days: { [`waits ${day} matched 15`]: 6 },
      weekHours: {},
      months: Object.fromEntries(
        Object.entries(months).map(([cell, count]) => [
          cell.replace(' ', ` ${day.slice(0, 7)} `),
          count,
        ]),
      ),
    });
    const ledger = await everythingIn(service.ledgerRedis);
    expect(ledger).not.toContain('hørt');
    const others = (text: string) =>
      text.split('\n').filter((line) => !/:(?:figures:[\w-]+|batches|head)"/.test(line));
    expect(others(ledger).toSorted()).toEqual(others(before).toSorted());
  });
});

test('[T6] an admin reads comments in groups of five, and no other role reads them', async () => {
  await using service = await startService({ nodes: 2 });
  const ended = await talks(service);
  const admin = await joined(service, ['admin']);
  const read = async () => (await admin.call('GET /api/admin/comments')).comments;
  const said = Array.from({ length: TELLABLE_FROM + 1 }, (_, index) => `ord ${index}\n<b>til</b>`);
  for (const [index, comment] of said.entries()) {
    expect(await read()).toHaveLength(index < TELLABLE_FROM ? 0 : TELLABLE_FROM);
    const { resumeToken } = await ended();
    expect(await answer(service, resumeToken, { comment: `  ${comment} ` }, index % 2)).toBe(204);
  }
  expect((await read()).toSorted()).toEqual(said.slice(0, TELLABLE_FROM));
  const leader = await joined(service, ['volunteer', 'leader']);
  expect((await leader.ask('GET /api/admin/comments')).code).toBe('forbidden');
  expect(await everythingIn(service.ledgerRedis)).not.toContain('ord 0');
});

test('[T6] feedback that is late, unexpected or has an unknown token is refused and changes nothing', async () => {
  await using service = await startService({ nodes: 2 });
  const ended = await talks(service);
  const late = await ended();
  const volunteer = await service.volunteer({ alias: 'Ola' });
  await service.pass(TIMES.tombstoneMs);
  const before = await service.dump();
  const waits = await service.seeker();
  const tokens = [late.resumeToken, waits.resumeToken, randomIds.secret()];
  for (const token of tokens) {
    expect(await answer(service, token, { heard: 5, comment: 'sent' })).toBe(404);
  }
  expect(findIn(await service.dump(), ['sent'])).toEqual([]);
  for (const { hashes } of [before, await service.dump()])
    expect(Object.keys(hashes['said'] ?? {}).join()).not.toMatch(/heard|after/);
  volunteer.socket.disconnect();
});

test('[T6] feedback is refused after an exit, and accepted after an end by beacon', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer: VolunteerPeer = await service.volunteer();
  await goReady(volunteer);
  await service.tick();
  for (const [how, status, reason] of [
    ['exit', 404, 'exit'],
    ['end', 204, 'seeker'],
  ] as const) {
    const seeker = await service.seeker();
    await open(seeker);
    await acceptNext(volunteer);
    await service.leave(seeker, how, 1);
    expect(await volunteer.next('conversation:ended')).toMatchObject({ reason });
    expect(await answer(service, seeker.resumeToken, { heard: 4 }, 1)).toBe(status);
    await volunteer.send('availability:set', { state: 'ready' });
  }
});

const HOSTILE: readonly (readonly [string, object, number])[] = [
  ['nothing at all', {}, 400],
  ['a feeling above the scale', { feeling: 6 }, 400],
  ['a zero', { heard: 0 }, 400],
  ['a fraction', { feeling: 2.5 }, 400],
  ['a number as text', { feeling: '3' }, 400],
  ['null', { heard: null }, 400],
  ['an array', { comment: ['a'] }, 400],
  ['an empty comment', { comment: ' \n ' }, 400],
  ['a comment that is too long', { comment: 'å'.repeat(COMMENT_MAX_CHARS + 1) }, 400],
  ['a body that is too large', { comment: 'å'.repeat(5_000) }, 413],
  ['an unknown field', { feeling: 3, conversationId: 'x' }, 400],
  ['a field named like a method', { feeling: 3, constructor: 1 }, 400],
  ['a comment of the maximum length', { comment: '語'.repeat(COMMENT_MAX_CHARS) }, 204],
];
test('[T6, R3] malformed feedback is refused and does not use up the one answer', async () => {
  await using service = await startService();
  const ended = await talks(service);
  const { resumeToken } = await ended();
  const foreign = { origin: 'https://example.org' };
  expect(await answer(service, resumeToken, { heard: 5 }, 0, foreign)).toBe(403);
  for (const token of ['x', null, { length: 43 }, `${resumeToken}=`])
    expect(await answer(service, token, { heard: 5 })).toBe(400);
  for (const [what, said, status] of HOSTILE)
    expect([what, await answer(service, resumeToken, said)]).toEqual([what, status]);
  expect(await answer(service, resumeToken, { heard: 5 })).toBe(409);
});

test('[T2, F4] counts that a full hour released while the ledger is away are added once it is back', async () => {
  await using service = await startService({ nodes: 2 });
  const ended = await talks(service);
  for (let count = 0; count < TELLABLE_FROM; count += 1)
    expect(await answer(service, (await ended()).resumeToken, { heard: 3 })).toBe(204);
  await service.ledger.kill();
  await service.pass(HOUR_MS);
  expect(await batches(service)).toHaveLength(1);
  await service.ledger.restart();
  await service.ready();
  await until(async () => (await batches(service)).length === 0);
  const { months, hours } = await counted(service);
  expect(Object.entries(months).find(([cell]) => cell.startsWith('heard'))?.[1]).toBe(5);
  expect(Object.values(hours)).toEqual([TELLABLE_FROM]);
  expect((await service.book.figures()).gaps).toEqual([]);
}, 30_000);
