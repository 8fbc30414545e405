/** Reads the address of a client. Nothing else in the server reads it, and Node forgets it again at once (rule A2). */
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

/** Whether Node had cached the address. */
export function forgetPeerAddress(socket: Socket): boolean {
  const cache = socket as Cache;
  const wasCached = cache._peername?.address !== undefined;
  cache._peername = undefined;
  return wasCached;
}
