/**
 * Where a request comes from, as far as anybody here may know: the only place that reads an address. It becomes the
 * HMAC of its prefix at once, with the key of this hour, and is not kept (rule A2).
 */
import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import addresses from 'ipaddr.js';
import { readPeerAddress } from '../internals/peer-address.ts';
import { networks, type IsWithin } from './networks.ts';

/** Null: it is not counted by address, since many people share it or it cannot be told. */
export type Prefix = string | null;

export interface ClientPrefix {
  /** Of whoever asks, behind those proxies whose word counts. The first answer about a request stands. */
  (request: IncomingMessage): Prefix;
  /** The same by this node's own key: for who is here now, and may be here when the hour's key changes. */
  here(request: IncomingMessage): Prefix;
  /** Of the other end of a TCP connection, by this node's own key; null for a proxy, which brings many. */
  peer(socket: Socket): Prefix;
  /** Whether a trusted proxy asks. */
  isProxied(request: IncomingMessage): boolean;
}

export interface PrefixOptions {
  /** Whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** Where many people share an address (rule R5). */
  readonly sharedNetworks: readonly string[];
  /** The key of this hour. */
  readonly key: () => KeyObject;
  /** Is told once that what looks like a proxy of one's own says for whom it asks, and isn't heard. */
  readonly onUnheeded: () => void;
  /** Is told once that a trusted proxy does not say for whom it asks, or not so that it can be read. */
  readonly onUnreadable: () => void;
}

/** In place of an address that a trusted proxy does not tell, or that is gone: all of them count as one prefix. */
const UNREADABLE = Buffer.alloc(0);

const IPV4_BYTES = 3;
const IPV6_BYTES = 7;
const isNear = networks(['loopback', 'linklocal', 'uniquelocal']);

export function clientPrefix(o: PrefixOptions): ClientPrefix {
  const isProxy = networks(o.trustedProxies);
  const isShared = networks(o.sharedNetworks);
  const known = new WeakMap<IncomingMessage, { readonly ofHour: Prefix; readonly here: Prefix }>();
  const own = createSecretKey(randomBytes(32));
  let unheeded = false;
  let unreadable = false;

  const isReadable = (address: string | undefined): address is string =>
    address !== undefined && addresses.isValid(address);

  /** The bytes that are counted by; null: by none. A connection that was reset has no address any more. */
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
        o.onUnheeded();
      }
      return address;
    }
    const told = lastStranger(String(forwarded ?? ''), isProxy);
    if (!isReadable(told) && !unreadable) {
      unreadable = true;
      o.onUnreadable();
    }
    return told;
  }

  const both = (request: IncomingMessage) => {
    const before = known.get(request);
    if (before !== undefined) return before;
    const network = networkOf(read(request));
    const prefixes = { ofHour: prefixOf(network, o.key()), here: prefixOf(network, own) };
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
 * Each proxy adds at the right whom it heard: the first from there that is no proxy of ours. What is left of it, anybody
 * can have made up. Where all are ours, one of them asks for itself: the first.
 */
function lastStranger(forwarded: string, isProxy: IsWithin): string | undefined {
  const chain = forwarded.split(',').map(withoutPort);
  return chain.findLast((address) => !isProxy(address)) ?? chain[0];
}

/** Some proxies add the port as well: `203.0.113.7:5060`, `[2001:db8::7]:5060`. */
function withoutPort(told: string): string {
  const found = /^(?:\[(?<six>[^\]]+)\]|(?<four>[\d.]+))(?::\d+)?$/.exec(told.trim())?.groups;
  return found?.['six'] ?? found?.['four'] ?? told.trim();
}
