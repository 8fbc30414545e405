import { randomIds } from '@terskel/server/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, refusal } from '../helpers/fixtures.ts';
import { ask as from, type Ask } from '../helpers/raw-http.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

const ask = (path: string, asked?: Ask) => from(service.origin(1), path, asked);
const json = { 'content-type': 'application/json' };
const post = (path: string, body: unknown, headers: Ask['headers'] = json) =>
  ask(path, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('[F4] health says that the node runs, readiness that it reaches its stores', async () => {
  expect(await ask('/healthz')).toMatchObject({ status: 200, body: 'ok' });
  expect(await ask('/readyz')).toMatchObject({ status: 200, body: 'ready' });
});

test.each([
  ['nothing', ''],
  ['an array', '[]'],
  ['no token', { how: 'exit' }],
  ['no `how`', { resumeToken: randomIds.secret() }],
  ['an unknown `how`', { resumeToken: randomIds.secret(), how: 'later' }],
  ['a short token', { resumeToken: 'short', how: 'exit' }],
  ['an array as the token', { resumeToken: [randomIds.secret()], how: 'exit' }],
  ['an unknown field', { resumeToken: randomIds.secret(), how: 'exit', conversationId: 'x' }],
  ['a `__proto__` field', `{"__proto__":{},"resumeToken":"${randomIds.secret()}","how":"exit"}`],
])('[R3] a beacon with %s is refused', async (_what, body) => {
  const answer = await post('/api/leave', body);
  expect([answer.status, JSON.parse(answer.body)]).toEqual([400, refusal('invalid_payload')]);
});

test('[U3] the beacon of an unknown tab changes nothing and gets the same answer', async () => {
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker(0);
  await open(seeker);
  const before = await service.dump();
  for (const how of ['exit', 'closing']) {
    const unknown = await post('/api/leave', { resumeToken: randomIds.secret(), how });
    expect(unknown).toMatchObject({ status: 204, body: '' });
  }
  // From another origin even a known session is refused.
  const body = { resumeToken: seeker.resumeToken, how: 'exit' };
  const foreign = { ...json, origin: 'https://evil.example' };
  expect((await post('/api/leave', body, foreign)).status).toBe(403);
  expect(await service.dump()).toEqual(before);

  // Plain text needs no preflight. Older browsers send beacons so.
  const plain = { 'content-type': 'text/plain;charset=UTF-8', origin: service.origin(1) };
  expect((await post('/api/leave', body, plain)).status).toBe(204);
  expect(await seeker.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
});
