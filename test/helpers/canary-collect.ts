/**
 * Preloaded into a server node by the canary test: on request, garbage is collected and the heap compacted now rather
 * than some time. Without the second, what is dead stays in small holes of the heap until they are used again.
 */
import { Session } from 'node:inspector/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** What one round finds dead, the next may free. */
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
