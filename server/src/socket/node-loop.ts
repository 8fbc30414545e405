/**
 * The periodic work of a node, once a tick: heartbeat, overview for staff, intake state and places in line, each sent
 * only if it changed, so that the cost depends on time and lanes, not on the number of changes (rule Q5); and the
 * deadlines that are due. A sweep every few ticks completes work that a lost node or a lost answer left undone.
 */
import { TIMES } from '@terskel/shared/limits';
import type { Intake, Overview } from '@terskel/shared/models';
import type { Server } from 'socket.io';
import { meetDeadlines } from '../domain/deadlines.ts';
import { errorCode } from '../domain/error-code.ts';
import type { Held, OverviewRow, SeekerId } from '../domain/live-store.ts';
import type { EndedSessions } from '../domain/ended-sessions.ts';
import { heartbeat, watchNodes, wronglyConnected } from '../domain/nodes.ts';
import { endSession, markDisconnected } from '../domain/sessions.ts';
import { match } from '../domain/offers.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Domain, Settings } from '../domain/ports.ts';
import { closeLines } from '../domain/tickets.ts';
import type { Log } from '../observe/log.ts';
import { isResumeDue, issueResume } from './emit.ts';
import { overviewBroadcast } from './loop/overview-broadcast.ts';
import { createPendingUpdates } from './loop/pending-updates.ts';
import { createPlacesBroadcast } from './loop/places-broadcast.ts';
import type { Local, Registry } from './registry.ts';
import { cutSignedOut } from './signed-out.ts';
import type { SnapshotSync } from './snapshot-sync.ts';

const SWEEP_EVERY_TICKS = 5;
const PLACES_EVERY_TICKS = TIMES.placeUpdateMs / TIMES.tickMs;

/** Service-wide state, as this node last read it. */
export interface Known {
  settings: Settings;
  /** Epoch of the live store; null while unknown, and commands are then refused (rule F3). */
  epoch: string | null;
  row: OverviewRow | null;
  overview: Overview | null;
  /** Public intake state (rule I4); null while unknown. */
  intake: Intake | null;
}

export interface NodeLoop {
  /** Runs one tick. Ticks do not overlap. */
  tick(): Promise<void>;
  /** Disconnects sockets whose staff session has ended; see `signed-out.ts`. */
  cut(): Promise<void>;
  /** Marks the connection as disconnected as soon as the store is available. */
  lost(local: Local): void;
  /** Ends sessions whose end this node learned late, because they may have been restored in the meantime. */
  over(late: readonly string[]): void;
}

export function createNodeLoop(
  io: Server,
  domain: Domain,
  registry: Registry,
  node: string,
  known: Known,
  ends: EndedSessions,
  snapshotSync: SnapshotSync,
  log: Log,
): NodeLoop {
  const clearDeadNodes = watchNodes(domain);
  const pending = createPendingUpdates(domain.quarantine);
  const sendOverview = overviewBroadcast(io, domain, known);
  const places = createPlacesBroadcast(domain, registry, known, snapshotSync);
  /** The tick in progress. */
  let ticking: Promise<void> | null = null;
  let ticks = 0;
  /** Time (ms since the epoch) and store epoch of the last heartbeat. */
  let last: { readonly at: number; readonly epoch: string } | null = null;

  /**
   * Handles a new epoch of the store, in which no session has connected to this node yet (rule F3). All clients are
   * disconnected: they reconnect and bring the lost state in their handshakes. Other sessions that the store lists for
   * this node had disconnected or ended before.
   */
  async function resetAfterStoreLoss(): Promise<void> {
    const isHere = ({ kind, id, connection }: Held) =>
      registry.find(`${kind} ${id}`)?.connection === connection;
    for (const each of await wronglyConnected(domain, node, isHere))
      pending.add(() => markDisconnected(domain, node, each));
    ends.renew();
    for (const local of registry.all()) local.socket.disconnect(true);
  }

  function issueResumes(): void {
    const now = domain.clock.now();
    for (const local of registry.all()) {
      if (isResumeDue(local, now)) issueResume(local, now);
    }
  }

  async function sweep(): Promise<void> {
    await pending.run();
    await closeLines(domain);
    await match(domain);
  }

  async function runTick(): Promise<void> {
    try {
      // `forgotten`: the store has no record of this node, because it restarted or considered the node dead.
      const { epoch, forgotten, at } = await heartbeat(domain, node, last?.at ?? null);
      const isOther = last !== null && last.epoch !== epoch;
      // The node's first heartbeat: there are no clients yet. Later steps may fail without affecting this.
      const isFirst = last === null;
      if (isOther) await resetAfterStoreLoss();
      else ends.forgetOld();
      last = { at, epoch };
      known.epoch = epoch;
      if (forgotten || isOther) places.reset();
      if (!isOther && !isFirst && forgotten) await snapshotSync.resend(registry.all());
      else await snapshotSync.resendFailed();
      // First, so that the counts and places below include the effects.
      await domain.quarantine.run('deadlines', '', () => meetDeadlines(domain));
      // If it cannot be read, clients get no outdated state (rule I1).
      if (!(await domain.quarantine.run('overview', '', sendOverview)))
        known.overview = known.intake = null;
      if (ticks % PLACES_EVERY_TICKS === 0) await places.send();
      issueResumes();
      await domain.quarantine.run('nodes', '', clearDeadNodes);
      if (ticks % SWEEP_EVERY_TICKS === 0) await sweep();
      ticks += 1;
    } catch (error) {
      // Clients get no outdated state (rule I1).
      known.overview = known.intake = null;
      log.warn('tick_failed', { code: errorCode(error) });
    }
    for (const { name: command, count, code } of domain.quarantine.report()) {
      log.error('work_failed', { command, count, code });
    }
  }

  return {
    lost: (local) => pending.add(() => local.release()),
    over(late) {
      for (const what of late) {
        const [kind, id = ''] = what.split(' ');
        const end = async () => void (await endSession(domain, id as SeekerId, 'exit'));
        if (kind === 'seeker') end().catch(() => pending.add(end));
      }
    },
    cut: cutSignedOut(domain, registry, (update) => pending.add(update)),
    async tick() {
      // The store has not answered the last tick, so the known state is outdated.
      if (ticking !== null) known.overview = known.intake = null;
      ticking ??= runTick().finally(() => {
        ticking = null;
      });
      await withTimeout(domain.clock, ticking, undefined);
    },
  };
}
