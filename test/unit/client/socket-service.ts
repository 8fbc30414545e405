/** A Socket.IO server that sends and answers what a test sets: the other end of a link. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';

export interface SocketService extends AsyncDisposable {
  readonly origin: string;
  /** The handshake data of each connection. */
  readonly handshakes: Record<string, unknown>[];
  /** Received commands, in order. */
  readonly commands: (readonly [string, unknown])[];
  /** While set, handshakes are refused with this. */
  refuse: { code: string; retryAfterMs?: number } | null;
  /** Answers a command; `undefined` sends no answer. */
  answer: (name: string, payload: unknown) => unknown;
  /** Called for each new connection, to send the first events. */
  greet: (socket: Socket) => void;
  /** The newest connection. */
  socket(): Promise<Socket>;
  /** Sends only half of the next non-empty polling answer, then breaks the connection. */
  halve(): void;
  /** The transports used, newest last. */
  readonly transports: string[];
}

export async function startSocketService(
  options: { readonly transports?: ('websocket' | 'polling')[] } = {},
): Promise<SocketService> {
  const http = createServer();
  const io = new Server(http, { ...options, serveClient: false });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  let halved = false;
  http.prependListener('request', ({ method, socket }, answer) => {
    if (method !== 'GET') return;
    const end = answer.end.bind(answer) as (body: string) => typeof answer;
    const half = (body: string) => {
      if (!halved) return end(body);
      halved = false;
      answer.write(body.slice(0, body.length / 2), () => socket.destroy());
      return answer;
    };
    Object.assign(answer, { end: half });
  });
  const sockets: Socket[] = [];
  let arrived = () => {};
  const service: SocketService = {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    handshakes: [],
    commands: [],
    transports: [],
    refuse: null,
    answer: () => ({ ok: true }),
    greet: () => {},
    halve() {
      halved = true;
    },
    async socket() {
      while (sockets.at(-1)?.connected !== true) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
      return sockets.at(-1) as Socket;
    },
    async [Symbol.asyncDispose]() {
      await io.close();
    },
  };
  for (const namespace of [io.of('/seeker'), io.of('/staff')]) {
    namespace.use((socket, next) => {
      service.handshakes.push(socket.handshake.auth);
      if (service.refuse === null) next();
      else next(Object.assign(new Error('refused'), { data: service.refuse }));
    });
    namespace.on('connection', (socket) => {
      sockets.push(socket);
      service.transports.push(socket.conn.transport.name);
      socket.onAny((name: string, payload: unknown, acknowledge: (answer: unknown) => void) => {
        service.commands.push([name, payload]);
        const answer = service.answer(name, payload);
        if (answer !== undefined) acknowledge(answer);
      });
      service.greet(socket);
      arrived();
    });
  }
  return service;
}
