/** The composition root: everything is built here, by plain calls, and handed what it needs. */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { FRAME_CUT_BYTES, TIMES } from '@terskel/shared/limits';
import type { Intake, Overview } from '@terskel/shared/models';
import { Server } from 'socket.io';
import type { Config } from './config.ts';
import { intakeOf, overviewOf } from './domain/intake.ts';
import type { OverviewRow } from './domain/live-store.ts';
import {
  DEFAULT_SETTINGS,
  type Clock,
  type Domain,
  type Ids,
  type Timers,
} from './domain/ports.ts';
import { meetDeadlines } from './domain/deadlines.ts';
import { rememberEnds } from './domain/ends.ts';
import { timely } from './domain/timely.ts';
import { frontSockets, openFront } from './http/front.ts';
import { isSameOrigin } from './http/origin.ts';
import { createHttp } from './http/routes.ts';
import { staffCookie } from './http/staff-cookie.ts';
import { alarm } from './jobs/alarm.ts';
import type { Log } from './observe/log.ts';
import { openGateway } from './socket/gateway.ts';
import { createLimits } from './socket/limits.ts';
import { createPulse, type Known } from './socket/pulse.ts';
import { Registry } from './socket/registry.ts';
import { relay } from './socket/relay.ts';
import { digest } from './store/digest.ts';
import { openInbox } from './store/inbox.ts';
import { keysOf } from './store/keys.ts';
import { ledger } from './store/ledger.ts';
import { liveStore } from './store/live-store.ts';
import { redisClient } from './store/redis.ts';
import { seals } from './store/seals.ts';
import { reachStore, writesToDisk } from './store/reach.ts';

const PAGES = fileURLToPath(new URL('../../client/dist', import.meta.url));
const NOBODY: OverviewRow = {
  ...{ lanes: [], versions: {}, matches: {}, oldestWaitMs: null },
  ...{ waiting: 0, onDuty: 0, ready: 0, conversations: 0 },
};

export interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of all keys in both stores: nodes that share it are one service. */
  readonly namespace: string;
}

export interface App {
  readonly port: number;
  readonly domain: Domain;
  /** One beat of the pulse; the clock calls it every tick. */
  tick(): Promise<void>;
  /** Stops taking work, tells the store who was here, lets go of everything. */
  close(): Promise<void>;
}

export async function startApp({ config, log, clock, ids, namespace }: Parts): Promise<App> {
  const keys = keysOf(namespace);
  const node = ids.id();
  const storeError = (store: string) => () => log.warn('store_unreachable', { code: store });
  const known: Known = { settings: DEFAULT_SETTINGS, epoch: null, row: null, overview: null };
  const live = redisClient(config.redisUrl, () => {
    // What comes back may be another store, which has lost something: the pulse looks first (rule F3).
    known.epoch = null;
    log.warn('store_unreachable', { code: 'live' });
  });
  const inbox = redisClient(config.redisUrl, storeError('inbox'));
  const durable = redisClient(config.ledgerUrl, storeError('ledger'));
  await Promise.all([
    reachStore('REDIS_URL', live, clock),
    reachStore('REDIS_URL', inbox, clock),
    reachStore('LEDGER_URL', durable, clock),
  ]);
  if (await writesToDisk(live)) log.warn('live_store_writes_to_disk');

  let timers: Timers = { wakeAt: () => {} };
  const book = ledger(durable, namespace, ids);
  const ends = rememberEnds(clock, TIMES.resumeMs);
  const domain: Domain = {
    store: liveStore(live, keys),
    ledger: book,
    seals: seals(book, clock),
    epoch: () => known.epoch,
    isOver: ends.has,
    clock,
    ids,
    timers: { wakeAt: (dueAt) => timers.wakeAt(dueAt) },
    settings: () => known.settings,
    recentMatches: (language) => known.row?.matches[language] ?? [],
  };
  const alarms = alarm(
    config.redisUrl,
    keys.jobs,
    clock,
    async () => void (await meetDeadlines(domain)),
    (error) => log.warn('alarm_failed', { code: error.constructor.name }),
  );
  timers = alarms;

  const registry = new Registry();
  const cookie = staffCookie(config.publicUrl);
  let stopping = false;
  const http = openFront(
    config.publicUrl,
    createHttp({
      domain,
      log,
      publicUrl: config.publicUrl,
      cookie,
      digest,
      intake: () => known.overview?.intake ?? null,
      ready: async () => {
        const stores = Promise.all([domain.store.ready(), domain.ledger.ready()]);
        const reached = stores.then((each) => each.every(Boolean)).catch(() => false);
        const hears = inbox.isReady && known.overview !== null;
        return !stopping && hears && timely(clock, reached, false);
      },
      pages: PAGES,
    }),
  );
  const io = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: FRAME_CUT_BYTES,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (request, decide) =>
      decide(null, isSameOrigin(request.headers, config.publicUrl)),
  });
  frontSockets(io.engine, config.publicUrl);
  const pulse = createPulse(io, domain, registry, node, known, log);
  const nothingKnown = (): Intake => ({
    ...intakeOf(NOBODY, known.settings, clock.now()),
    state: 'closed',
  });
  openGateway(io, {
    domain,
    node,
    registry,
    limits: createLimits(),
    log,
    digest,
    cookieSession: cookie.read,
    intake: () => known.overview?.intake ?? nothingKnown(),
    overview: (): Overview =>
      known.overview ?? {
        ...overviewOf(NOBODY, known.settings, clock.now()),
        intake: nothingKnown(),
      },
    isOpen: () => known.epoch !== null,
    lost: (local) => pulse.lost(local),
  });
  await openInbox(
    inbox,
    keys,
    node,
    (fact) => relay(domain, registry, fact),
    ends.add,
    () => void pulse.resnapshot(),
  );

  let ticking = pulse.tick();
  await ticking;
  live.on('ready', () => {
    ticking = ticking.then(() => pulse.tick());
  });
  const stopTicking = clock.every(TIMES.tickMs, () => {
    ticking = ticking.then(() => pulse.tick());
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  log.info('listening', { port });

  return {
    port,
    domain,
    tick: () => (ticking = ticking.then(() => pulse.tick())),
    async close() {
      stopping = true;
      stopTicking();
      await ticking;
      const leaving = registry.all();
      await io.close();
      await Promise.allSettled(leaving.map((local) => local.release()));
      await domain.store.forgetNode(node).catch(storeError('live'));
      await alarms.close();
      for (const client of [live, inbox, durable]) client.destroy();
    },
  };
}
