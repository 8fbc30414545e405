/**
 * The least that a relay with a shared log can cost: Socket.IO, whose messages of one turn of the event loop are appended
 * and published by one script, and what a node receives is emitted. Nothing is checked, limited or padded.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from 'redis';
import { type Socket, Server } from 'socket.io';
import { serve } from '../harness/part.ts';

type Acknowledge = (answer: object) => void;
interface Posted {
  readonly conversationId: string;
}

/** ARGV: for each message the room, and its JSON. Publishes all of them as one text. */
const APPEND = `
local posted, seqs = {}, {}
for at = 1, #ARGV, 3 do
  seqs[#seqs + 1] = redis.call('RPUSH', '{log}' .. ARGV[at + 1], ARGV[at + 2])
  posted[#posted + 1] = ARGV[at] .. '\\n' .. ARGV[at + 1] .. '\\n' .. ARGV[at + 2]
end
redis.call('SPUBLISH', '{log}posted', table.concat(posted, '\\n'))
return seqs`;

const api = {
  async listen({ redisPath }: { redisPath: string }): Promise<number> {
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    const client = () =>
      createClient({ RESP: 3, socket: { path: redisPath, tls: false } }).connect();
    const [redis, inbox] = [await client(), await client()];
    const sha = await redis.scriptLoad(APPEND);
    const members = new Map<string, Socket[]>();
    await inbox.sSubscribe('{log}posted', (text) => {
      const lines = text.split('\n');
      for (let at = 0; at + 2 < lines.length; at += 3) {
        const [from, room = '', json = ''] = lines.slice(at, at + 3);
        const payload = JSON.parse(json) as object;
        for (const each of members.get(room) ?? [])
          if (each.id !== from) each.emit('message:posted', payload);
      }
    });
    let words: string[] = [];
    let acks: Acknowledge[] = [];
    const flush = () => {
      const [sent, waiting] = [words, acks];
      [words, acks] = [[], []];
      void redis.sendCommand(['EVALSHA', sha, '1', '{log}posted', ...sent]).then((seqs) => {
        waiting.forEach((ack, index) =>
          ack({ ok: true, seq: (seqs as unknown as number[])[index] }),
        );
      });
    };
    io.on('connection', (socket) => {
      const { room } = socket.handshake.auth as { room: string };
      members.set(room, [...(members.get(room) ?? []), socket]);
      socket.on('message:send', (message: Posted, acknowledge: Acknowledge) => {
        if (acks.push(acknowledge) === 1) setImmediate(flush);
        words.push(socket.id, room, JSON.stringify(message));
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return (http.address() as AddressInfo).port;
  },
};
export type Logged = typeof api;

serve(api);
