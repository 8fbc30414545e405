/**
 * Where a store is now. All that changes together shares a hash tag, so a store is always one server: the one of the
 * address, the owner of the tag's slot in a cluster, or the master that Sentinels name. Only which one that is changes.
 */
import { createClient, ErrorReply } from 'redis';
import type { Clock } from '../domain/ports.ts';
import type { Endpoint, Login, StoreAddress } from './address.ts';
import { scripts } from './scripts.ts';

/** What a server that is there takes at most, to be connected to and to give its first answer. */
const CONNECT_MS = 2_000;
const ANSWER_MS = 4_000;
/** Commands without an answer. Everybody on a large node asks about twice when a store is back. */
const COMMANDS_MOST = 20_000;

/** Never connected: to make a client's methods, one for each command and script, takes longer than all the rest of it. */
export const PATTERN = createClient({
  ...{ RESP: 3, scripts, disableOfflineQueue: true, commandsQueueMaxLength: COMMANDS_MOST },
  // A command waits for nothing but its connection, which is watched; a timer for each would cost more than the command.
  ...{ commandOptions: { timeout: 0 }, maintNotifications: 'disabled' },
});
export type Connection = typeof PATTERN;

/** A connection, and how to ask whether its server still is the store: rejected, or never answered, if it is not. */
export interface Place {
  readonly connection: Connection;
  readonly at: Where['socket'];
  readonly ask: () => Promise<unknown>;
}

/** The place of a store that is at one address for good; null if it has to be found. */
export function fixedPlace(address: StoreAddress): Place['at'] | null {
  if (address.kind === 'socket') return { path: address.path, tls: false };
  return address.kind === 'single' ? remote(address.hosts[0], address).socket : null;
}

/** Finds the store where it is at that moment; `root` is that of its keys. */
export function finder(address: StoreAddress, root: string, time: Clock): () => Promise<Place> {
  switch (address.kind) {
    case 'socket':
      return () => open({ socket: { path: address.path, tls: false } }, time, isThere);
    case 'single': {
      const options = { ...remote(address.hosts[0], address), database: address.database };
      return () => open(options, time, isThere);
    }
    case 'cluster': {
      // Who had it last may have it still.
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

/** Asks some nodes of a cluster for the owner of the root's slot, and follows where they point. */
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
      failure = error;
      const to = movedTo(error, at);
      if (to !== null) next.push(to);
    }
  }
  throw failure;
}

/** `MOVED 3999 host:port`; without a host it is the one that was asked. */
function movedTo(error: unknown, asked: Endpoint): Endpoint | null {
  const [, host = '', port = ''] =
    (error instanceof Error && /^MOVED \d+ (.*):(\d+)$/.exec(error.message)) || [];
  return host === '' && port !== ''
    ? { ...asked, port: Number(port) }
    : port === ''
      ? null
      : { host, port: Number(port) };
}

/** The master by the word of the first Sentinel whose word proves true. */
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
  if (role !== 'master') throw new Error('this is no master');
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

/** A server whose disk is full says so to a PING as well: what it holds can be read all the same. */
async function isThere(one: Connection): Promise<void> {
  try {
    await one.ping();
  } catch (error) {
    if (!(error instanceof ErrorReply && error.message.startsWith('MISCONF'))) throw error;
  }
}

/** Connects and asks; what fails, or takes too long, leaves nothing open. */
async function open(
  { socket, ...where }: Where,
  time: Clock,
  ask: (one: Connection) => Promise<unknown>,
): Promise<Place> {
  const patience = { connectTimeout: CONNECT_MS, reconnectStrategy: false } as const;
  const connection = PATTERN.duplicate({ ...where, socket: { ...socket, ...patience } });
  // Whoever waits for an answer is told.
  connection.on('error', () => {});
  const late = Promise.withResolvers<never>();
  const stop = time.after(ANSWER_MS, () => late.reject(new Error('no answer')));
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
