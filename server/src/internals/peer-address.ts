/** Reads a client's address and removes it from Node's cache at once. Nothing else in the server reads it (rule A2). */
import type { Socket } from 'node:net';

/** Node's private cache of the peer address, filled by the first read of `remoteAddress`. */
interface Cache {
  _peername?: { readonly address?: string } | undefined;
}

/** Empty if the connection was reset. The next read asks the kernel again. */
export function readPeerAddress(socket: Socket): string {
  const { remoteAddress = '' } = socket;
  forgetPeerAddress(socket);
  return remoteAddress;
}

/** Removes the address from Node's cache; returns whether it was there. */
export function forgetPeerAddress(socket: Socket): boolean {
  const cache = socket as Cache;
  const wasCached = cache._peername?.address !== undefined;
  cache._peername = undefined;
  return wasCached;
}
