/**
 * A network that a test can break: TCP on a port of its own, in front of ports or sockets of this machine. What is set
 * holds for connections that stand as well as for new ones, from the next bytes on.
 */
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';

/** A port of this machine, or the path of a unix socket. */
export type Target = number | string;

/** One direction. */
interface Way {
  delayMs: number;
  bytesPerSecond: number;
  /** Sizes, used in turn, that whatever is sent is cut into; none: as it comes. */
  pieces: readonly number[];
  /** Whatever is sent vanishes, the end included. A connection that has lost something this way never finds back. */
  silent: boolean;
}

/** What becomes of a connection that asks for a WebSocket. */
type Upgrades = 'pass' | 'refuse' | 'strip' | 'swallow';

export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  readonly origin: string;
  /** How many ends of connections stand, of clients and of targets. */
  readonly connections: number;
  /** New connections go to each in turn, or to the next if one refuses. */
  targets: readonly Target[];
  /** From the client, and to it. */
  readonly up: Way;
  readonly down: Way;
  /** `refuse`: new connections are reset; `swallow`: they stand, and nobody answers. */
  arrivals: 'pass' | 'refuse' | 'swallow';
  upgrades: Upgrades;
  /** Is shown whatever passes, with the number of its connection. */
  tap: ((connection: number, way: 'up' | 'down', bytes: Buffer) => void) | null;
  /** Resets every connection. */
  cut(): void;
  /** Ends every connection in good order. */
  close(): void;
  /** The connections that stand lose whatever is sent from now on, both ways; new ones are good. */
  freeze(): void;
  /** Keeps back whatever is sent, until `resume`. */
  pause(): void;
  resume(): void;
}

/** A sender that is so far ahead is made to wait. */
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
    // A unix socket knows no reset.
    if (socket?.remoteAddress === undefined) socket?.destroy();
    else socket.resetAndDestroy();
  }
}

/** The first that takes the connection. */
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
 * Passes on what comes, in order and as the way is at that moment, until `opened` says no; what is on its way still
 * arrives when its sender is gone. `filter` may change what comes, or keep it.
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
      // Else the kernel would join the pieces again.
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
  // Whoever is cut off hears of it, unless nothing comes through.
  from.on('close', () => after(() => reset(to)));
}

const UPGRADE = /^upgrade: *websocket/im;
const REFUSED = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** As a proxy passes it on that knows nothing of WebSockets. */
function stripped(head: Buffer): Buffer {
  const text = head.toString('latin1').replaceAll(/^(?:upgrade|connection):.*\r\n/gim, '');
  return Buffer.from(text, 'latin1');
}
