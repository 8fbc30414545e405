/**
 * A server node as `app.ts` builds it, without HTTP, the job queue and the transport; its store calls wait at the gate.
 */
import { EventEmitter } from 'node:events';
import { intakeOf, overviewOf } from '@terskel/server/domain/intake';
import type { LiveStore, OverviewRow, SeekerId } from '@terskel/server/domain/live-store';
import type { Ledger } from '@terskel/server/domain/ledger';
import { DEFAULT_SETTINGS, type Clock, type Domain, type Ids } from '@terskel/server/domain/ports';
import { createQuarantine } from '@terskel/server/domain/quarantine';
import { keepDuty } from '@terskel/server/domain/duty';
import { leave, type UnknownLeaves } from '@terskel/server/domain/sessions';
import type { LeaveRequest } from '@terskel/shared/http';
import type { Staff } from '@terskel/shared/models';
import { createLog } from '@terskel/server/observe/log';
import { isUnavailable } from '@terskel/server/redis/unavailable';
import { openGateway } from '@terskel/server/socket/gateway';
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { paddedParser } from '@terskel/server/socket/padded-parser';
import { createNodeLoop, type Known } from '@terskel/server/socket/node-loop';
import { Registry } from '@terskel/server/socket/registry';
import { createSnapshotSync } from '@terskel/server/socket/snapshot-sync';
import { relay } from '@terskel/server/socket/relay';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { rememberEndedSessions } from '@terskel/server/domain/ended-sessions';
import { TIMES } from '@terskel/shared/limits';
import { digest } from '@terskel/server/digest';
import { Server } from 'socket.io';
import type { Told } from './model/state.ts';
import { createDrain } from '@terskel/server/socket/drain';
import type { ConnectionLimits } from '@terskel/server/socket/connection-limits';
import { createMetrics } from '@terskel/server/observe/metrics';
import type { Challenges, Proofs, SharedCounters } from '@terskel/server/domain/ports';
import { passkeys as latePasskeys } from '@terskel/server/passkeys/passkeys';
import type { Wire } from './wire.ts';

const NOBODY: OverviewRow = {
  ...{ lanes: [], versions: {}, matches: {}, oldestWaitMs: null },
  ...{ waiting: 0, onDuty: 0, leaders: 0, ready: 0, answering: 0, conversations: 0 },
};
const log = createLog('silent', 'fuzz');
const metrics = createMetrics(false);
/** No connection limits here: they use real time, which does not pass. */
const connectionLimits: ConnectionLimits = {
  onTcpConnection: () => {},
  onPipelined: () => {},
  onHandshake: async () => true,
  track: () => {},
  waitMs: () => 0,
  signedIn: () => {},
  prefixOf: () => null,
  isStale: () => false,
};
/** Leaves are not limited. */
const uncounted: UnknownLeaves = { take: async () => 0, waitMs: async () => 0 };
const proofs: Proofs = { challenge: async () => '', read: async () => null };
/** No sign-ins and no joining here. */
const challenges: Challenges = { issue: async () => '', use: async () => null };
const passkeys = latePasskeys('http://localhost:3000', () => 3000);

export interface Parts {
  readonly name: string;
  readonly store: LiveStore;
  readonly ledger: Ledger;
  readonly tally: SharedCounters;
  /** Publishes a marker, which comes back to this node as an event. */
  readonly echo: (text: string) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * The same store, which records what is restored although this node was told within `resumeMs` that it has ended (rule
 * F3).
 */
function noting(store: LiveStore, clock: Clock) {
  const over = new Map<string, number>();
  const broughtBack: string[] = [];
  function note(...all: readonly string[]): void {
    const since = clock.now() - TIMES.resumeMs;
    broughtBack.push(...all.filter((what) => (over.get(what) ?? 0) >= since));
  }
  const noted: LiveStore = {
    ...store,
    restoreSeeker(seeker, record, ...rest) {
      note(`seeker ${seeker}`, `${record.kind} ${record.id}`);
      return store.restoreSeeker(seeker, record, ...rest);
    },
    restoreStaff(staff, record, ...rest) {
      note(
        ...record.conversations.flatMap(({ id, record: { seeker } }) => [
          `conversation ${id}`,
          `seeker ${seeker}`,
        ]),
      );
      return store.restoreStaff(staff, record, ...rest);
    },
  };
  return { broughtBack, noted, told: (what: string) => void over.set(what, clock.now()) };
}

export function openNode({ name, store, ledger, tally, echo: say, clock, ids }: Parts) {
  const known: Known = {
    settings: DEFAULT_SETTINGS,
    epoch: null,
    row: null,
    overview: null,
    intake: null,
  };
  const ends = rememberEndedSessions(clock, TIMES.resumeMs);
  const { broughtBack, noted, told } = noting(store, clock);
  const domain: Domain = {
    ...{ store: noted, ledger, counters: tally, proofs, challenges, passkeys, clock, ids },
    quarantine: createQuarantine(clock, isUnavailable),
    ...{ settings: () => known.settings, overview: () => known.overview },
    // No app rotates the sealing keys here: a day's key is created when it is first read.
    tokens: tokenEncryption({ sealKeys: (number) => ledger.sealKeys(number) }, clock),
    ...{ epoch: () => known.epoch, isOver: ends.has },
    recentMatches: (language) => known.row?.matches[language] ?? [],
  };
  const engine = new EventEmitter();
  const io = new Server({ parser: paddedParser });
  io.bind(engine);
  const registry = new Registry();
  const barrier = openPubSubBarrier(say);
  const snapshotSync = createSnapshotSync(registry, barrier.sync);
  const nodeLoop = createNodeLoop(io, domain, registry, name, known, ends, snapshotSync, log);
  const overview = () =>
    known.overview ?? overviewOf(known.row ?? NOBODY, known.settings, clock.now());
  const drain = createDrain(registry, clock);
  openGateway(io, {
    ...{ domain, node: name, registry, drain, connectionLimits, metrics, log, digest, overview },
    isUnavailable,
    // Rate limits use real time, which does not pass here.
    limits: { take: () => 0, breach: () => false },
    cookieSession: (cookie) => cookie,
    intake: () => intakeOf(known.row ?? NOBODY, known.settings, clock.now()),
    lost: (local) => nodeLoop.lost(local),
    snapshotSync,
  });
  const wires: Wire[] = [];
  let ticking = Promise.resolve();
  function tick(): void {
    ticking = ticking.then(() => nodeLoop.tick());
  }
  return {
    ...{ name, wires, broughtBack },
    accept(wire: Wire): void {
      wires.push(wire);
      engine.emit('connection', wire);
    },
    hear: ({ receiver, event, payload }: Told): void => {
      if (receiver === 'over') {
        const late = event.split('\n');
        const what = late.at(-1) ?? '';
        const isNew = !ends.has(what);
        ends.add(what);
        told(what);
        // Not from the script that ended it: it may have been restored since.
        if (late.length > 1 && isNew) nodeLoop.over([what]);
      } else if (receiver === 'echo') barrier.onMessage(event);
      else {
        const fact = { receiver, event, json: JSON.stringify(payload) };
        relay(domain, registry, metrics, snapshotSync, fact);
      }
    },
    /** The subscriber connection was lost and is back. */
    missed(): void {
      barrier.onGap();
      void snapshotSync.resend(registry.all());
    },
    tick,
    /** The connection to the live store is lost. */
    forget(): void {
      known.epoch = null;
    },
    countDuty: (open: boolean) => void noted.countDuty(clock.now(), open).catch(() => {}),
    keepDuty: (staff: Staff) => void keepDuty(domain, staff).catch(() => {}),
    /** Returns the status of the HTTP route. */
    leave: (token: string, how: LeaveRequest['how']) =>
      leave(domain, digest(token) as SeekerId, how, uncounted).then(
        () => 204,
        () => 503,
      ),
  };
}
export type Node = ReturnType<typeof openNode>;
