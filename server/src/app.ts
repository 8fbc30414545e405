/** The composition root: builds every part with plain constructor calls and passes in its dependencies. */
import type { AddressInfo } from 'node:net';
import { TIMES } from '@terskel/shared/limits';
import { ConfigError, type Config } from './config.ts';
import { isAnswered, overviewUnknown } from './domain/intake.ts';
import { DEFAULT_SETTINGS, type Clock, type Domain, type Ids } from './domain/ports.ts';
import { errorCode } from './domain/error-code.ts';
import type { Fact } from './domain/live-store.ts';
import { createQuarantine } from './domain/quarantine.ts';
import { rememberEndedSessions } from './domain/ended-sessions.ts';
import { applyBatches, hourlyRelease } from './domain/counting.ts';
import { dailyRelease, releaseDay } from './domain/statistics.ts';
import { singleFlight, withTimeout } from './domain/with-timeout.ts';
import { createHelp } from './help/help.ts';
import { clientPrefix } from './http/client-prefix.ts';
import { hostCookies } from './http/host-cookie.ts';
import { jobQueue } from './jobs/job-queue.ts';
import { openReadBuffer } from './internals/read-buffer.ts';
import { countedStore } from './observe/counted-store.ts';
import type { Log } from './observe/log.ts';
import { passkeys } from './passkeys/passkeys.ts';
import { proofs } from './proof/altcha.ts';
import { serveMetrics, type MetricsServer } from './observe/metrics-server.ts';
import { createMetrics, type Metrics, type StoreName } from './observe/metrics.ts';
import { openGateway } from './socket/gateway.ts';
import { monotonic, systemClock } from './clock.ts';
import { createLimits } from './socket/limits.ts';
import { createDrain } from './socket/drain.ts';
import { createNodeLoop, type Known } from './socket/node-loop.ts';
import { createSnapshotSync } from './socket/snapshot-sync.ts';
import { Registry } from './socket/registry.ts';
import { relay } from './socket/relay.ts';
import { challenges } from './live/challenges.ts';
import { digest } from './digest.ts';
import { hourKey } from './live/hour-key.ts';
import { openPubSubBarrier } from './live/pubsub-barrier.ts';
import { openInbox } from './live/inbox.ts';
import { keysOf } from './live/keys.ts';
import { openLedger } from './ledger/ledger.ts';
import { liveStore } from './live/live-store.ts';
import { tokenEncryption } from './ledger/token-encryption.ts';
import { sharedCounters } from './live/shared-counters.ts';
import { isUnavailable } from './redis/unavailable.ts';
import { shareEndedSessions } from './live/ended-sessions-gossip.ts';
import { releaseThread } from './statistics/release/thread.ts';
import { openServers } from './servers.ts';
import { openStores } from './stores.ts';

export interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Prefix of all keys in both stores. Nodes with the same namespace form one service. */
  readonly namespace: string;
  /** Interval between Socket.IO pings, and the timeout for each answer (ms). Default: 10 s. */
  readonly heartbeatMs?: number;
}

export interface App {
  readonly port: number;
  /** Port of the metrics server; null if metrics are off. */
  readonly metricsPort: number | null;
  readonly domain: Domain;
  /** Runs one tick of the node's periodic work, after those under way. The clock does so every `TIMES.tickMs`. */
  tick(): Promise<void>;
  /** Refuses new connections, then makes connected clients move to other nodes, if there are any (rule F2). */
  drain(): Promise<void>;
  /** Marks this node's connections as disconnected in the live store and releases all resources. */
  close(): Promise<void>;
}

/** Starts a node. Throws a `ConfigError` or `StoreError` if the configuration or a store is unsuitable. */
export async function startApp(parts: Parts): Promise<App> {
  const { config, log, clock, ids, namespace, heartbeatMs = TIMES.heartbeatMs } = parts;
  const keys = keysOf(namespace);
  const node = ids.id();
  const metrics = createMetrics(config.metricsPort !== null);
  const known: Known = {
    settings: DEFAULT_SETTINGS,
    epoch: null,
    row: null,
    overview: null,
    intake: null,
  };
  const onLost = (store: StoreName) => {
    // The store that comes back may have lost data. Commands are refused until a tick has read its epoch (rule F3).
    if (store === 'live') known.epoch = null;
    metrics.storeLost(store);
    log.warn('store_unreachable', { code: store });
  };
  const stores = await openStores({ config, clock, log, namespace, keys, onLost });
  const { live, inbox } = stores;

  const keyOfHour = hourKey(live, keys, clock);
  await keyOfHour.turn();
  let { port } = config;
  const onBroken = () => log.error('ledger_not_durable');
  const { book } = await openLedger(
    ...([stores.ledger, config.ledgerUrl, namespace, clock, ids, onBroken] as const),
  );
  const ends = rememberEndedSessions(clock, TIMES.resumeMs);
  const sealing = tokenEncryption(book, clock);
  const domain: Domain = {
    store: countedStore(liveStore(live, keys, ends.add), metrics),
    ledger: book,
    tokens: sealing,
    epoch: () => known.epoch,
    isOver: ends.has,
    counters: sharedCounters(live, keys),
    proofs: proofs(keyOfHour),
    challenges: challenges(live, keys, ids),
    passkeys: passkeys(config.publicUrl, () => port),
    clock,
    ids,
    quarantine: createQuarantine(clock, isUnavailable),
    settings: () => known.settings,
    overview: () => known.overview,
    // No wait is estimated while no volunteer answers (rule Q5).
    recentMatches: (language) => {
      const { row, settings } = known;
      return row !== null && isAnswered(row, settings) ? (row.matches[language] ?? []) : [];
    },
  };
  const releases = releaseThread(systemClock);
  const jobs = jobQueue(
    ...([config.redisUrl, keys.jobs] as const),
    {
      'count-batch': () => applyBatches(domain),
      release: (day) =>
        releaseDay(domain, releases.compute, day, (code) => log.warn('statistics_held', { code })),
    },
    (kind, error) => log.warn('job_failed', { command: kind, code: errorCode(error) }),
  );

  const registry = new Registry();
  const drain = createDrain(registry, clock);
  const cookies = hostCookies(config.publicUrl);
  const prefixOf = clientPrefix({
    trustedProxies: config.trustedProxies,
    sharedNetworks: config.sharedNetworks,
    key: keyOfHour.current,
    onUnheeded: () => log.warn('forwarded_for_not_trusted'),
    onUnreadable: () => log.warn('forwarded_for_not_readable'),
  });
  const { http, io, connectionLimits } = openServers({
    ...{ domain, log, cookies, digest, heartbeatMs, publicUrl: config.publicUrl },
    clientPrefix: prefixOf,
    stopping: () => drain.begun,
    intake: () => known.intake,
    help: createHelp(domain.settings),
    ready: async () => {
      const both = Promise.all([domain.store.ready(), domain.ledger.ready()]);
      const reached = both.then((each) => each.every(Boolean)).catch(() => false);
      const knows = inbox.isReady && known.epoch !== null && known.overview !== null;
      return !drain.begun && knows && withTimeout(clock, reached, false);
    },
  });
  const barrier = openPubSubBarrier((text) => live.sPublish(keys.channelTo(node), text));
  const snapshotSync = createSnapshotSync(registry, barrier.sync);
  const nodeLoop = createNodeLoop(io, domain, registry, node, known, ends, snapshotSync, log);
  const overview = () => known.overview ?? overviewUnknown(known.settings, clock.now());
  openGateway(io, {
    domain,
    isUnavailable,
    node,
    registry,
    drain,
    limits: createLimits(monotonic),
    connectionLimits,
    log,
    metrics,
    digest,
    cookieSession: cookies.staff.read,
    intake: () => known.intake ?? overviewUnknown(known.settings, clock.now()).intake,
    overview,
    lost: (local) => nodeLoop.lost(local),
    snapshotSync,
  });
  const gossip = shareEndedSessions(live, keys, node, ends, (late) => nodeLoop.over(late));
  /** An unreadable event must not affect later ones. Its receiver gets a new snapshot instead (rule F9). */
  function heard(fact: Fact): void {
    try {
      drain.heard(fact);
      relay(domain, registry, metrics, snapshotSync, fact);
    } catch (error) {
      log.error('event_failed', { code: errorCode(error) });
      const local = registry.find(fact.receiver);
      if (local !== undefined) void snapshotSync.resend([local]);
    }
  }
  await openInbox(inbox, barrier, keys, node, heard, gossip.heard, () => {
    gossip.ask();
    void snapshotSync.resend(registry.all());
  });
  gossip.ask();

  const readBuffer = await openReadBuffer();
  const turnKey = singleFlight(clock, () => keyOfHour.turn());
  const turnSeals = singleFlight(clock, () => sealing.turn());
  const releaseCounts = singleFlight(clock, hourlyRelease(domain, jobs));
  const releaseDays = singleFlight(clock, dailyRelease(domain, jobs));
  const runTick = async (): Promise<void> => {
    await Promise.all([
      ...[metrics.ticked(() => nodeLoop.tick()), nodeLoop.cut()],
      ...[turnKey(), turnSeals(), releaseCounts(), releaseDays()],
    ]);
  };
  let ticking = runTick();
  await ticking;
  live.onBack(() => {
    // The request goes through this client: if the inbox reconnected first, its request was lost.
    gossip.ask();
    ticking = ticking.then(runTick);
  });
  const stopTicking = clock.every(TIMES.tickMs, () => {
    // Also runs outside the tick: a tick waits for earlier ones, which a live store that hangs delays.
    void nodeLoop.cut();
    ticking = ticking.then(runTick);
    readBuffer.overwrite();
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(config.port, config.host, resolve);
  });
  ({ port } = http.address() as AddressInfo);
  log.info('listening', { port });
  metrics.watch({
    connections: (kind) => io.of(`/${kind}`).sockets.size,
    overview: () => known.overview,
    isUp: (store) => stores[store].isReady,
  });
  const metricsServer = await openMetricsServer(metrics, config);

  return {
    port,
    metricsPort: metricsServer?.port ?? null,
    domain,
    tick: () => (ticking = ticking.then(runTick)),
    async drain() {
      drain.begin();
      const count = registry.all().length;
      log.info('draining', { count });
      const nodes = domain.store.beats().then(({ size }) => size);
      const alone = (await withTimeout(clock, nodes, 1).catch(() => 1)) === 1;
      if (count > 0 && !alone) {
        const noticed = Promise.withResolvers<void>();
        clock.after(config.drainMs, noticed.resolve);
        await noticed.promise;
      }
      await drain.move(alone);
    },
    async close() {
      drain.begin();
      stopTicking();
      await ticking;
      const leaving = registry.all();
      const closed = io.close();
      // Incomplete requests would delay the stop,
      http.closeAllConnections();
      // and so would a socket whose peer disappeared without closing it.
      await withTimeout(clock, closed, undefined);
      readBuffer.close();
      await Promise.allSettled(leaving.map((local) => local.release()));
      await domain.store.forgetNode(node).catch(() => onLost('live'));
      metricsServer?.close();
      await Promise.all([jobs.close(), releases.close()]);
      for (const client of Object.values(stores)) client.destroy();
    },
  };
}

async function openMetricsServer(
  metrics: Metrics,
  { metricsHost, metricsPort }: Config,
): Promise<MetricsServer | null> {
  if (metricsPort === null) return null;
  metrics.watchProcess();
  return serveMetrics(metrics, metricsHost, metricsPort).catch(
    ({ code }: NodeJS.ErrnoException) => {
      throw new ConfigError(
        `METRICS_HOST and METRICS_PORT name what cannot be listened on (${code}).`,
      );
    },
  );
}
