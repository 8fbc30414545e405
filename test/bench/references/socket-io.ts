/** What Socket.IO costs by itself: a relay that acknowledges and keeps nothing, on one node, or on several by its Redis adapter. */
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
  /** `redisPath`: the socket of the Redis that nodes share; null for a node alone. */
  async listen({ redisPath }: { redisPath: string | null }): Promise<number> {
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    if (redisPath !== null) {
      const client = () => createClient({ socket: { path: redisPath, tls: false } }).connect();
      io.adapter(createAdapter(await client(), await client()));
    }
    io.use((socket, next) => {
      const { room } = socket.handshake.auth as { room: string };
      Promise.resolve(socket.join(room)).then(
        () => next(),
        () => next(new Error('no room')),
      );
    });
    io.on('connection', (socket) => {
      const { room } = socket.handshake.auth as { room: string };
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

  /** Tells everybody their place, one emit to each, as often as the line changes. */
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
