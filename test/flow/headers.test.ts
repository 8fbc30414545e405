/** The surface that strangers meet: what every kind of answer says besides its body, compared whole. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { randomIds } from '@terskel/server/clock';
import { POLICY } from '@terskel/server/http/headers';
import { COUNTRIES } from '@terskel/shared/phone-lines';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { ask, exchange, parse, type Answer, type Ask } from '../helpers/raw-http.ts';
import { serverRoutes } from '../helpers/routes.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { invited, staffBrowser } from '../helpers/staff-browser.ts';

/** Of every answer. */
const ALWAYS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};
/** Of what is no document. */
const DATA = {
  ...ALWAYS,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
/** Of a document. */
const DOCUMENT = {
  ...ALWAYS,
  'content-security-policy': POLICY,
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
};
const DENIED = expect.stringMatching(/^(?:[a-z-]+=\(\),){40,}[a-z-]+=\(\)$/) as string;
/** The same but for what the pages of the staff ask for: passkeys of their own, and to copy a link. */
const OF_STAFF = expect.stringMatching(
  /^(?:(?!publickey|clipboard-w)[a-z-]+=\(\),)+clipboard-write=\(self\),(?:(?!publickey)[a-z-]+=\(\),)+publickey-credentials-create=\(self\),publickey-credentials-get=\(self\),(?:[a-z-]+=\(\),)*[a-z-]+=\(\)$/,
) as string;
/** How the body comes: no two answers need to have the same. */
const FRAMING = new Set([
  ...['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'keep-alive'],
  ...['transfer-encoding', 'vary'],
]);
/** Words of those who wrote what we stand on, and of our own insides. */
const TELLING = /node|express|engine|\bws\b|\.[jt]s\b|\bat \w+|v?\d+\.\d+\.\d+/i;

const SETUPS = [
  { setup: 'http on this machine', publicUrl: 'http://localhost:3000', proxied: {}, tls: {} },
  {
    setup: 'https behind a proxy',
    publicUrl: 'https://chat.example.org',
    proxied: {
      ...{ Host: 'chat.example.org', Via: '1.1 proxy', 'X-Forwarded-Proto': 'https' },
      'X-Forwarded-For': '203.0.113.7',
    },
    tls: { 'strict-transport-security': 'max-age=63072000' },
  },
] as const;

const ASSETS = join(ROOT, 'client', 'dist', 'assets');
const POLLING = '/socket.io/?EIO=4&transport=polling';
const SOCKET = '/socket.io/?EIO=4&transport=websocket';
const KEY = 'AAAAAAAAAAAAAAAAAAAAAA==';
const upgrade = (more: Ask['headers'] = {}): Ask => ({
  headers: {
    ...{ Connection: 'Upgrade, close', Upgrade: 'websocket' },
    ...{ 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': KEY, ...more },
  },
});
const foreign = { Origin: 'https://evil.example' };
const json = { 'Content-Type': 'application/json' };
/** What is asked for by a page that runs, and is no page itself. */
const isData = (target: string) =>
  /^\/(?:api|socket\.io)\/|^\/(?:healthz|readyz|embed\.js)(?:\?|$)/.test(target);
const post = (body: unknown, headers: Ask['headers'] = json): Ask => ({
  ...{ method: 'POST', headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
/** Any site may load the door and what it asks, and neither tells who looks (rule U8). */
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};
const INTAKE = { ...SHARED, 'cache-control': 'public, max-age=5' };
const DOOR = { ...SHARED, 'cache-control': 'public, max-age=300, must-revalidate' };
const left = { resumeToken: randomIds.secret(), how: 'exit' };

/** Every class of answer that an application gives, with what it says besides. */
const ANSWERS: readonly [what: string, status: number, target: string, ask?: Ask, more?: object][] =
  [
    ['the page', 200, '/'],
    ['the page, compressed', 200, '/', { headers: { 'Accept-Encoding': 'gzip, br' } }],
    ['the page, its head alone', 200, '/', { method: 'HEAD' }],
    ['the page, if it has changed', 200, '/', { headers: { 'If-None-Match': 'W/"x"' } }],
    [
      'the page, if it is newer',
      200,
      '/',
      { headers: { 'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' } },
    ],
    ['a part of the page', 200, '/', { headers: { Range: 'bytes=0-1' } }],
    ['the page, as for a proxy', 200, 'http://other.example/'],
    ['the page, by an upgrade to something else', 200, '/', upgrade()],
    ...['/volunteer', '/volunteer?lang=nb', '/admin'].map(
      (page) =>
        [`a page of the staff: ${page}`, 200, page, {}, { 'permissions-policy': OF_STAFF }] as [
          ...[string, number, string, Ask, object],
        ],
    ),
    ['a page of the staff by its file', 200, '/volunteer.html'],
    ['a page that begins like one of the staff', 404, '/volunteers'],
    ['the picture of the tab', 200, '/favicon.svg'],
    ['a folder', 404, '/assets'],
    ['a hidden file', 404, '/.env'],
    ['no such page', 404, '/nothing.html'],
    ['a path out of the folder', 404, '/../package.json'],
    ['the same, in code', 404, '/..%2f..%2fpackage.json'],
    ['the same, twice in code', 404, '/%252e%252e%252fpackage.json'],
    ['the same, by dots in code', 404, '/%2e%2e/%2e%2e/package.json'],
    ['the same, the other way round', 404, '/..%5c..%5cpackage.json'],
    ['a zero byte', 404, '/%00'],
    ['a zero byte after a name', 404, '/index.html%00.svg'],
    ['a path that cannot be decoded', 404, '/%E0%A4%A'],
    ['the same in the API', 404, '/api/%E0%A4%A'],
    ['a very long path', 404, `/${'x'.repeat(30_000)}`],
    ['health', 200, '/healthz'],
    ['readiness', 200, '/readyz'],
    ['intake', 200, '/api/intake', {}, INTAKE],
    ['intake, from another site', 200, '/api/intake', { headers: foreign }, INTAKE],
    ['intake by another method', 404, '/api/intake', { method: 'POST' }, SHARED],
    ['the door', 200, '/embed.js', { headers: foreign }, DOOR],
    ['the door, of a version', 200, '/embed.js?ver=6.4', {}, DOOR],
    ['the door, compressed', 200, '/embed.js', { headers: { 'Accept-Encoding': 'br' } }, DOOR],
    ['what is called almost as the door', 404, '/embed.js/', {}],
    ['where the door is shown', 200, '/demo'],
    ['the poster', 200, '/poster?lang=nb'],
    ['its template', 404, '/poster.html'],
    ['the page about the service', 200, '/about?lang=nb'],
    ['the template of that', 404, '/about.html'],
    ['a beacon', 204, '/api/leave', post(left)],
    ['a beacon of nonsense', 400, '/api/leave', post({})],
    ['no JSON', 400, '/api/leave', post('{')],
    ['too much', 413, '/api/leave', post('x'.repeat(5_000))],
    ['too much for a page', 413, '/', post('x'.repeat(5_000))],
    ['too much for the staff', 413, '/api/staff/join', post('x'.repeat(17_000))],
    ['no length', 411, '/api/leave', post('', { ...json, 'Transfer-Encoding': 'chunked' })],
    ['large cookies of others', 200, '/', { headers: { Cookie: `a=${'x'.repeat(25_000)}` } }],
    [
      'a charset that is none',
      415,
      '/api/leave',
      post('{}', { 'Content-Type': 'text/plain; charset=x' }),
    ],
    [
      'an encoding that is none',
      415,
      '/api/leave',
      post('{}', { ...json, 'Content-Encoding': 'x' }),
    ],
    ['another origin', 403, '/api/leave', post(left, { ...json, ...foreign })],
    ['nobody signed in', 401, '/api/staff/me'],
    ['an invite that is none', 400, '/api/staff/join', post({ invite: 'x', alias: 'Kari' })],
    [
      ...(['signing out', 204, '/api/staff/sign-out', post({})] as const),
      { 'set-cookie': expect.stringMatching(/Max-Age=0.*HttpOnly/) as string },
    ],
    ['no such route', 404, '/api/none'],
    ['no such method', 404, '/api/leave'],
    ...['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].map(
      (method) => [`a page by ${method}`, 404, '/', { method }] as [string, number, string, Ask],
    ),
    ['everything, by OPTIONS', 404, '*', { method: 'OPTIONS' }],
    ['an expectation', 417, '/', { headers: { Expect: 'the-unexpected' } }],
  ];

/** What Socket.IO answers, and what an upgrade is answered. */
const SOCKETS: readonly [what: string, status: number, target: string, ask?: Ask, more?: object][] =
  [
    ['a poll', 200, POLLING],
    ['no transport', 400, '/socket.io/'],
    ['no such transport', 400, '/socket.io/?EIO=4&transport=pigeon'],
    ['no session of this node', 400, `${POLLING}&sid=x`],
    ['a first POST', 400, POLLING, { method: 'POST' }],
    ['another protocol', 400, '/socket.io/?EIO=3&transport=polling'],
    ['another origin', 403, POLLING, { headers: foreign }],
    ['a client to be served', 400, '/socket.io/socket.io.js'],
    [
      'a socket',
      101,
      SOCKET,
      upgrade(),
      { upgrade: 'websocket', 'sec-websocket-accept': expect.any(String) as string },
    ],
    ['a socket for another origin', 403, SOCKET, upgrade(foreign)],
    ['a socket of no session here', 400, `${SOCKET}&sid=x`, upgrade()],
    ['a socket of another protocol', 400, SOCKET.replace('4', '3'), upgrade()],
    ['a socket by no such transport', 400, '/socket.io/?EIO=4&transport=pigeon', upgrade()],
    ['a socket without a key', 400, SOCKET, upgrade({ 'Sec-WebSocket-Key': 'x' })],
    ['a socket of an old version', 400, SOCKET, upgrade({ 'Sec-WebSocket-Version': '7' })],
    ['a socket that speaks something', 400, SOCKET, upgrade({ 'Sec-WebSocket-Protocol': ',' })],
    ['a socket by POST', 400, SOCKET, { ...upgrade(), method: 'POST' }],
    ['no socket at all', 400, SOCKET],
  ];

const HOST = 'Host: localhost';
/** What is no HTTP, or none that may go on. */
const BROKEN: readonly [what: string, status: number, bytes: string][] = [
  ['garbage', 400, 'garbage\r\n\r\n'],
  ['a greeting of TLS', 400, '\u0016\u0003\u0001\u0002\u0000\u0001'],
  ['a method that is none', 400, `FOO / HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['HTTP/2', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a zero byte as it is', 400, `GET /\u0000 HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['a header without a name', 400, `GET / HTTP/1.1\r\n${HOST}\r\n: x\r\n\r\n`],
  ['a length below nothing', 400, `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: -1\r\n\r\n`],
  [
    'two lengths',
    400,
    `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
  ],
  ['headers without end', 431, `GET / HTTP/1.1\r\n${HOST}\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
];
const CHUNKED = 'Content-Type: text/plain\r\nTransfer-Encoding: chunked';

const besides = ({ headers }: Answer) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.has(name)));

/** What a refusal lets slip. */
const toldBy = ({ status, body }: Answer) => (status < 400 ? '' : (TELLING.exec(body)?.[0] ?? ''));

/** Every route, with the places where one could be looked for. */
function routes(): string[] {
  const paths = serverRoutes().map((route) => route.split(' ')[1] ?? '');
  return [...new Set([...paths, ...paths.map((path) => `/api${path}`)])];
}

describe.each(SETUPS)('[A1] over $setup', ({ publicUrl, proxied, tls }) => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService({ publicUrl });
  });
  afterAll(() => service[Symbol.asyncDispose]());
  const asks = (target: string, { headers, ...more }: Ask = {}) =>
    ask(service.origin(), target, { ...more, headers: { ...proxied, ...headers } });
  const data = { ...DATA, ...tls };
  const full = { ...DOCUMENT, ...tls, 'permissions-policy': DENIED };
  const headersOf = (target: string) => (isData(target) ? data : full);

  test.each(ANSWERS)(
    'an answer has its headers and no others: %s',
    async (_, status, target, how, more) => {
      const answer = await asks(target, how);
      expect([answer.status, besides(answer)]).toEqual([status, { ...headersOf(target), ...more }]);
      expect(toldBy(answer)).toBe('');
    },
  );

  test.each(SOCKETS)('so has one about a socket: %s', async (_, status, target, how, more) => {
    const answer = await asks(target, how);
    expect([answer.status, besides(answer)]).toEqual([status, { ...data, ...more }]);
    expect(toldBy(answer)).toBe('');
  });

  test.each(BROKEN)('so has one to what is no request: %s', async (_, status, bytes) => {
    const answer = await exchange(service.origin(), bytes);
    expect([answer.status, besides(answer)]).toEqual([status, full]);
    expect(toldBy(answer)).toBe('');
  });

  test.each(BROKEN)('[A1, U4] it has the numbers to call: %s', async (_, status, bytes) => {
    const { body, headers } = await exchange(service.origin(), bytes);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const { dial } of COUNTRIES.NO) expect(body).toContain(`href="tel:${dial}"`);
    expect(/informasjonskaps/.test(body)).toBe(status === 431);
    for (const language of ['nb', 'nn', 'en', 'ar']) expect(body).toContain(`lang="${language}"`);
  });

  test('a chunk that is none comes after the refusal of its body', async () => {
    const bytes = `POST /api/leave HTTP/1.1\r\n${HOST}\r\n${CHUNKED}\r\n\r\nx\r\n`;
    const answer = await exchange(service.origin(), bytes);
    expect([answer.status, besides(answer)]).toEqual([411, data]);
  });

  test.each(['/', '/api/intake', POLLING])('two hosts are one too many: %s', async (target) => {
    const bytes = `GET ${target} HTTP/1.1\r\n${HOST}\r\nhost: evil.example\r\nConnection: close\r\n\r\n`;
    const { status, body } = await exchange(service.origin(), bytes);
    expect([status, body]).toEqual([400, '']);
  });

  test('two hosts are one too many for a socket', async () => {
    const head = [
      `GET ${SOCKET} HTTP/1.1`,
      HOST,
      HOST,
      'Connection: Upgrade',
      'Upgrade: websocket',
    ];
    const bytes = [...head, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${KEY}`, '', ''];
    const { status } = await exchange(service.origin(), bytes.join('\r\n'));
    expect(status).toBe(400);
  });

  test('so has one to whoever names no host', async () => {
    const answer = await exchange(service.origin(), 'GET / HTTP/1.1\r\n\r\n');
    expect([answer.status, besides(answer), answer.body]).toEqual([400, full, '0\r\n\r\n']);
  });

  test('nobody is connected to anywhere else', async () => {
    const bytes = `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n\r\n`;
    expect(await exchange(service.origin(), bytes)).toEqual({ status: 0, headers: {}, body: '' });
  });

  test('so has one to what is no request after one that was', async () => {
    const fine = `GET /healthz HTTP/1.1\r\n${HOST}\r\n\r\n`;
    const { body } = await exchange(service.origin(), fine, 'garbage\r\n\r\n');
    const second = parse(body.replace(/^ok/, ''));
    expect([second.status, besides(second)]).toEqual([400, full]);
  });

  test('what a page loads never changes and may be kept', async () => {
    const { body } = await asks('/');
    const files = [...body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    );
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      for (const encoding of ['br', 'gzip', 'identity']) {
        const answer = await asks(file, { headers: { 'Accept-Encoding': encoding } });
        const kept = { 'cache-control': 'public, max-age=31536000, immutable' };
        expect([answer.status, besides(answer)]).toEqual([200, { ...data, ...kept }]);
      }
    }
  });

  test('a script that runs as a worker has the policy of its page', async () => {
    const [worker = ''] = globSync('worker-*.js', { cwd: ASSETS });
    const { status, headers } = await asks(`/assets/${worker}`);
    expect([status, headers['content-security-policy']]).toEqual([200, POLICY]);
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['permissions-policy']).toBeUndefined();
  });

  test('whoever joins gets the same, and a cookie in place of the one of the ceremony', async () => {
    const browser = staffBrowser(service, { publicUrl });
    const { status, headers } = await browser.join(await invited(service));
    const { 'set-cookie': _, ...others } = Object.fromEntries(headers);
    expect([status, besides({ status, headers: others, body: '' })]).toEqual([200, data]);
    const form = (name: string, value: string, lifeS: number) =>
      expect.stringMatching(
        new RegExp(
          `^(?:__Host-)?terskel-${name}=${value}; Max-Age=${lifeS}; Path=/; HttpOnly; (?:Secure; )?SameSite=Strict$`,
          'iu',
        ),
      ) as string;
    expect(headers.getSetCookie()).toEqual([
      form('staff', '[^;]+', 43_200),
      form('ceremony', '', 0),
    ]);
  });

  test('no route, by whatever method, leaves any of them out', async () => {
    const all = routes();
    expect(all.length).toBeGreaterThan(10);
    for (const target of all) {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']) {
        const {
          'cache-control': _kept,
          'set-cookie': _cookie,
          ...rest
        } = besides(await asks(target, { method }));
        const { 'cache-control': _store, ...wanted } = headersOf(target);
        const shared = target === '/api/intake' ? SHARED : {};
        expect([method, target, rest]).toEqual([method, target, { ...wanted, ...shared }]);
      }
    }
  });

  test('an unknown page and an unknown route are not told apart', async () => {
    const plain = ({ status, body, headers: { date: _date, ...headers } }: Answer) => ({
      status,
      headers,
      body,
    });
    const alike = [
      ['/nothing', '/api', '/nothing.html'],
      ['/api/', '/api/nothing', '/api/staff', '/api/staff/nobody', '/assets/x.js'],
    ];
    for (const [first = '', ...others] of alike) {
      const unknown = plain(await asks(first));
      for (const target of others)
        expect([target, plain(await asks(target))]).toEqual([target, unknown]);
    }
  });

  test('health says nothing of why', async () => {
    await service.live.kill();
    const away = await asks('/readyz');
    expect([away.status, away.body, besides(away)]).toEqual([503, 'not ready', data]);
    expect((await asks('/healthz')).body).toBe('ok');
    const beacon = await asks('/api/leave', post(left));
    expect([beacon.status, besides(beacon)]).toEqual([503, data]);
    expect(beacon.body).toBe('{"ok":false,"code":"unavailable"}');
    await service.live.restart();
  });
});

test('[A1] the policy allows scripts, styles and connections of our own alone, and no frame', () => {
  expect(POLICY).toContain("frame-ancestors 'none'");
  expect(POLICY).not.toMatch(/unsafe|https?:|\*/);
});
