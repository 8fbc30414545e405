/**
 * A network that a test can break: a TCP proxy in front of local ports or unix sockets. Settings apply to existing and
 * new connections, from the next bytes on.
 */
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** A local port, or the path of a unix socket. */
export type Target = number | string;

/** Settings of one direction. */
interface Way {
  delayMs: number;
  bytesPerSecond: number;
  /** Sizes, used in turn, that data is cut into; if empty, data passes as it comes. */
  pieces: readonly number[];
  /**
   * Everything sent is dropped, including the end of the connection. A connection that has lost data this way stays
   * lost.
   */
  silent: boolean;
}

/** What happens to a connection that requests a WebSocket upgrade. */
type Upgrades = 'pass' | 'refuse' | 'strip' | 'swallow';

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  /** Number of open sockets, to clients and to targets. */
  readonly connections: number;
  /** New connections go to each target in turn, or to the next if one refuses. */
  targets: readonly Target[];
  /** From the client, and to it. */
  readonly up: Way;
  readonly down: Way;
  /** `refuse`: new connections are reset; `swallow`: they are accepted but never answered. */
  arrivals: 'pass' | 'refuse' | 'swallow';
  upgrades: Upgrades;
  /** Called with all data that passes, and the number of its connection. */
  tap: ((connection: number, way: 'up' | 'down', bytes: Buffer) => void) | null;
  /** Resets every connection. */
  cut(): void;
  /** Closes every connection cleanly. */
  close(): void;
  /** Existing connections drop all data from now on, in both directions; new ones work. */
  freeze(): void;
  /** Holds back all data until `resume`. */
  pause(): void;
  resume(): void;
}

/** A sender that is further ahead than this must wait. */
const AHEAD_MAX_BYTES = 256 * 1024;
const SLICES_PER_SECOND = 20;

export async function startTcpProxy(...targets: Target[]): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let turns = 0;
  let freezes = 0;
  let gate: PromiseWithResolvers<void> | null = null;
  const stand = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };

  async function pass(client: Socket): Promise<void> {
    const first = turns++;
    const server = await reach(proxy.targets.map((_, n, all) => all[(first + n) % all.length]));
    if (server === null || client.destroyed) return reset(client, server);
    stand(server);
    const born = freezes;
    let swallowed = false;
    const opened = async () => {
      await gate?.promise;
      return born === freezes && !swallowed;
    };
    pump(client, server, proxy.up, opened, (bytes) => {
      proxy.tap?.(first, 'up', bytes);
      if (proxy.upgrades === 'pass' || !UPGRADE.test(bytes.toString('latin1'))) return bytes;
      if (proxy.upgrades === 'strip') return stripped(bytes);
      if (proxy.upgrades === 'refuse') client.end(REFUSED);
      swallowed = true;
      return null;
    });
    pump(server, client, proxy.down, opened, (bytes) => {
      proxy.tap?.(first, 'down', bytes);
      return bytes;
    });
  }

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => {});
    stand(client);
    if (proxy.arrivals === 'refuse') client.resetAndDestroy();
    else if (proxy.arrivals === 'swallow') client.resume();
    else void pass(client);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const { port } = listener.address() as AddressInfo;
  const proxy: TcpProxy = {
    ...{ port, origin: `http://127.0.0.1:${port}`, targets },
    ...{ up: clear(), down: clear(), arrivals: 'pass', upgrades: 'pass', tap: null },
    get connections() {
      return sockets.size;
    },
    cut() {
      reset(...sockets);
    },
    close() {
      for (const socket of sockets) socket.end();
    },
    freeze() {
      freezes += 1;
    },
    pause() {
      gate ??= Promise.withResolvers<void>();
    },
    resume() {
      gate?.resolve();
      gate = null;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => {
        listener.close(resolve);
      });
      proxy.arrivals = 'refuse';
      proxy.cut();
      proxy.resume();
      await closed;
    },
  };
  return proxy;
}

function clear(): Way {
  return { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY, pieces: [], silent: false };
}

function reset(...sockets: readonly (Socket | null)[]): void {
  for (const socket of sockets) {
    // A unix socket cannot be reset.
    if (socket?.remoteAddress === undefined) socket?.destroy();
    else socket.resetAndDestroy();
  }
}

/** Connects to the first target that accepts. */
async function reach(targets: readonly (Target | undefined)[]): Promise<Socket | null> {
  for (const target of targets) {
    const where =
      typeof target === 'number' ? { port: target, host: '127.0.0.1' } : { path: target ?? '' };
    const socket = connect({ ...where, allowHalfOpen: true, noDelay: true });
    const reached = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.on('error', () => resolve(false));
    });
    if (reached) return socket;
  }
  return null;
}

/**
 * Forwards data in order, with the current settings of the direction, until `opened` returns false. Data on its way
 * still arrives after its sender has closed. `filter` may change data or drop it (null).
 */
function pump(
  from: Socket,
  to: Socket,
  way: Way,
  opened: () => Promise<boolean>,
  filter: (bytes: Buffer) => Buffer | null = (bytes) => bytes,
): void {
  let lost = false;
  let aheadBytes = 0;
  let cuts = 0;
  let sending = Promise.resolve();
  const nextBytes = () => {
    const size = way.pieces[cuts++ % way.pieces.length] ?? Number.POSITIVE_INFINITY;
    return Math.max(1, Math.floor(Math.min(size, way.bytesPerSecond / SLICES_PER_SECOND)));
  };
  const isLost = async () => (lost ||= !(await opened()) || way.silent);
  async function deliver(bytes: Buffer): Promise<void> {
    for (let rest = bytes; rest.length > 0;) {
      const piece = rest.subarray(0, nextBytes());
      rest = rest.subarray(piece.length);
      if ((await isLost()) || to.destroyed) return;
      to.write(piece);
      if (Number.isFinite(way.bytesPerSecond))
        await delay((piece.length / way.bytesPerSecond) * 1_000);
      // Otherwise the kernel would join the pieces again.
      else if (rest.length > 0) await turn();
    }
  }
  const after = (work: () => void) => {
    void sending.then(isLost).then((is) => {
      if (!is) work();
    });
  };
  from.on('data', (bytes) => {
    const dueAt = performance.now() + way.delayMs;
    aheadBytes += bytes.length;
    if (aheadBytes > AHEAD_MAX_BYTES) from.pause();
    sending = sending.then(async () => {
      const earlyMs = dueAt - performance.now();
      if (earlyMs > 0) await delay(earlyMs);
      await deliver(filter(bytes) ?? Buffer.alloc(0));
      aheadBytes -= bytes.length;
      from.resume();
    });
  });
  from.on('end', () => after(() => to.end()));
  // A reset is passed on, unless data is being dropped.
  from.on('close', () => after(() => reset(to)));
}

const UPGRADE = /^upgrade: *websocket/im;
const REFUSED = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** As forwarded by a proxy without WebSocket support. */
function stripped(head: Buffer): Buffer {
  const text = head.toString('latin1').replaceAll(/^(?:upgrade|connection):.*\r\n/gim, '');
  return Buffer.from(text, 'latin1');
}
