/**
 * Finds the server that currently holds a store. All keys that change together share a hash tag, so a store is always
 * one server. It is the server of the address, the owner of the tag's slot in a cluster, or the primary that Sentinels
 * report.
 */
import { createClient, ErrorReply } from 'redis';
import type { Clock } from '../domain/ports.ts';
import type { Endpoint, Login, StoreAddress } from './address.ts';
import { scripts } from './scripts.ts';

/** Timeouts for connecting, and for connecting plus the first answer (ms). */
const CONNECT_MS = 2_000;
const ANSWER_MS = 4_000;
/**
 * Maximum number of unanswered commands. When a store returns, each client of a large node causes about two commands.
 */
const COMMANDS_MOST = 20_000;

/**
 * A template that never connects; connections are duplicates of it. Creating a client's methods, one for each command
 * and script, costs more than all the rest of its creation.
 */
export const templateClient = createClient({
  ...{ RESP: 3, scripts, disableOfflineQueue: true, commandsQueueMaxLength: COMMANDS_MOST },
  // No timeout per command: liveness checks watch the connection, and a timer per command would cost more than the
  // command.
  ...{ commandOptions: { timeout: 0 }, maintNotifications: 'disabled' },
});
export type Connection = typeof templateClient;

/** A connection and a check that its server still holds the store. `ask` rejects, or never settles, if it does not. */
export interface Place {
  readonly connection: Connection;
  readonly at: Where['socket'];
  readonly ask: () => Promise<unknown>;
}

/** The socket of a store with a fixed address; null if the server must be looked up (cluster, Sentinel). */
export function fixedPlace(address: StoreAddress): Place['at'] | null {
  if (address.kind === 'socket') return { path: address.path, tls: false };
  return address.kind === 'single' ? remote(address.hosts[0], address).socket : null;
}

/**
 * Returns a function that connects to the store's current server. `root` is the root of its keys. It rejects if no
 * server can be reached.
 */
export function resolvePrimary(
  address: StoreAddress,
  root: string,
  time: Clock,
): () => Promise<Place> {
  switch (address.kind) {
    case 'socket':
      return () => open({ socket: { path: address.path, tls: false } }, time, isThere);
    case 'single': {
      const options = { ...remote(address.hosts[0], address), database: address.database };
      return () => open(options, time, isThere);
    }
    case 'cluster': {
      // Ask the last known owner first.
      let last: readonly Endpoint[] = [];
      return async () => {
        const [place, at] = await owner([...last, ...address.hosts], address, root, time);
        last = [at];
        return place;
      };
    }
    case 'sentinel':
      return () => master(address, time);
  }
}

/** Asks cluster nodes for the owner of the root's slot, and follows their redirections. */
async function owner(
  nodes: readonly Endpoint[],
  address: Extract<StoreAddress, { kind: 'cluster' }>,
  root: string,
  time: Clock,
): Promise<[Place, Endpoint]> {
  const asked = new Set<string>();
  const next = nodes.toReversed();
  let failure: unknown = null;
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (asked.has(`${at.host} ${at.port}`)) continue;
    asked.add(`${at.host} ${at.port}`);
    try {
      return [await open(remote(at, address), time, (one) => one.exists(root)), at];
    } catch (error) {
      const to = movedTo(error, at);
      if (to !== null) next.push(to);
      // A redirection does not hide why the server that it names could not be reached.
      if (to === null || failure === null) failure = error;
    }
  }
  throw failure;
}

/** Parses the redirection `MOVED 3999 host:port`. An empty host means the node that replied. Null for other errors. */
function movedTo(error: unknown, asked: Endpoint): Endpoint | null {
  const [, host = '', port = ''] =
    (error instanceof Error && /^MOVED \d+ (.*):(\d+)$/.exec(error.message)) || [];
  return host === '' && port !== ''
    ? { ...asked, port: Number(port) }
    : port === ''
      ? null
      : { host, port: Number(port) };
}

/** Connects to the primary that the first Sentinel with a correct answer reports. */
async function master(
  address: Extract<StoreAddress, { kind: 'sentinel' }>,
  time: Clock,
): Promise<Place> {
  let failure: unknown = null;
  const question = ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', address.name];
  for (const at of address.hosts) {
    try {
      let named: unknown = null;
      const options = remote(at, { ...address, login: address.sentinelLogin });
      const sentinel = await open(
        options,
        time,
        async (one) => (named = await one.sendCommand(question)),
      );
      sentinel.connection.destroy();
      const [host = '', port = ''] = (named ?? []) as string[];
      const there = {
        ...remote({ host, port: Number(port) }, address),
        database: address.database,
      };
      return await open(there, time, mustBeMaster);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function mustBeMaster(one: Connection): Promise<void> {
  const [role] = (await one.sendCommand(['ROLE'])) as unknown as [string];
  if (role !== 'master') throw new Error('the server is not the primary');
}

interface Where extends Login {
  readonly database?: number;
  readonly socket:
    | { readonly path: string; readonly tls: false }
    | (Endpoint & { readonly tls: true })
    | (Endpoint & { readonly tls: false });
}

function remote({ host, port }: Endpoint, { login, tls }: { login: Login; tls: boolean }): Where {
  return { ...login, socket: tls ? { host, port, tls } : { host, port, tls } };
}

/** Checks that the server answers. MISCONF (writing to disk fails) is accepted, because the data can still be read. */
async function isThere(one: Connection): Promise<void> {
  try {
    await one.ping();
  } catch (error) {
    if (!(error instanceof ErrorReply && error.message.startsWith('MISCONF'))) throw error;
  }
}

/** Connects and runs the check. Closes the connection if either fails or takes too long. */
async function open(
  { socket, ...where }: Where,
  time: Clock,
  ask: (one: Connection) => Promise<unknown>,
): Promise<Place> {
  const patience = { connectTimeout: CONNECT_MS, reconnectStrategy: false } as const;
  const connection = templateClient.duplicate({ ...where, socket: { ...socket, ...patience } });
  // Pending commands reject by themselves; without a listener the error would end the process.
  connection.on('error', () => {});
  const late = Promise.withResolvers<never>();
  const stop = time.after(ANSWER_MS, () =>
    late.reject(new Error('the server did not answer in time')),
  );
  try {
    await Promise.race([connection.connect().then(ask), late.promise]);
    return { connection, at: socket, ask: () => ask(connection) };
  } catch (error) {
    connection.destroy();
    throw error;
  } finally {
    stop();
  }
}
