/**
 * Reads the settings and the counts of the whole service, and sends the overview to staff and the intake state to
 * seekers, each only if it changed, or was unknown: pages that connected meanwhile got a closed intake.
 */
import type { IntakeState } from '@terskel/shared/models';
import type { Server } from 'socket.io';
import { overviewOf, publicIntake } from '../../domain/intake.ts';
import type { Domain } from '../../domain/ports.ts';
import { singleFlight } from '../../domain/with-timeout.ts';
import { emitToAll } from '../emit.ts';
import type { Known } from '../node-loop.ts';

export function overviewBroadcast(io: Server, domain: Domain, known: Known): () => Promise<void> {
  let sentOverview = '';
  let sentState: IntakeState | null = null;
  const released = publicIntake();
  /** If the ledger is unavailable, the last settings stay in use. */
  const readSettings = singleFlight(domain.clock, async () => {
    known.settings = await domain.ledger.settings();
  });

  return async () => {
    const now = domain.clock.now();
    await readSettings();
    const row = await domain.store.overview(now);
    const overview = overviewOf(row, known.settings, now);
    const wasUnknown = known.overview === null;
    known.row = row;
    known.overview = overview;
    const intake = released(row, known.settings, now);
    known.intake = intake;
    // The oldest wait grows by itself, so it does not count as a change: pages continue it from the last value.
    const changing = JSON.stringify({ ...overview, oldestWaitMs: overview.oldestWaitMs === null });
    if (wasUnknown || changing !== sentOverview) {
      sentOverview = changing;
      emitToAll(io.of('/staff'), 'queue:changed', { overview });
    }
    if (wasUnknown || sentState !== intake.state) {
      emitToAll(io.of('/seeker'), 'intake:changed', { intake });
    }
    sentState = intake.state;
  };
}
