/**
 * Browser cookies for a client that runs in Node: a proxy that stores the cookies that the service sets and sends them
 * back.
 */
import { type IncomingMessage, createServer, request } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';

export interface CookieJar extends AsyncDisposable {
  /** The service's address through this proxy. */
  readonly origin: string;
  /** Its cookies, as a `Cookie` header; assigning replaces all of them. */
  cookie: string | null;
}

export async function openCookieJar(target: string): Promise<CookieJar> {
  const { hostname, port } = new URL(target);
  const held = new Map<string, string>();
  const header = () => [...held].map(([name, value]) => `${name}=${value}`).join('; ');
  function keep(set: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (value === '') held.delete(name);
    else held.set(name, value);
  }
  const withCookie = ({ headers }: IncomingMessage) => ({
    ...headers,
    ...(held.size > 0 && { cookie: header() }),
  });
  const proxy = createServer((incoming, outgoing) => {
    const { method, url: path } = incoming;
    const onward = request({ hostname, port, method, path, headers: withCookie(incoming) });
    onward.on('response', (answer) => {
      for (const set of answer.headers['set-cookie'] ?? []) keep(set);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  const sockets = new Set<Socket>();
  proxy.on('upgrade', (incoming, client) => {
    const onward = connect(Number(port), hostname, () => {
      const headers = Object.entries(withCookie(incoming)).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
      client.pipe(onward).pipe(client);
    });
    for (const end of [client as Socket, onward]) {
      sockets.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        sockets.delete(end);
        client.destroy();
        onward.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const jar: CookieJar = {
    origin: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get cookie() {
      return held.size > 0 ? header() : null;
    },
    set cookie(given) {
      held.clear();
      for (const each of given?.split('; ') ?? []) keep(each);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await new Promise((resolve) => {
        proxy.close(resolve);
      });
    },
  };
  return jar;
}
