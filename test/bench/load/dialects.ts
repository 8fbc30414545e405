/** How a client talks to each kind of server, with the simplest frames of its protocol. */

export interface Dialect {
  readonly path: string;
  /** The first frame to send; null for none. Engine.IO servers send a frame before it. */
  hello(auth: string): string | null;
  /** Whether the connection is ready from this frame on. */
  isReady(frame: string): boolean;
  isRefusal(frame: string): boolean;
  /** A command or event with this JSON payload, acknowledged under this number. */
  event(name: string, json: string, ack: number): string;
  isAck(frame: string): boolean;
}

/** Socket.IO 4 over Engine.IO 4, directly on WebSocket. */
function socketIo(namespace: string, first: string | null, says = ''): Dialect {
  const at = namespace === '' ? '' : `${namespace},`;
  const ready = first === null ? `40${at}` : `42${at}["${first}"`;
  const [refusal, ack] = [`44${at}`, `43${at}`];
  return {
    path: '/socket.io/?EIO=4&transport=websocket',
    hello: (auth) => `40${at}${auth}`,
    isReady: (frame) => frame.startsWith(ready) && frame.includes(says),
    isRefusal: (frame) => frame.startsWith(refusal),
    event: (name, json, id) => `42${at}${id}["${name}",${json}]`,
    isAck: (frame) => frame.startsWith(ack),
  };
}

const raw: Dialect = {
  path: '/',
  hello: (auth) => (auth === '' ? null : auth),
  isReady: (frame) => frame === 'ready',
  isRefusal: () => false,
  event: (_name, json) => json,
  isAck: () => false,
};

export const dialects = {
  /** The service: ready after the first snapshot. */
  seeker: socketIo('/seeker', 'session:snapshot'),
  /** The service, ready only when the snapshot shows the queue position. */
  waiting: socketIo('/seeker', 'session:snapshot', '"kind":"ticket"'),
  staff: socketIo('/staff', 'session:snapshot'),
  'socket.io': socketIo('', null),
  raw,
} as const;
export type DialectName = keyof typeof dialects;
