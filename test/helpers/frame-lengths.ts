/** What a network observer sees of a page's traffic, without TLS: the length of each frame and body, by kind. */
import type { TcpProxy } from './tcp-proxy.ts';

/**
 * Kind → lengths in bytes. A kind is a direction and a name: `up ticket:open`, `down ack offer:take`, `up /api/leave`.
 */
export type Lengths = Map<string, Set<number>>;

const chunks = (tap: Map<string, Buffer[]>, connection: number, way: string) =>
  Buffer.concat(tap.get(`${connection} ${way}`) ?? []);

/** Records from now on, until the returned function is called. */
export function watchLengths(proxy: TcpProxy): () => Lengths {
  const seen = new Map<string, Buffer[]>();
  const connections = new Set<number>();
  proxy.tap = (connection, way, bytes) => {
    connections.add(connection);
    const key = `${connection} ${way}`;
    seen.set(key, [...(seen.get(key) ?? []), bytes]);
  };
  return () => {
    proxy.tap = null;
    const lengths: Lengths = new Map();
    const note = (kind: string, length: number) =>
      lengths.set(kind, (lengths.get(kind) ?? new Set()).add(length));
    // Polling requests of one page use several connections.
    const asked = new Map<string, string>();
    for (const way of ['up', 'down'] as const) {
      for (const connection of connections) {
        const paths = messages(chunks(seen, connection, 'up')).map(({ head }) => pathOf(head));
        const stream = messages(chunks(seen, connection, way));
        for (const [at, { head, body, rest }] of stream.entries()) {
          const path = paths[at] ?? '';
          const isSocket = path.startsWith('/socket.io/');
          if (!isSocket && way === 'up' && body.length > 0) note(`up ${path}`, body.length);
          const packets = isSocket ? [...split(body), ...frames(rest)] : [];
          for (const packet of packets) {
            const kind = kindOf(packet.toString(), asked);
            if (kind !== null) note(`${way} ${kind}`, packet.length);
          }
          if (isSocket && head.includes('content-encoding')) note(`${way} compressed`, 0);
        }
      }
    }
    return lengths;
  };
}

const pathOf = (head: string) => / (\S+) /.exec(head)?.[1]?.replace(/\?.*/, '') ?? '';

function kindOf(packet: string, asked: Map<string, string>): string | null {
  const [, type, namespace, id, name] =
    /^4([0-4])(\/\w+),(\d*)(?:\["([\w:]+)")?/.exec(packet) ?? [];
  if (type === undefined) return null;
  if (type === '0') return `connect ${namespace}`;
  if (type === '3') return `ack ${asked.get(`${namespace} ${id}`)}`;
  if (id !== '') asked.set(`${namespace} ${id}`, name ?? '');
  return name ?? null;
}

interface HttpMessage {
  readonly head: string;
  readonly body: Buffer;
  /** Bytes after an upgrade: WebSocket frames. */
  readonly rest: Buffer;
}

function messages(bytes: Buffer): readonly HttpMessage[] {
  const found: HttpMessage[] = [];
  let left = bytes;
  for (let end = left.indexOf('\r\n\r\n'); end >= 0; end = left.indexOf('\r\n\r\n')) {
    const head = left.subarray(0, end).toString('latin1').toLowerCase();
    left = left.subarray(end + 4);
    if (/^upgrade: websocket/m.test(head)) {
      found.push({ head, body: Buffer.alloc(0), rest: left });
      break;
    }
    const length = Number(/^content-length: (\d+)/m.exec(head)?.[1] ?? 0);
    found.push({ head, body: left.subarray(0, length), rest: Buffer.alloc(0) });
    left = left.subarray(length);
  }
  return found;
}

/** Packets of a polling body. */
function split(body: Buffer): readonly Buffer[] {
  return body.length === 0
    ? []
    : body
        .toString()
        .split('\u001E')
        .map((text) => Buffer.from(text));
}

/** Text frames of a WebSocket, unmasked. */
function frames(bytes: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const opcode = (bytes[at] ?? 0) & 0x0f;
    const isMasked = (bytes[at + 1] ?? 0) >= 0x80;
    let length = (bytes[at + 1] ?? 0) & 0x7f;
    at += 2;
    if (length === 126) [length, at] = [bytes.readUInt16BE(at), at + 2];
    else if (length === 127) [length, at] = [Number(bytes.readBigUInt64BE(at)), at + 8];
    const mask = isMasked ? bytes.subarray(at, at + 4) : Buffer.alloc(4);
    at += isMasked ? 4 : 0;
    const data = Buffer.from(bytes.subarray(at, at + length));
    if (opcode === 1)
      found.push(Buffer.from(data.map((byte, index) => byte ^ (mask[index % 4] ?? 0))));
    at += length;
  }
  return found;
}
