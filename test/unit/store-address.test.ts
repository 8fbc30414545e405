import { storeAddress } from '@terskel/server/redis/address';
import { socketUrl } from '@terskel/server/local-stores';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test('[F6] an address names one Redis, a cluster by some of its nodes, or a primary watched by Sentinels', () => {
  const nobody = { login: {}, tls: false };
  expect(storeAddress('unix:///run/a%20b.sock')).toEqual({ kind: 'socket', path: '/run/a b.sock' });
  expect(storeAddress('redis://store')).toEqual({
    ...{ kind: 'single', ...nobody, hosts: [{ host: 'store', port: 6379 }], database: 0 },
  });
  expect(storeAddress('rediss://me:w%40rd:s@[::1]:7000/2')).toEqual({
    ...{ kind: 'single', tls: true, login: { username: 'me', password: 'w@rd:s' } },
    ...{ hosts: [{ host: '::1', port: 7000 }], database: 2 },
  });
  expect(storeAddress('redis+cluster://:word@one:1,two,three.example.org:3/')).toEqual({
    ...{ kind: 'cluster', tls: false, login: { password: 'word' } },
    hosts: [
      { host: 'one', port: 1 },
      { host: 'two', port: 6379 },
      { host: 'three.example.org', port: 3 },
    ],
  });
  expect(
    storeAddress('rediss+sentinel://me@one,two:2/my%20store/1?sentinel-password=w%40r+d'),
  ).toEqual({
    ...{ kind: 'sentinel', tls: true, login: { username: 'me' }, database: 1, name: 'my store' },
    hosts: [
      { host: 'one', port: 26_379 },
      { host: 'two', port: 2 },
    ],
    sentinelLogin: { password: 'w@r+d' },
  });
});

test('[F8] any user name and password are decoded correctly, and no text causes an error', () => {
  const letters = fc.string({ minLength: 1, unit: 'grapheme' });
  const comesThrough = (username: string, password: string) => {
    const login = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`;
    for (const rest of [
      'redis://A@store',
      'redis+cluster://A@store',
      'redis+sentinel://A@store/n',
    ]) {
      expect(storeAddress(rest.replace('A', () => login))).toMatchObject({
        login: { username, password },
      });
    }
  };
  fc.assert(fc.property(letters, letters, comesThrough), { seed: 8 });
  const start = fc.constantFrom('redis', 'rediss+cluster', 'redis+sentinel', 'unix', '');
  const any = fc.tuple(start, fc.string()).map(([scheme, rest]) => `${scheme}://${rest}`);
  fc.assert(
    fc.property(any, (text) => void storeAddress(text)),
    { seed: 8, numRuns: 1_000 },
  );
});

test('[F8] the socket of any path is found: private stores work in every folder', () => {
  const path = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }), { minLength: 1 });
  const found = (names: readonly string[]) => {
    const at = `/${names.map((name) => name.replaceAll(/[/\0]/g, 'x')).join('/')}`;
    expect(storeAddress(socketUrl(at))).toEqual({ kind: 'socket', path: at });
  };
  fc.assert(fc.property(path, found), { seed: 8 });
  for (const name of ['with space', 'o\'clock "now"', 'å%20?#', 'line\nbreak']) found([name]);
});
