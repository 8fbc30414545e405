/** One connection to a store that finds it again wherever it is, and notices when it has gone silent. */
import { systemClock } from '../clock.ts';
import type { Clock } from '../domain/ports.ts';
import { storeAddress } from './address.ts';
import { ErrorReply } from 'redis';
import { finder, PATTERN, type Connection } from './place.ts';

/** Every so often the store is asked whether it is there; one that owes so many answers is not (within 10 s, rule F5). */
const ASK_EVERY_MS = 2_000;
const ANSWERS_OWED = 3;

/** In these words a server says that it cannot answer yet. */
const WILL_BE_THERE = /^(LOADING|BUSY|TRYAGAIN|MASTERDOWN)/;

type Listener = (line: string) => void;

interface Link {
  /** Answers once the store has been reached for the first time. */
  connect(): Promise<RedisClient>;
  destroy(): void;
  readonly isReady: boolean;
  /** It is there, and still reads its file. */
  readonly isLoading: boolean;
  /** Heard again after each new connection. */
  sSubscribe(channel: string, listener: Listener): Promise<void>;
  /** Called whenever there is a new connection in place of one that was lost. */
  onBack(listener: () => void): void;
  /** One more question, whose answer shows that this connection is good for something. */
  prove(ask: () => Promise<unknown>): void;
}
export type RedisClient = Omit<Connection, keyof Link | 'on' | 'once'> & Link;

/** Attempts follow each other quickly at first, then twice a second, with jitter so that nodes do not march in step. */
function delayMs(retries: number): number {
  const [jitterMs = 0] = crypto.getRandomValues(new Uint8Array(1));
  return Math.min(50 * 2 ** Math.min(retries, 4), 500) + jitterMs / 4;
}

/** Turns are counted, not time: a machine that slept has not waited for an answer. */
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
 * A client for one store. While the store is away a command fails at once instead of queueing without bound (rule F4).
 * `onLost` is told once each time the store goes away, and nothing but the fact: an error may quote a command. In a
 * cluster the store is whoever has the keys below `root`. Connections live in real time, whatever the rules' clock says.
 */
export function redisClient(
  address: string,
  onLost: () => void,
  root = '',
  time: Clock = systemClock,
): RedisClient {
  const where = storeAddress(address);
  if (where === null) throw new TypeError('not an address of a store');
  const find = finder(where, root, time);
  const heard: [channel: string, listener: Listener][] = [];
  const questions: (() => Promise<unknown>)[] = [];
  const back: (() => void)[] = [];
  const first = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  let now: Connection = PATTERN;
  let state: 'new' | 'ready' | 'lost' = 'new';
  let ended = false;
  let isLoading = false;
  first.promise.catch(() => {});
  void end.promise.then(() => {
    ended = true;
  });

  /** One connection, from its making to its end. */
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
      isLoading = false;
      now = connection;
      first.resolve();
      if (again) for (const listener of back) listener();
      await over;
    } finally {
      unwatch();
      now = PATTERN;
      connection.destroy();
    }
  }

  async function keep(): Promise<void> {
    for (let retries = 0; ; retries += 1) {
      try {
        await hold();
        retries = 0;
      } catch (error) {
        // One that reads its file, or whose cluster forms, will be there in a while.
        isLoading = error instanceof ErrorReply && WILL_BE_THERE.test(error.message);
        if (error instanceof ErrorReply && !isLoading) first.reject(error);
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
      first.reject(new Error('ended'));
      end.resolve();
      now.destroy();
    },
    get isLoading() {
      return isLoading;
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
  // Whatever else is asked of it, the connection of the moment is asked.
  const client = new Proxy(link, {
    get(own, name) {
      if (name in own) return Reflect.get(own, name) as unknown;
      const value: unknown = Reflect.get(now, name);
      return typeof value === 'function' ? (value.bind(now) as unknown) : value;
    },
  }) as RedisClient;
  return client;
}
