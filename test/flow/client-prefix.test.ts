/** The hash by which a client's address prefix is counted (rules A2, R5). */
import { createSecretKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clientPrefix, type PrefixOptions } from '@terskel/server/http/client-prefix';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { from } from '../helpers/elsewhere.ts';

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
