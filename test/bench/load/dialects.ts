/** How a client speaks to each kind of server, in the plainest frames that its protocol has. */

export interface Dialect {
  readonly path: string;
  /** What is sent first; the server has nothing to say before if it is not Engine.IO. */
  hello(auth: string): string | null;
  /** Whether the connection can be used from this frame on. */
  isReady(frame: string): boolean;
  isRefusal(frame: string): boolean;
  /** A command or event whose payload is this JSON, to be acknowledged under this number. */
  event(name: string, json: string, ack: number): string;
  isAck(frame: string): boolean;
}

/** Socket.IO 4 over Engine.IO 4, WebSocket from the start. */
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
  /** Ours: ready when the first snapshot has come. */
  seeker: socketIo('/seeker', 'session:snapshot'),
  /** The same, for whom the place in line must have been found. */
  waiting: socketIo('/seeker', 'session:snapshot', '"kind":"ticket"'),
  staff: socketIo('/staff', 'session:snapshot'),
  'socket.io': socketIo('', null),
  raw,
} as const;
export type DialectName = keyof typeof dialects;
