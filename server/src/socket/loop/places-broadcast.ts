/** Sends waiting seekers of this node their places in line. A line is read only if it changed, or a minute has passed. */
import { LANGUAGES } from '@terskel/shared/choices';
import type { Language } from '@terskel/shared/models';
import { isAnswered, shownTicket } from '../../domain/intake.ts';
import type { Domain } from '../../domain/ports.ts';
import { emitTo, noteTicket } from '../emit.ts';
import type { Known } from '../node-loop.ts';
import type { Local, Registry } from '../registry.ts';
import type { SnapshotSync } from '../snapshot-sync.ts';

/** The wait range is in whole minutes, so it changes with the line and with each minute. */
const RANGE_STEP_MS = 60_000;

export interface PlacesBroadcast {
  send(): Promise<void>;
  /** Sends every line again the next time: the store may have lost its versions. */
  reset(): void;
}

export function createPlacesBroadcast(
  domain: Domain,
  registry: Registry,
  known: Known,
  snapshotSync: SnapshotSync,
): PlacesBroadcast {
  /** For each line, version and time of the places that were last sent. */
  let sent: Partial<Record<Language, string>> = {};

  async function sendLine(language: Language): Promise<void> {
    const { row: counts, settings } = known;
    const version = counts?.versions[language];
    if (counts === null || version === undefined) return;
    const now = domain.clock.now();
    const endRead = snapshotSync.beginRead();
    const shown: Local[] = [];
    const stamp = `${version} ${Math.floor(now / RANGE_STEP_MS)} ${isAnswered(counts, settings)}`;
    if (stamp === sent[language]) return;
    const line = await domain.store.line(language, now);
    sent[language] = stamp;
    line.forEach(({ id, seeker, keepWithinMs }, index) => {
      const local = registry.find(`seeker ${seeker}`);
      if (!local) return;
      const row = { id, state: 'waiting', language, place: index + 1, keepWithinMs } as const;
      const ticket = shownTicket(domain, row);
      const before = local.shown;
      noteTicket(local, ticket);
      if (local.shown === before) return;
      // This event is sent after the snapshot in progress, but may be older than it.
      if (local.heldBack !== null) registry.noteHeard(local);
      emitTo(local, 'ticket:updated', { ticket });
      shown.push(local);
    });
    endRead(shown);
  }

  return {
    async send() {
      for (const language of LANGUAGES)
        await domain.quarantine.run('places', language, () => sendLine(language));
    },
    reset() {
      sent = {};
    },
  };
}
