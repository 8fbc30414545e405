/**
 * Derives a request's prefix from its address. Only this file reads an address. It is replaced by the HMAC of its
 * prefix, under the key of the hour, and is not stored (rule A2).
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import addresses from 'ipaddr.js';
import { readPeerAddress } from '../internals/peer-address.ts';
import { networks, type IsWithin } from './networks.ts';

/** HMAC of an address prefix, base64url. Null: not counted, because many people share the address. */
export type Prefix = string | null;

export interface ClientPrefix {
  /** Prefix of the client behind trusted proxies, by the key of the hour. Computed once per request. */
  (request: IncomingMessage): Prefix;
  /** The same by this node's own key, for counts of open connections: they outlast the key of the hour. */
  here(request: IncomingMessage): Prefix;
  /** Prefix of a TCP peer, by this node's own key; null for a trusted proxy, which carries many clients. */
  peer(socket: Socket): Prefix;
  /** Whether the request comes from a trusted proxy. */
  isProxied(request: IncomingMessage): boolean;
}

export interface PrefixOptions {
  /** Proxies whose `X-Forwarded-For` is trusted. */
  readonly trustedProxies: readonly string[];
  /** Networks in which many people share an address (rule R5). */
  readonly sharedNetworks: readonly string[];
  /** The key of this hour. */
  readonly key: () => KeyObject;
  /** Called once when a peer in a private network sends `X-Forwarded-For` but is not trusted. It is ignored. */
  readonly onUnheeded: () => void;
  /** Called once when a trusted proxy sends no `X-Forwarded-For`, or an unreadable one. */
  readonly onUnreadable: () => void;
}

/** Stands for an unknown address: no proxy sent it, or the connection was reset. They all count as one prefix. */
const UNREADABLE = Buffer.alloc(0);

const IPV4_BYTES = 3;
const IPV6_BYTES = 7;
const isNear = networks(['loopback', 'linklocal', 'uniquelocal']);

export function clientPrefix(options: PrefixOptions): ClientPrefix {
  const isProxy = networks(options.trustedProxies);
  const isShared = networks(options.sharedNetworks);
  const known = new WeakMap<IncomingMessage, { readonly ofHour: Prefix; readonly here: Prefix }>();
  const own = createSecretKey(randomBytes(32));
  let unheeded = false;
  let unreadable = false;

  const isReadable = (address: string | undefined): address is string =>
    address !== undefined && addresses.isValid(address);

  /** The address bytes to count by; null: not counted. A connection that was reset has no address any more. */
  function networkOf(address: string | undefined): Buffer | null {
    if (!isReadable(address)) return UNREADABLE;
    if (isShared(address)) return null;
    const bytes = addresses.process(address).toByteArray();
    return Buffer.from(bytes.slice(0, bytes.length === 4 ? IPV4_BYTES : IPV6_BYTES));
  }
  const prefixOf = (network: Buffer | null, key: KeyObject): Prefix =>
    network && createHmac('sha256', key).update(network).digest('base64url');

  function read({ socket, headers }: IncomingMessage): string | undefined {
    const address = readPeerAddress(socket);
    const forwarded = headers['x-forwarded-for'];
    if (!isProxy(address)) {
      if (forwarded !== undefined && !unheeded && isNear(address)) {
        unheeded = true;
        options.onUnheeded();
      }
      return address;
    }
    const forwardedAddress = lastUntrusted(String(forwarded ?? ''), isProxy);
    if (!isReadable(forwardedAddress) && !unreadable) {
      unreadable = true;
      options.onUnreadable();
    }
    return forwardedAddress;
  }

  const both = (request: IncomingMessage) => {
    const before = known.get(request);
    if (before !== undefined) return before;
    const network = networkOf(read(request));
    const prefixes = { ofHour: prefixOf(network, options.key()), here: prefixOf(network, own) };
    known.set(request, prefixes);
    return prefixes;
  };
  const peer = (socket: Socket): Prefix => {
    const address = readPeerAddress(socket);
    return isProxy(address) ? null : prefixOf(networkOf(address), own);
  };
  const of = (request: IncomingMessage): Prefix => both(request).ofHour;
  return Object.assign(of, {
    here: (request: IncomingMessage) => both(request).here,
    peer,
    isProxied: ({ socket }: IncomingMessage) => isProxy(readPeerAddress(socket)),
  });
}

/**
 * Returns the rightmost address that is not a trusted proxy. Each proxy appends its peer's address, so addresses
 * further left can be forged. If all are trusted proxies, the first one made the request itself.
 */
function lastUntrusted(forwarded: string, isProxy: IsWithin): string | undefined {
  const chain = forwarded.split(',').map(withoutPort);
  return chain.findLast((address) => !isProxy(address)) ?? chain[0];
}

/** Removes the port that some proxies add: `203.0.113.7:5060`, `[2001:db8::7]:5060`. */
function withoutPort(entry: string): string {
  const found = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::\d+)?$/.exec(entry.trim())?.groups;
  return found?.['six'] ?? found?.['four'] ?? entry.trim();
}
