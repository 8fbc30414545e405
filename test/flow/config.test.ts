import { ConfigError, readConfig } from '@terskel/server/config';
import { expect, test } from 'vitest';
import { run } from '../helpers/process.ts';
import { startTestRedis } from '../helpers/redis.ts';

const BAD: readonly (readonly [name: string, value: string])[] = [
  ...['x', '-1', '65536', '1.5', '3000 a', 'NaN'].map((value) => ['PORT', value] as const),
  ...['REDIS_URL', 'LEDGER_URL'].flatMap((name) =>
    [
      ...['localhost:6379', '/tmp/redis.sock', 'http://localhost', 'redis', 'redis://', 'unix://'],
      ...['unix://host/tmp/redis.sock', 'redis://one:6379,two:6379', 'redis://store/name'],
      ...['redis://store:0', 'redis://store:65536', 'redis://store?x=1', 'redis://us%er@store'],
      ...['redis+cluster://', 'redis+cluster://one,', 'redis+cluster://one/1', 'unix+cluster:///a'],
      ...['redis+sentinel://one', 'redis+sentinel://one/', 'redis+sentinel://one/name/x'],
      ...['redis+sentinel://one/name/1/2', 'redis+sentinel://one/name?password=x'],
    ].map((value) => [name, value] as const),
  ),
  ...[
    'chat.example.org',
    'ftp://chat.example.org',
    '//chat.example.org',
    'https://',
    'http://chat.example.org',
    // Links, the poster and its QR code would lead to another address.
    ...[
      'https://chat.example.org/chat',
      'https://chat.example.org/?x',
      'https://chat.example.org/#x',
    ],
    ...[
      'https://me@chat.example.org',
      'https://me:word@chat.example.org',
      'http://localhost:3000/x',
    ],
    // A passkey cannot belong to an IP address, so nobody could join.
    ...['http://127.0.0.1:3000', 'http://[::1]:3000', 'https://192.0.2.7', 'https://[2001:db8::7]'],
  ].map((value) => ['PUBLIC_URL', value] as const),
  ...['TRUSTED_PROXIES', 'SHARED_NETWORKS'].flatMap((name) =>
    [
      'x',
      '10.0.0',
      '10.0.0.0/33',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.1,',
      '10.0.0.1;10.0.0.2',
      'none,10.0.0.1',
    ].map((value) => [name, value] as const),
  ),
  ...['loud', 'INFO', 'trace'].map((value) => ['LOG_LEVEL', value] as const),
  ...['x', '0', '-1', '65536', 'off'].map((value) => ['METRICS_PORT', value] as const),
  ...['DEBUG', 'NODE_DEBUG'].map((name) => [name, 'http,engine*'] as const),
  ...['heapsnapshot-signal=SIGUSR2', 'report-on-fatalerror', 'abort-on-uncaught-exception'].map(
    (option) => ['NODE_OPTIONS', `--max-http-header-size=9000 --${option}`] as const,
  ),
];

test.each(BAD)(
  '[F8] %s=%s stops the start with one line that names the variable',
  (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} is not valid: it should be [^\\n]+\\.$`));
  },
);

test('[F8] that line does not repeat a value that may be a secret', () => {
  expect(() => readConfig({ REDIS_URL: 'http://user:word@store' })).not.toThrow(/user|word@|store/);
});

test('[F8] a variable that is missing or empty has its default', () => {
  const names = [
    'HOST',
    'PORT',
    'REDIS_URL',
    'LEDGER_URL',
    'PUBLIC_URL',
    'DATA_DIR',
    'LOG_LEVEL',
    'METRICS_HOST',
    'METRICS_PORT',
  ];
  const empty = readConfig(Object.fromEntries(names.map((name) => [name, ''])));
  expect(empty).toEqual(readConfig({}));
  expect(empty).toMatchObject({
    host: '127.0.0.1',
    port: 3_000,
    dataDir: '.data',
    metricsHost: '127.0.0.1',
    metricsPort: null,
    drainMs: 2_000,
    logLevel: 'info',
    // No proxy is trusted to name a client's address; connections from this machine are not counted by address.
    ...{ trustedProxies: [], sharedNetworks: ['loopback'] },
  });
  expect(empty.publicUrl).toBe('http://localhost:3000');
  expect(empty.redisUrl).toMatch(/^unix:\/\/\/.+\.sock$/);
  expect(empty.ledgerUrl).not.toBe(empty.redisUrl);
  expect(readConfig({ DATA_DIR: '/elsewhere' }).redisUrl).not.toBe(empty.redisUrl);
});

test('[F8] a complete configuration is accepted unchanged, and the public URL becomes an origin', () => {
  expect(
    readConfig({
      ...{ HOST: '0.0.0.0', PORT: '8080', DATA_DIR: '/data', LOG_LEVEL: 'debug' },
      DRAIN_MS: '0',
      ...{ REDIS_URL: 'rediss://user:word@store:6380/1', LEDGER_URL: 'unix:///run/ledger.sock' },
      ...{ PUBLIC_URL: 'https://chat.example.org/' },
      ...{ TRUSTED_PROXIES: 'loopback, 10.0.0.5,2001:db8::/32', SHARED_NETWORKS: 'none' },
      ...{ METRICS_HOST: '::1', METRICS_PORT: '9100' },
    }),
  ).toEqual({
    ...{ host: '0.0.0.0', port: 8080, dataDir: '/data', logLevel: 'debug' },
    ...{ redisUrl: 'rediss://user:word@store:6380/1', ledgerUrl: 'unix:///run/ledger.sock' },
    ...{ publicUrl: 'https://chat.example.org', drainMs: 0 },
    trustedProxies: ['loopback', '10.0.0.5', '2001:db8::/32'],
    sharedNetworks: [],
    ...{ metricsHost: '::1', metricsPort: 9100 },
  });
});

test('[F8] a node with a bad configuration prints only that line and ends', async () => {
  expect(await run('main.ts', [], { PORT: 'x' })).toEqual({
    ...{ code: 1, stdout: '', stderr: 'PORT is not valid: it should be a port, 0 to 65535.\n' },
  });
});

test('[F8] an address that this machine does not have is reported', async () => {
  await using redis = await startTestRedis({ appendOnly: true });
  const stores = { REDIS_URL: redis.url, LEDGER_URL: redis.url, LOG_LEVEL: 'silent' };
  const { code, stderr } = await run('main.ts', [], { ...stores, PORT: '0', HOST: '203.0.113.7' });
  expect([code, stderr]).toEqual([1, 'HOST is not an address of this machine.\n']);
  const metrics = { METRICS_HOST: '203.0.113.7', METRICS_PORT: '9100' };
  const told = await run('main.ts', [], { ...stores, PORT: '0', ...metrics });
  expect([told.code, told.stderr]).toEqual([
    1,
    'METRICS_HOST and METRICS_PORT name what cannot be listened on (EADDRNOTAVAIL).\n',
  ]);
});
