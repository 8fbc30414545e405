/**
 * How the ledger's store guarantees that acknowledged writes survive a power loss (rule F7). Either it fsyncs each
 * write before it answers, or, since Redis 7.2, WAITAOF reports when the append-only file has reached the disk.
 */
import { TIMES } from '@terskel/shared/limits';
import { ErrorReply } from 'redis';
import { systemClock } from '../clock.ts';
import { storeAddress } from '../redis/address.ts';
import { resolvePrimary, type Connection } from '../redis/redis-topology.ts';
import { StoreError } from '../redis/startup-checks.ts';
import type { RedisClient } from '../redis/client.ts';

type Promises = 'always' | 'when_asked' | 'nothing';

type Asked = Pick<Connection, 'configGet' | 'sendCommand'>;

/** Whether this connection's last write, and so all writes before it, reached the disk within `ms`. */
const waitForDisk = async (one: Asked, ms: number): Promise<boolean> => {
  const [local] = await one.sendCommand<unknown[]>(['WAITAOF', '1', '0', String(ms)]);
  return Number(local) >= 1;
};

async function promisesOf(one: Asked): Promise<Promises> {
  const refused = (error: unknown) => {
    if (error instanceof ErrorReply) return null;
    throw error;
  };
  // Managed stores often do not permit reading the configuration.
  const config = await one.configGet(['appendonly', 'appendfsync']).catch(refused);
  if (config?.['appendonly'] === 'yes' && config['appendfsync'] === 'always') return 'always';
  // WAITAOF is an error without an append-only file, and unknown to older versions.
  const waited = await waitForDisk(one, TIMES.commandMs).catch(refused);
  return waited === null ? 'nothing' : 'when_asked';
}

const BROKEN =
  'LEDGER_URL names a store that does not keep each write on disk before it answers: set appendonly yes and appendfsync always.';

/**
 * Returns a function that resolves once everything written so far is on disk. Throws a `StoreError` if the store
 * guarantees nothing, so that the start fails (rule F8). If the store later moves to a server that guarantees nothing,
 * `onBroken` is called each time it reconnects to such a server. From then on the function rejects, so changes are not
 * acknowledged.
 */
export async function onDiskOf(
  redis: RedisClient,
  url: string,
  root: string,
  onBroken: () => void,
): Promise<() => Promise<void>> {
  const address = storeAddress(url);
  if (address === null) throw new TypeError('invalid store address');
  const find = resolvePrimary(address, root, systemClock);
  let promises = promisesOf(redis);
  if ((await promises) === 'nothing') throw new StoreError(BROKEN);
  redis.onBack(() => {
    promises = promisesOf(redis);
    promises.then(
      (promised) => {
        if (promised === 'nothing') onBroken();
      },
      () => {},
    );
  });

  /** Uses a separate connection, because WAITAOF blocks it. The write made here comes after all earlier writes. */
  async function reached(): Promise<boolean> {
    const { connection } = await find();
    try {
      await connection.set(`${root}:on-disk`, '1');
      return await waitForDisk(connection, TIMES.commandMs);
    } finally {
      connection.destroy();
    }
  }
  return async () => {
    const promised = await promises;
    if (promised === 'always') return;
    if (promised === 'nothing' || !(await reached())) throw new StoreError(BROKEN);
  };
}
