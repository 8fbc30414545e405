/**
 * Marks what belongs to a demo: its folder by a file, and its ledger by a key with the same id. Made-up counts must
 * never get into a real ledger, and no real ones into that of a demo.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisClient } from '@terskel/server/redis/client';

const FILE = 'demo';
const MADE_UP = 'is from a demo, and its people and counts are made up.';
/** Not a key of the ledger, so that no backup contains it. */
const KEY = 'terskel-demo';

/**
 * The id of the demo whose folder this is; a new one if the folder is empty or does not exist. Throws if the folder has
 * other contents. Changes nothing then.
 */
export function demoOf(folder: string): string {
  const file = join(folder, FILE);
  if (isFile(file)) return readFileSync(file, 'utf8').trim();
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(
      `--folder: ${folder} is not from a demo. Choose an empty folder, or a new one.`,
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const id = randomUUID();
  writeFileSync(file, `${id}\n`, { mode: 0o600 });
  return id;
}

/** A folder of this name may be that of a demo, inside the folder of a real service. */
const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Marks an empty ledger. Throws if it has contents without the mark of this demo. Changes nothing then. */
export async function claimLedger(ledger: RedisClient, id: string): Promise<void> {
  const isMarked = (await ledger.get(KEY)) === id;
  if (isMarked) return;
  if ((await ledger.dbSize()) > 0)
    throw new Error('The ledger in this folder is not from this demo. It was not changed.');
  await ledger.set(KEY, id);
}

/** Throws if a real service is about to start on the folder of a demo. */
export function refuseDemoFolder(folder: string): void {
  if (!isFile(join(folder, FILE))) return;
  throw new Error(
    `DATA_DIR: ${folder} ${MADE_UP} Choose another folder: DATA_DIR=PATH npx -y pnpm start`,
  );
}

/**
 * The same for a ledger, for instance in a folder whose file was removed. `variable`: the one that says where it is. The
 * client is loaded only here, so that servers begin to load before it.
 */
export async function refuseDemoLedger(ledgerUrl: string, variable: string): Promise<void> {
  const [{ redisClient }, { reachStore }, { systemClock }] = await Promise.all([
    import('@terskel/server/redis/client'),
    import('@terskel/server/redis/startup-checks'),
    import('@terskel/server/clock'),
  ]);
  const ledger = redisClient(ledgerUrl, () => {}, KEY);
  try {
    await reachStore('LEDGER_URL', ledger, systemClock);
    if ((await ledger.get(KEY)) === null) return;
  } finally {
    ledger.destroy();
  }
  throw new Error(`${variable}: this ledger ${MADE_UP} Choose another one.`);
}
