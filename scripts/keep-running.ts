/** Keeps a private store running: one that ends by itself, because its disk is full for example, is started again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RedisServer } from './redis.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** Whoever ran for so long is started again at once. */
const STEADY_MS = 60_000;

export interface KeptServer extends AsyncDisposable {
  /** Of the process that runs now; 0 while none does. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** The first start has to succeed. `say` is told each end, and that it runs again. */
export async function keepRunning(
  name: string,
  start: () => Promise<RedisServer>,
  say: (line: string) => void,
): Promise<KeptServer> {
  let server: RedisServer | null = await start();
  const stopping = new AbortController();

  async function keep(first: RedisServer): Promise<void> {
    let current = first;
    let pauseMs = FIRST_PAUSE_MS;
    for (;;) {
      const startedAt = performance.now();
      const { how } = await current.ended;
      server = null;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      say(`Terskel goes on without ${name}, which ${how}, and starts it again.`);
      for (;;) {
        await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
        if (stopping.signal.aborted) return;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        const again = await start().catch(() => null);
        if (again === null) continue;
        server = current = again;
        break;
      }
      say(`Terskel has ${name} again.`);
    }
  }
  const kept = keep(server);

  async function stop(): Promise<void> {
    stopping.abort();
    await server?.stop();
    await kept;
    // Started in the moment of the stop.
    await server?.stop();
  }
  return {
    get pid() {
      return server?.pid ?? 0;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
