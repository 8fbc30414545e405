/** The internals of dependencies that `server/src/internals` relies on are still there. */
import { once } from 'node:events';
import { createServer, ServerResponse, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket as TcpSocket } from 'node:net';
import {
  dropEarlyListener,
  dropStandIn,
  pruneQuery,
} from '@terskel/server/internals/connection-memory';
import { forgetPeerAddress, readPeerAddress } from '@terskel/server/internals/peer-address';
import { Server, type Socket } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';

test('[A2, house] an Engine.IO connection keeps its query, a stand-in response and a listener, and each can be removed', async () => {
  const http = createServer();
  const io = new Server(http);
  onTestFinished(() => io.close());
  const found: Record<string, boolean> = {};
  io.engine.use((request: IncomingMessage, response: object, next: () => void) => {
    found['query'] = pruneQuery(request);
    const { length } = request.socket.rawListeners('close');
    const isStandIn = !(response instanceof ServerResponse);
    found['stand-in'] = isStandIn && dropStandIn(request.socket, response as { req: unknown });
    found['its listener'] = request.socket.rawListeners('close').length === length - 1;
    next();
  });
  const opened = Promise.withResolvers<void>();
  io.engine.on('connection', ({ transport }: Socket['conn']) => {
    const { socket } = transport as unknown as { socket: WebSocket };
    found['early listener'] = dropEarlyListener(socket) && !dropEarlyListener(socket);
    opened.resolve();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket&x=1`);
  // The connection still works without them.
  const [frame] = (await once(client, 'message')) as [Buffer];
  expect(frame.toString()).toMatch(/^0\{/);
  await opened.promise;
  expect(found).toEqual({
    ...{ query: true, 'stand-in': true, 'its listener': true, 'early listener': true },
  });
  client.terminate();
});

test('[A2, house] Node caches the address of a peer, and forgets it when told to', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  const [peer] = (await once(server, 'connection')) as [TcpSocket];
  expect(peer.remoteAddress).toBe('127.0.0.1');
  expect(forgetPeerAddress(peer)).toBe(true);
  expect(forgetPeerAddress(peer)).toBe(false);
  expect(readPeerAddress(peer)).toBe('127.0.0.1');
  expect(forgetPeerAddress(peer)).toBe(false);
});
