/** Connects to both stores and checks them. If one is unreachable or unsuitable, the start fails (rule F8). */
import type { Config } from './config.ts';
import type { Clock } from './domain/ports.ts';
import type { Log } from './observe/log.ts';
import type { StoreName } from './observe/metrics.ts';
import type { Keys } from './live/keys.ts';
import { ledgerRoot } from './ledger/records.ts';
import { reachStore, writesToDisk } from './redis/startup-checks.ts';
import { redisClient, type RedisClient } from './redis/client.ts';

export interface StoresOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly namespace: string;
  readonly keys: Keys;
  /** Called each time a connection to a store is lost. */
  readonly onLost: (store: StoreName) => void;
}

/** One client each for the live store, its subscriptions (the inbox) and the ledger. */
export type Stores = Readonly<Record<StoreName, RedisClient>>;

export async function openStores(options: StoresOptions): Promise<Stores> {
  const { config, clock, keys, onLost } = options;
  const live = redisClient(config.redisUrl, () => onLost('live'), keys.root);
  const inbox = redisClient(config.redisUrl, () => onLost('inbox'), keys.root);
  const ledger = redisClient(
    config.ledgerUrl,
    () => onLost('ledger'),
    ledgerRoot(options.namespace),
  );
  await Promise.all([
    reachStore('REDIS_URL', live, clock),
    reachStore('REDIS_URL', inbox, clock),
    reachStore('LEDGER_URL', ledger, clock),
  ]);
  if (await writesToDisk(live)) options.log.warn('live_store_writes_to_disk');
  return { live, inbox, ledger };
}
