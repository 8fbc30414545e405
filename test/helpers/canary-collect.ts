/**
 * Preloaded into a server node by the canary test. On request it collects garbage and compacts the heap at once.
 * Without compaction, dead objects stay readable in small free gaps of the heap until those are reused.
 */
import { Session } from 'node:inspector/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** Objects that one collection finds unreachable may only be freed by the next. */
const ROUNDS = 4;

async function collect(asker: Socket): Promise<void> {
  setFlagsFromString('--compact-on-every-full-gc');
  const session = new Session();
  session.connect();
  for (let round = 0; round < ROUNDS; round += 1) {
    await session.post('HeapProfiler.collectGarbage');
    await new Promise(setImmediate);
  }
  session.disconnect();
  asker.end(String(process.pid));
}

const { CANARY_DIR = '', PORT = '' } = process.env;
if (process.argv[1]?.endsWith('main.ts') === true) {
  createServer((asker) => void collect(asker))
    .listen(join(CANARY_DIR, `${PORT}.sock`))
    .unref();
}
