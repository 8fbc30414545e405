/** A Redis client that reconnects to wherever the store has moved, and detects a connection that no longer answers. */
import { systemClock } from '../clock.ts';
import type { Clock } from '../domain/ports.ts';
import { storeAddress } from './address.ts';
import { ErrorReply } from 'redis';
import { resolvePrimary, templateClient, type Connection } from './redis-topology.ts';

/**
 * Interval of the liveness checks (ms). A connection with this many unanswered intervals counts as lost (within 10 s,
 * rule F5).
 */
const ASK_EVERY_MS = 2_000;
const ANSWERS_OWED = 3;

/** Error replies of a server that is not available yet, and of a cluster whose nodes are not connected yet. */
const NOT_YET_AVAILABLE = {
  loading: /^(LOADING|BUSY|TRYAGAIN|MASTERDOWN)/,
  forming: /^(CLUSTERDOWN|MOVED|ASK)/,
};
type Starting = keyof typeof NOT_YET_AVAILABLE;

type Listener = (line: string) => void;

interface Link {
  /**
   * Resolves once the store has been reached for the first time; rejects if the server refuses the connection for good.
   */
  connect(): Promise<RedisClient>;
  destroy(): void;
  readonly isReady: boolean;
  /** Set while the server is running but not available yet: it loads its data file, or its cluster forms. */
  readonly starting: Starting | null;
  /** Subscribes to a sharded channel, and again on every new connection. */
  sSubscribe(channel: string, listener: Listener): Promise<void>;
  /** Called each time a new connection replaces a lost one; not for the first connection. */
  onBack(listener: () => void): void;
  /** Adds a liveness check that every connection must pass. */
  prove(ask: () => Promise<unknown>): void;
}
export type RedisClient = Omit<Connection, keyof Link | 'on' | 'once'> & Link;

function startingBy({ message }: ErrorReply): Starting | null {
  if (NOT_YET_AVAILABLE.loading.test(message)) return 'loading';
  return NOT_YET_AVAILABLE.forming.test(message) ? 'forming' : null;
}

/**
 * Delay before a retry: it grows from 50 ms to 500 ms, with jitter so that nodes do not reconnect at the same moment.
 */
function delayMs(retries: number): number {
  const [jitterMs = 0] = crypto.getRandomValues(new Uint8Array(1));
  return Math.min(50 * 2 ** Math.min(retries, 4), 500) + jitterMs / 4;
}

/**
 * Runs the liveness checks and calls `lost` if one fails or stays unanswered. It counts intervals instead of time, so
 * that a machine that was suspended does not count as having waited.
 */
function watch(questions: () => (() => Promise<unknown>)[], time: Clock, lost: () => void) {
  const owed = new Map<() => Promise<unknown>, number>();
  return time.every(ASK_EVERY_MS, () => {
    for (const ask of questions()) {
      const turns = owed.get(ask) ?? 0;
      if (turns >= ANSWERS_OWED) lost();
      owed.set(ask, turns + 1);
      if (turns === 0) ask().then(() => owed.delete(ask), lost);
    }
  });
}

/**
 * A client for one store. While the store is unavailable, commands fail at once and are not queued (rule F4). `onLost`
 * is called once each time the store becomes unavailable, without the error, because an error may quote a command. In a
 * cluster the client connects to the owner of the keys below `root`. Connections use real time, also in tests with a
 * simulated clock.
 */
export function redisClient(
  address: string,
  onLost: () => void,
  root = '',
  time: Clock = systemClock,
): RedisClient {
  const where = storeAddress(address);
  if (where === null) throw new TypeError('invalid store address');
  const find = resolvePrimary(where, root, time);
  const heard: [channel: string, listener: Listener][] = [];
  const questions: (() => Promise<unknown>)[] = [];
  const back: (() => void)[] = [];
  const first = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let now: Connection = templateClient;
  let state: 'new' | 'ready' | 'lost' = 'new';
  let ended = false;
  let starting: Starting | null = null;
  first.promise.catch(() => {});
  void end.promise.then(() => {
    ended = true;
  });

  /** Opens one connection and keeps it until it is lost or the client is closed. */
  async function hold(): Promise<void> {
    const { connection, ask } = await find();
    const lost = Promise.withResolvers<void>();
    for (const sign of ['error', 'end', 'sharded-channel-moved']) connection.on(sign, lost.resolve);
    const unwatch = watch(() => [ask, ...questions], time, lost.resolve);
    const over = Promise.race([lost.promise, end.promise]).then(() => true as const);
    try {
      const listening = heard.map(([channel, listener]) =>
        connection.sSubscribe(channel, listener),
      );
      if ((await Promise.race([Promise.all(listening), over])) === true) return;
      const again = state === 'lost';
      state = 'ready';
      starting = null;
      now = connection;
      first.resolve();
      if (again) for (const listener of back) listener();
      await over;
    } finally {
      unwatch();
      now = templateClient;
      connection.destroy();
    }
  }

  async function keep(): Promise<void> {
    for (let retries = 0; ; retries += 1) {
      try {
        await hold();
        retries = 0;
      } catch (error) {
        // These refusals are temporary. Any other error reply makes the first connect fail.
        starting = error instanceof ErrorReply ? startingBy(error) : null;
        if (error instanceof ErrorReply && starting === null) first.reject(error);
      }
      if (ended) return;
      if (state !== 'lost') onLost();
      state = 'lost';
      const pause = Promise.withResolvers<void>();
      const stop = time.after(delayMs(retries), pause.resolve);
      await Promise.race([pause.promise, end.promise]);
      stop();
      if (ended) return;
    }
  }

  const link: Link = {
    async connect() {
      void keep();
      await first.promise;
      return client;
    },
    destroy() {
      first.reject(new Error('the client was closed'));
      end.resolve();
      now.destroy();
    },
    get starting() {
      return starting;
    },
    get isReady() {
      return now.isReady;
    },
    async sSubscribe(channel, listener) {
      heard.push([channel, listener]);
      if (now.isReady) await now.sSubscribe(channel, listener);
    },
    onBack: (listener) => void back.push(listener),
    prove: (ask) => void questions.push(ask),
  };
  // All other properties are those of the current connection.
  const client = new Proxy(link, {
    get(own, name) {
      if (name in own) return Reflect.get(own, name) as unknown;
      const value: unknown = Reflect.get(now, name);
      return typeof value === 'function' ? (value.bind(now) as unknown) : value;
    },
  }) as RedisClient;
  return client;
}
