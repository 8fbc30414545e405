/** One client: a WebSocket, what it says first, and who hears what comes. */
import { WebSocket } from 'ws';
import { dialects, type Dialect, type DialectName } from './dialects.ts';

export interface Who {
  readonly dialect: DialectName;
  readonly port: number;
  /** JSON of the handshake, or what a raw server wants to hear; empty for nothing. */
  readonly auth: string;
}

export interface Connection {
  readonly dialect: Dialect;
  readonly ws: WebSocket;
  readonly closed: Promise<void>;
  /** Sends an event and answers its acknowledgement's frame. */
  ask(name: string, json: string): Promise<string>;
}

/** Given every frame that is not part of the protocol's own housekeeping. */
export type Heard = (frame: string) => void;

const OPEN = '0';
const PING = '2';
const PONG = '3';

const BYTE = 256;
let addresses = 0;

/** Each comes from a network of their own, as a proxy tells, so that nobody reaches the limits of one. */
export function nextAddress(): string {
  addresses += 1;
  return `11.${Math.floor(addresses / BYTE) % BYTE}.${addresses % BYTE}.1`;
}

/** Settles when the server has said that the connection can be used. */
export function connect({ dialect: name, port, auth }: Who, heard: Heard): Promise<Connection> {
  const dialect: Dialect = dialects[name];
  const ready = Promise.withResolvers<Connection>();
  const closed = Promise.withResolvers<void>();
  const asked = new Map<number, (frame: string) => void>();
  let asks = 0;
  const ws = new WebSocket(`ws://127.0.0.1:${port}${dialect.path}`, {
    perMessageDeflate: false,
    headers: { 'x-forwarded-for': nextAddress() },
  });
  const connection: Connection = {
    dialect,
    ws,
    closed: closed.promise,
    ask(event, json) {
      asks += 1;
      const answer = Promise.withResolvers<string>();
      asked.set(asks, answer.resolve);
      ws.send(dialect.event(event, json, asks));
      return answer.promise;
    },
  };
  const raw = name === 'raw';
  ws.on('open', () => {
    if (!raw) return;
    const hello = dialect.hello(auth);
    if (hello === null) ready.resolve(connection);
    else ws.send(hello);
  });
  ws.on('message', (data: Buffer) => {
    const frame = data.toString();
    if (!raw && frame === PING) ws.send(PONG);
    else if (!raw && frame.startsWith(OPEN)) ws.send(dialect.hello(auth) ?? '');
    else if (dialect.isReady(frame)) ready.resolve(connection);
    else if (dialect.isRefusal(frame)) ready.reject(new Error(`refused: ${frame}`));
    else if (asked.size > 0 && dialect.isAck(frame)) answered(frame);
    else heard(frame);
  });
  ws.on('error', (error) => ready.reject(error));
  ws.on('close', () => {
    ready.reject(new Error('closed before it was ready'));
    closed.resolve();
  });
  function answered(frame: string): void {
    const id = Number(/^43(?:\/\w+,)?(\d+)/.exec(frame)?.[1]);
    asked.get(id)?.(frame);
    asked.delete(id);
  }
  return ready.promise;
}
