/**
 * How the ledger's store promises that what it has answered survives power loss (rule F7): it fsyncs each write before
 * it answers, or, from Redis 7.2 on, tells when its append-only file has reached the disk.
 */
import { TIMES } from '@terskel/shared/limits';
import { ErrorReply } from 'redis';
import { systemClock } from '../../clock.ts';
import { storeAddress } from '../address.ts';
import { finder, type Connection } from '../place.ts';
import { StoreError } from '../reach.ts';
import type { RedisClient } from '../redis.ts';

type Promises = 'always' | 'when_asked' | 'nothing';

type Asked = Pick<Connection, 'configGet' | 'sendCommand'>;

/** Whether this connection's last write, and so all before it, has reached the disk in time. */
const waitForDisk = async (one: Asked, ms: number): Promise<boolean> => {
  const [local] = await one.sendCommand<unknown[]>(['WAITAOF', '1', '0', String(ms)]);
  return Number(local) >= 1;
};

async function promisesOf(one: Asked): Promise<Promises> {
  const refused = (error: unknown) => {
    if (error instanceof ErrorReply) return null;
    throw error;
  };
  // Managed stores often keep their configuration to themselves.
  const config = await one.configGet(['appendonly', 'appendfsync']).catch(refused);
  if (config?.['appendonly'] === 'yes' && config['appendfsync'] === 'always') return 'always';
  // It is refused where there is no append-only file, and unknown to older stores.
  const waited = await waitForDisk(one, TIMES.commandMs).catch(refused);
  return waited === null ? 'nothing' : 'when_asked';
}

const BROKEN =
  'LEDGER_URL names a store that does not keep each write on disk before it answers: set appendonly yes and appendfsync always.';

/**
 * What answers once all that was written so far is on disk. The start fails where nothing can be promised (rule F8);
 * should the store move to a server that promises nothing, `onBroken` is told once for each time it comes back as such, and
 * changes are not acknowledged from then on.
 */
export async function onDiskOf(
  redis: RedisClient,
  url: string,
  root: string,
  onBroken: () => void,
): Promise<() => Promise<void>> {
  const address = storeAddress(url);
  if (address === null) throw new TypeError('invalid store address');
  const find = finder(address, root, systemClock);
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

  /** On a connection of its own: it hears nothing else while it waits. What it writes comes behind all that was written. */
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
