/** The minimum cost: a plain `ws` server that forwards text between two clients, or only holds connections. */
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { collect, serve } from '../harness/part.ts';

const api = {
  async listen(_options: null): Promise<number> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    /** Clients that wait for their partner, by the name of the pair. */
    const alone = new Map<string, (partner: WebSocket) => WebSocket>();
    server.on('connection', (socket) => {
      let other: WebSocket | undefined;
      socket.on('error', () => {});
      socket.on('message', (data: Buffer, isBinary) => {
        if (other !== undefined) {
          other.send(data, { binary: isBinary });
          return;
        }
        const name = data.toString();
        other = alone.get(name)?.(socket);
        const meet = (partner: WebSocket) => {
          other = partner;
          return socket;
        };
        if (other === undefined) alone.set(name, meet);
        socket.send('ready');
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return (server.address() as AddressInfo).port;
  },
  collect: (_options: null) => collect(),
};
export type Raw = typeof api;

serve(api);
