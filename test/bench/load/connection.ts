/** One load client: a WebSocket with its handshake, acknowledgements and received frames. */
import { WebSocket } from 'ws';
import { dialects, type Dialect, type DialectName } from './dialects.ts';

export interface Who {
  readonly dialect: DialectName;
  readonly port: number;
  /** JSON of the handshake, or the pair name for a raw server; empty for none. */
  readonly auth: string;
}

export interface Connection {
  readonly dialect: Dialect;
  readonly ws: WebSocket;
  readonly closed: Promise<void>;
  /** Sends an event and resolves with the frame of its acknowledgement. */
  ask(name: string, json: string): Promise<string>;
}

/** Called with every frame except those of the protocol itself. */
export type Heard = (frame: string) => void;

const OPEN = '0';
const PING = '2';
const PONG = '3';

const BYTE = 256;
let addresses = 0;

/** An `X-Forwarded-For` address in a new network for each client, so that no per-network limit applies. */
export function nextAddress(): string {
  addresses += 1;
  return `11.${Math.floor(addresses / BYTE) % BYTE}.${addresses % BYTE}.1`;
}

/** Resolves when the server has reported that the connection is ready. */
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
