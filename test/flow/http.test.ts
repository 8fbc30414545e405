import { request } from 'node:http';
import { text as read } from 'node:stream/consumers';
import { randomIds } from '@terskel/server/clock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, refusal } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Exactly this path, which `fetch` would tidy up. */
function ask(path: string, { method = 'GET', headers = {}, body = '' }: Ask = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(service.origin(1));
  const asking = request({ hostname, port, path, method, headers }, (response) => {
    const { statusCode: status = 0, headers: told } = response;
    read(response).then((text) => resolve({ status, headers: told, text }), reject);
  });
  asking.once('error', reject);
  asking.end(body);
  return promise;
}
const json = { 'content-type': 'application/json' };
const post = (path: string, body: unknown, headers: Ask['headers'] = json) =>
  ask(path, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

test('[F4] health says that the node lives, readiness that its stores do', async () => {
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok' });
  expect(await ask('/readyz')).toMatchObject({ status: 200, text: 'ready' });
});

test.each<[string, number, string, Ask?]>([
  ['health', 200, '/healthz'],
  ['intake', 200, '/api/intake'],
  ['nobody signed in', 401, '/api/staff/me'],
  ['no such route', 404, '/api/none'],
  ['no such method', 404, '/api/leave'],
  ['no such page', 404, '/nothing.html'],
  ['a path out of the folder', 404, '/../package.json'],
  ['the same, in code', 404, '/..%2f..%2fpackage.json'],
  ['a path that cannot be decoded', 400, '/%E0%A4%A'],
  ['a zero byte', 404, '/%00'],
  ['no JSON', 400, '/api/leave', { method: 'POST', headers: json, body: '{' }],
  [
    'too much',
    413,
    '/api/leave',
    { method: 'POST', headers: json, body: `"${'x'.repeat(5_000)}"` },
  ],
  [
    'a charset that is none',
    415,
    '/api/leave',
    { method: 'POST', headers: { 'content-type': 'text/plain; charset=x' }, body: '{}' },
  ],
  [
    'another origin',
    403,
    '/api/leave',
    { method: 'POST', headers: { origin: 'https://evil.example' } },
  ],
  ['a page asked by another method', 404, '/', { method: 'DELETE' }],
  ['a socket without a version', 400, '/socket.io/'],
  [
    'a socket for another origin',
    403,
    '/socket.io/?EIO=4&transport=polling',
    { headers: { origin: 'https://evil.example' } },
  ],
  ['a socket by polling', 200, '/socket.io/?EIO=4&transport=polling'],
])(
  '[A1] no answer lets other origins in or tells of the machine: %s',
  async (_what, status, path, how) => {
    const answer = await ask(path, how);
    expect(answer).toMatchObject({
      status,
      headers: {
        'content-security-policy': expect.stringContaining("default-src 'none'") as string,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    });
    for (const name of [
      'x-powered-by',
      'server',
      'etag',
      'set-cookie',
      'access-control-allow-origin',
    ]) {
      expect(answer.headers[name]).toBeUndefined();
    }
    expect(answer.text).not.toMatch(/node_modules|\.ts\b|at \w+ \(/);
  },
);

test('[A1] the policy allows scripts, styles and connections of our own alone, and no frame', async () => {
  const policy = String((await ask('/')).headers['content-security-policy']);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test.each([
  ['nothing', ''],
  ['no object', '[]'],
  ['no token', { how: 'exit' }],
  ['no way', { resumeToken: randomIds.secret() }],
  ['another way', { resumeToken: randomIds.secret(), how: 'later' }],
  ['a short token', { resumeToken: 'short', how: 'exit' }],
  ['a list for a token', { resumeToken: [randomIds.secret()], how: 'exit' }],
  ['one field more', { resumeToken: randomIds.secret(), how: 'exit', conversationId: 'x' }],
  ['a field of all objects', `{"__proto__":{},"resumeToken":"${randomIds.secret()}","how":"exit"}`],
])('[R3] a beacon with %s is refused', async (_what, body) => {
  const { status, text } = await post('/api/leave', body);
  expect([status, JSON.parse(text)]).toEqual([400, refusal('invalid_payload')]);
});

test('[U3] the beacon of an unknown tab changes nothing and is answered alike', async () => {
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker(0);
  await open(seeker);
  const before = await service.dump();
  for (const how of ['exit', 'closing']) {
    const unknown = await post('/api/leave', { resumeToken: randomIds.secret(), how });
    expect(unknown).toMatchObject({ status: 204, text: '' });
  }
  // From another origin not even a known one.
  const body = { resumeToken: seeker.resumeToken, how: 'exit' };
  const foreign = { ...json, origin: 'https://evil.example' };
  expect((await post('/api/leave', body, foreign)).status).toBe(403);
  expect(await service.dump()).toEqual(before);

  // Plain text needs no preflight: beacons of older browsers.
  const plain = { 'content-type': 'text/plain;charset=UTF-8', origin: service.origin(1) };
  expect((await post('/api/leave', body, plain)).status).toBe(204);
  expect(await seeker.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
});
