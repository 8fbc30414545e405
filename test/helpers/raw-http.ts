/** HTTP as raw bytes: sends requests that no client library would, and reads the raw answer. */
import { connect } from 'node:net';

export interface Answer {
  /** From the status line; 0 if the connection ended without an answer. */
  readonly status: number;
  /** By lower-case name; the values of a repeated header are joined with ` AND `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function parse(text: string): Answer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const name = line.slice(0, line.indexOf(':')).toLowerCase();
    const value = line.slice(line.indexOf(':') + 1).trim();
    headers[name] = name in headers ? `${headers[name]} AND ${value}` : value;
  }
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? 0);
  return { status, headers, body: rest.join('\r\n\r\n') };
}

/**
 * Sends the bytes, and `then` once an answer has begun. Reads until the server closes the connection or switches
 * protocols.
 */
export function exchange(origin: string, bytes: string, then = ''): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    if (text === '' && then !== '') socket.write(then);
    text += chunk;
    if (/^HTTP\/1\.1 101 [\s\S]*\r\n\r\n/.test(text)) socket.end();
  });
  socket.once('error', reject);
  socket.once('close', () => resolve(parse(text)));
  socket.write(bytes);
  return promise;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request with exactly this target and `Connection: close`. */
export function ask(origin: string, target: string, asked: Ask = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = asked;
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const all = { Host: new URL(origin).host, Connection: 'close', ...length, ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return exchange(origin, [`${method} ${target} HTTP/1.1`, ...lines, '', body].join('\r\n'));
}
