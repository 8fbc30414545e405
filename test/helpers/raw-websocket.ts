/** A `ws` WebSocket that speaks Engine.IO by hand and answers nothing by itself. */
import { once } from 'node:events';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { WebSocket } from 'ws';

export interface RawWebSocket {
  readonly ws: WebSocket;
  /** Every text frame so far, in order. */
  readonly frames: readonly string[];
  /** Resolves with the close code once the connection has ended. */
  readonly closed: Promise<number>;
  /** Sends a text frame the given number of times. */
  flood(frame: string, times: number): void;
  /** Stops reading; data from the server stays in the buffers in between. */
  stopReading(): void;
}

/** Opens a transport without a session. */
export async function rawWebSocket(
  origin: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawWebSocket> {
  const url = `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const ws = new WebSocket(url, { headers: { ...headers }, perMessageDeflate: false });
  const frames: string[] = [];
  ws.on('error', () => {});
  ws.on('message', (data: Buffer) => void frames.push(data.toString()));
  const closed = new Promise<number>((resolve) => ws.once('close', resolve));
  await once(ws, 'message');
  return {
    ...{ ws, frames, closed },
    flood(frame, times) {
      for (let sent = 0; sent < times; sent += 1) ws.send(frame);
    },
    stopReading: () => ws.pause(),
  };
}

/** Opens a transport and a seeker's session on it. */
export async function rawSeeker(
  origin: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawWebSocket> {
  const raw = await rawWebSocket(origin, headers);
  raw.ws.send(`40/seeker,{"protocol":${PROTOCOL_VERSION}}`);
  while (!raw.frames.some((frame) => frame.includes('session:snapshot')))
    await once(raw.ws, 'message');
  return raw;
}
