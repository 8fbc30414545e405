/** Keeps a private store running: restarts it if it exits by itself, for example because its disk is full. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RedisServer } from './redis.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After running this long, a store is restarted with the shortest pause again. */
const STEADY_MS = 60_000;

export interface KeptServer extends AsyncDisposable {
  /** Process id of the running store; 0 while none runs. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Rejects if the first start fails. Reports each exit and each restart to `say`. */
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
    // A restart may have completed during the stop.
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
