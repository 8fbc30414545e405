/** What every kind of response reveals to strangers: all headers are compared, not only the expected ones. */
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

/** Headers of every response. */
const ALWAYS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};
/** Headers of responses that are not documents. */
const DATA = {
  ...ALWAYS,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};
/** Headers of documents. */
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
/** The permissions policy of the staff pages, which also allows creating and using passkeys, and copying a link. */
const OF_STAFF = expect.stringMatching(
  /^(?:(?!publickey|clipboard-w)[a-z-]+=\(\),)+clipboard-write=\(self\),(?:(?!publickey)[a-z-]+=\(\),)+publickey-credentials-create=\(self\),publickey-credentials-get=\(self\),(?:[a-z-]+=\(\),)*[a-z-]+=\(\)$/,
) as string;
/** Headers that describe the body's transfer, and may differ between responses. */
const FRAMING = new Set([
  ...['connection', 'content-encoding', 'content-length', 'content-type', 'date', 'keep-alive'],
  ...['transfer-encoding', 'vary'],
]);
/** Words that would reveal dependencies or internals. */
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
/** Whether a running page requests the target as data, rather than as a document. */
const isData = (target: string) =>
  /^\/(?:api|socket\.io)\/|^\/(?:healthz|readyz|embed\.js)(?:\?|$)/.test(target);
const post = (body: unknown, headers: Ask['headers'] = json): Ask => ({
  ...{ method: 'POST', headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
/** Any site may load `embed.js` and the intake that it requests. Neither reveals who is looking (rule U8). */
const SHARED = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};
const INTAKE = { ...SHARED, 'cache-control': 'public, max-age=5' };
const WIDGET = { ...SHARED, 'cache-control': 'public, max-age=300, must-revalidate' };
const left = { resumeToken: randomIds.secret(), how: 'exit' };

/** Every class of application response, with its additional headers. */
const ANSWERS: readonly [what: string, status: number, target: string, ask?: Ask, more?: object][] =
  [
    ['the page', 200, '/'],
    ['the page, compressed', 200, '/', { headers: { 'Accept-Encoding': 'gzip, br' } }],
    ['the page by HEAD', 200, '/', { method: 'HEAD' }],
    ['the page, if it has changed', 200, '/', { headers: { 'If-None-Match': 'W/"x"' } }],
    [
      'the page, if it is newer',
      200,
      '/',
      { headers: { 'If-Modified-Since': 'Fri, 01 Jan 2100 00:00:00 GMT' } },
    ],
    ['a part of the page', 200, '/', { headers: { Range: 'bytes=0-1' } }],
    ['the page, as for a proxy', 200, 'http://other.example/'],
    ['the page, with an upgrade request', 200, '/', upgrade()],
    ...['/volunteer', '/volunteer?lang=nb', '/admin'].map(
      (page) =>
        [`a page of the staff: ${page}`, 200, page, {}, { 'permissions-policy': OF_STAFF }] as [
          ...[string, number, string, Ask, object],
        ],
    ),
    ['a staff page by its file name', 200, '/volunteer.html'],
    ['a path that starts like a staff page', 404, '/volunteers'],
    ['the favicon', 200, '/favicon.svg'],
    ['a folder', 404, '/assets'],
    ['a hidden file', 404, '/.env'],
    ['no such page', 404, '/nothing.html'],
    ['a path out of the folder', 404, '/../package.json'],
    ['the same, percent-encoded', 404, '/..%2f..%2fpackage.json'],
    ['the same, encoded twice', 404, '/%252e%252e%252fpackage.json'],
    ['the same, with encoded dots', 404, '/%2e%2e/%2e%2e/package.json'],
    ['the same, with encoded backslashes', 404, '/..%5c..%5cpackage.json'],
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
    ['the embed script', 200, '/embed.js', { headers: foreign }, WIDGET],
    ['the embed script with a version', 200, '/embed.js?ver=6.4', {}, WIDGET],
    [
      'the embed script, compressed',
      200,
      '/embed.js',
      { headers: { 'Accept-Encoding': 'br' } },
      WIDGET,
    ],
    ['a path almost like the embed script', 404, '/embed.js/', {}],
    ['the demo of the embed script', 200, '/demo'],
    ['the poster', 200, '/poster?lang=nb'],
    ['the template of the poster', 404, '/poster.html'],
    ['the page about the service', 200, '/about?lang=nb'],
    ['the template of the page about the service', 404, '/about.html'],
    ['a beacon', 204, '/api/leave', post(left)],
    ['a malformed beacon', 400, '/api/leave', post({})],
    ['a body that is not JSON', 400, '/api/leave', post('{')],
    ['a body that is too large', 413, '/api/leave', post('x'.repeat(5_000))],
    ['too large a body for a page', 413, '/', post('x'.repeat(5_000))],
    ['too large a body for a staff route', 413, '/api/staff/join', post('x'.repeat(17_000))],
    [
      'a body without a length',
      411,
      '/api/leave',
      post('', { ...json, 'Transfer-Encoding': 'chunked' }),
    ],
    ['large foreign cookies', 200, '/', { headers: { Cookie: `a=${'x'.repeat(25_000)}` } }],
    [
      'an unknown charset',
      415,
      '/api/leave',
      post('{}', { 'Content-Type': 'text/plain; charset=x' }),
    ],
    ['an unknown encoding', 415, '/api/leave', post('{}', { ...json, 'Content-Encoding': 'x' })],
    ['another origin', 403, '/api/leave', post(left, { ...json, ...foreign })],
    ['a request without a staff session', 401, '/api/staff/me'],
    ['an invalid invite', 400, '/api/staff/join', post({ invite: 'x', alias: 'Kari' })],
    [
      ...(['signing out', 204, '/api/staff/sign-out', post({})] as const),
      { 'set-cookie': expect.stringMatching(/Max-Age=0.*HttpOnly/) as string },
    ],
    ['an unknown route', 404, '/api/none'],
    ['an unknown method', 404, '/api/leave'],
    ...['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'].map(
      (method) => [`a page by ${method}`, 404, '/', { method }] as [string, number, string, Ask],
    ),
    ['OPTIONS for the whole server', 404, '*', { method: 'OPTIONS' }],
    ['an unknown expectation', 417, '/', { headers: { Expect: 'the-unexpected' } }],
  ];

/** The responses of Socket.IO and to upgrades. */
const SOCKETS: readonly [what: string, status: number, target: string, ask?: Ask, more?: object][] =
  [
    ['a poll', 200, POLLING],
    ['no transport', 400, '/socket.io/'],
    ['an unknown transport', 400, '/socket.io/?EIO=4&transport=pigeon'],
    ['an unknown session', 400, `${POLLING}&sid=x`],
    ['a POST without a session', 400, POLLING, { method: 'POST' }],
    ['another protocol', 400, '/socket.io/?EIO=3&transport=polling'],
    ['another origin', 403, POLLING, { headers: foreign }],
    ['the client bundle', 400, '/socket.io/socket.io.js'],
    [
      'a WebSocket',
      101,
      SOCKET,
      upgrade(),
      { upgrade: 'websocket', 'sec-websocket-accept': expect.any(String) as string },
    ],
    ['a WebSocket from another origin', 403, SOCKET, upgrade(foreign)],
    ['a WebSocket of an unknown session', 400, `${SOCKET}&sid=x`, upgrade()],
    ['a WebSocket with another protocol', 400, SOCKET.replace('4', '3'), upgrade()],
    [
      'a WebSocket upgrade of an unknown transport',
      400,
      '/socket.io/?EIO=4&transport=pigeon',
      upgrade(),
    ],
    ['a WebSocket without a valid key', 400, SOCKET, upgrade({ 'Sec-WebSocket-Key': 'x' })],
    ['a WebSocket of an old version', 400, SOCKET, upgrade({ 'Sec-WebSocket-Version': '7' })],
    [
      'a WebSocket with an invalid subprotocol',
      400,
      SOCKET,
      upgrade({ 'Sec-WebSocket-Protocol': ',' }),
    ],
    ['a WebSocket by POST', 400, SOCKET, { ...upgrade(), method: 'POST' }],
    ['a WebSocket target without an upgrade', 400, SOCKET],
  ];

const HOST = 'Host: localhost';
/** Bytes that are not HTTP, or requests that must be refused. */
const BROKEN: readonly [what: string, status: number, bytes: string][] = [
  ['garbage', 400, 'garbage\r\n\r\n'],
  ['a TLS ClientHello', 400, '\u0016\u0003\u0001\u0002\u0000\u0001'],
  ['an unknown method', 400, `FOO / HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['HTTP/2', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a raw zero byte', 400, `GET /\u0000 HTTP/1.1\r\n${HOST}\r\n\r\n`],
  ['a header without a name', 400, `GET / HTTP/1.1\r\n${HOST}\r\n: x\r\n\r\n`],
  ['a negative length', 400, `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: -1\r\n\r\n`],
  [
    'two lengths',
    400,
    `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
  ],
  [
    'headers that are too long',
    431,
    `GET / HTTP/1.1\r\n${HOST}\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
  ],
];
const CHUNKED = 'Content-Type: text/plain\r\nTransfer-Encoding: chunked';

const besides = ({ headers }: Answer) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.has(name)));

/** The word by which an error response reveals internals, or ''. */
const toldBy = ({ status, body }: Answer) => (status < 400 ? '' : (TELLING.exec(body)?.[0] ?? ''));

/** Every route, with and without the prefix `/api`. */
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
    'a response has exactly these headers: %s',
    async (_, status, target, how, more) => {
      const answer = await asks(target, how);
      expect([answer.status, besides(answer)]).toEqual([status, { ...headersOf(target), ...more }]);
      expect(toldBy(answer)).toBe('');
    },
  );

  test.each(SOCKETS)(
    'a Socket.IO response has exactly these headers: %s',
    async (_, status, target, how, more) => {
      const answer = await asks(target, how);
      expect([answer.status, besides(answer)]).toEqual([status, { ...data, ...more }]);
      expect(toldBy(answer)).toBe('');
    },
  );

  test.each(BROKEN)(
    'a response to a malformed request has exactly these headers: %s',
    async (_, status, bytes) => {
      const answer = await exchange(service.origin(), bytes);
      expect([answer.status, besides(answer)]).toEqual([status, full]);
      expect(toldBy(answer)).toBe('');
    },
  );

  test.each(BROKEN)(
    '[A1, U4] a response to a malformed request shows the emergency numbers: %s',
    async (_, status, bytes) => {
      const { body, headers } = await exchange(service.origin(), bytes);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
      for (const { dial } of COUNTRIES.NO) expect(body).toContain(`href="tel:${dial}"`);
      expect(/informasjonskaps/.test(body)).toBe(status === 431);
      for (const language of ['nb', 'nn', 'en', 'ar']) expect(body).toContain(`lang="${language}"`);
    },
  );

  test('an invalid chunk does not change the refusal of its body', async () => {
    const bytes = `POST /api/leave HTTP/1.1\r\n${HOST}\r\n${CHUNKED}\r\n\r\nx\r\n`;
    const answer = await exchange(service.origin(), bytes);
    expect([answer.status, besides(answer)]).toEqual([411, data]);
  });

  test.each(['/', '/api/intake', POLLING])(
    'a request with two Host headers is refused: %s',
    async (target) => {
      const bytes = `GET ${target} HTTP/1.1\r\n${HOST}\r\nhost: evil.example\r\nConnection: close\r\n\r\n`;
      const { status, body } = await exchange(service.origin(), bytes);
      expect([status, body]).toEqual([400, '']);
    },
  );

  test('a WebSocket upgrade with two Host headers is refused', async () => {
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

  test('a response to a request without a Host header has exactly these headers', async () => {
    const answer = await exchange(service.origin(), 'GET / HTTP/1.1\r\n\r\n');
    expect([answer.status, besides(answer), answer.body]).toEqual([400, full, '0\r\n\r\n']);
  });

  test('a CONNECT request is refused without a response', async () => {
    const bytes = `CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n\r\n`;
    expect(await exchange(service.origin(), bytes)).toEqual({ status: 0, headers: {}, body: '' });
  });

  test('a response to garbage after a valid request has exactly these headers', async () => {
    const fine = `GET /healthz HTTP/1.1\r\n${HOST}\r\n\r\n`;
    const { body } = await exchange(service.origin(), fine, 'garbage\r\n\r\n');
    const second = parse(body.replace(/^ok/, ''));
    expect([second.status, besides(second)]).toEqual([400, full]);
  });

  test('assets of a page may be cached forever', async () => {
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

  test('a worker script has the content security policy of its page', async () => {
    const [worker = ''] = globSync('worker-*.js', { cwd: ASSETS });
    const { status, headers } = await asks(`/assets/${worker}`);
    expect([status, headers['content-security-policy']]).toEqual([200, POLICY]);
    expect(headers['cross-origin-embedder-policy']).toBe('require-corp');
    expect(headers['permissions-policy']).toBeUndefined();
  });

  test('joining gets the same headers, and replaces the ceremony cookie by a session cookie', async () => {
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

  test('no route omits a header, whatever the method', async () => {
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

  test('an unknown page and an unknown route are indistinguishable', async () => {
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

  test('readiness does not say why the node is not ready', async () => {
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

test('[A1] the policy allows scripts, styles and connections of our own origin only, and no framing', () => {
  expect(POLICY).toContain("frame-ancestors 'none'");
  expect(POLICY).not.toMatch(/unsafe|https?:|\*/);
});
