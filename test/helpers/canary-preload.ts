/**
 * For modules that a test preloads into a server node: they see requests before the service, which is unaware of them.
 */
import { Server, type IncomingMessage } from 'node:http';

/** Calls `see` for each request and upgrade, before any other listener. */
export function onRequest(see: (request: IncomingMessage) => void): void {
  if (process.argv[1]?.endsWith('main.ts') !== true) return;
  const emit = Reflect.get(Server.prototype, 'emit') as (...args: unknown[]) => boolean;
  Object.defineProperty(Server.prototype, 'emit', {
    value(this: Server, name: string, ...args: unknown[]) {
      if (name === 'request' || name === 'upgrade') see(args[0] as IncomingMessage);
      return Reflect.apply(emit, this, [name, ...args]);
    },
  });
}
