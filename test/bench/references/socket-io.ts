/**
 * The cost of Socket.IO itself: a relay that acknowledges and stores nothing, on one node, or on several with the Redis
 * adapter. Clients without a room only connect.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdapter } from '@socket.io/redis-adapter';
import { createClient } from 'redis';
import { type Socket, Server } from 'socket.io';
import { collect, serve } from '../harness/part.ts';

type Posted = Readonly<Record<string, unknown>>;
type Acknowledge = (answer: object) => void;

const sockets = new Set<Socket>();

const api = {
  /** `redisPath`: the unix socket of the Redis that nodes share; null for a single node. */
  async listen({ redisPath }: { redisPath: string | null }): Promise<number> {
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    if (redisPath !== null) {
      const client = () => createClient({ socket: { path: redisPath, tls: false } }).connect();
      io.adapter(createAdapter(await client(), await client()));
    }
    io.use((socket, next) => {
      const { room } = socket.handshake.auth as { room?: string };
      if (room === undefined) {
        next();
        return;
      }
      Promise.resolve(socket.join(room)).then(
        () => next(),
        () => next(new Error('no room')),
      );
    });
    io.on('connection', (socket) => {
      const { room = '' } = socket.handshake.auth as { room?: string };
      sockets.add(socket);
      socket.on('disconnect', () => sockets.delete(socket));
      socket.on('message:send', (message: Posted, acknowledge: Acknowledge) => {
        socket.to(room).emit('message:posted', message);
        acknowledge({ ok: true });
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return (http.address() as AddressInfo).port;
  },

  /** Sends every client its queue position, one emit per client and change. */
  tellPlaces({ changes }: { changes: number }) {
    for (let change = 0; change < changes; change += 1) {
      let place = sockets.size + changes - change;
      for (const socket of sockets) {
        const ticket = {
          ...{ id: socket.id.padEnd(22, 'A'), state: 'waiting', place, keepWithinMs: null },
          wait: null,
        };
        socket.emit('ticket:updated', { ticket });
        place -= 1;
      }
    }
  },

  collect: () => collect(),
};
export type SocketIo = typeof api;

serve(api);
