/**
 * Executes deadlines. They are stored in the live store, by the same step that needs them. Each node reads what is due
 * once a second and executes it. Each script checks its deadline again, so executing one late, twice or on two nodes at
 * once is harmless. A deadline whose script fails is held back; the others are executed.
 */
import type { OfferId } from '@terskel/shared/ids';
import type { Language } from '@terskel/shared/models';
import type { Deadline } from './live-store.ts';
import { match } from './offers.ts';
import type { Domain } from './ports.ts';

/** Deadlines fetched at once. */
const DUE_AT_ONCE = 100;

async function meet(domain: Domain, { kind, id }: Deadline, now: number): Promise<void> {
  switch (kind) {
    case 'offer':
      await domain.store.returnOffer(id as OfferId, null, now);
      return match(domain);
    case 'ask':
      await domain.store.askWaiting(id, now);
      return;
    case 'place':
      await domain.store.expirePlace(id, now);
      return match(domain);
    case 'seat':
    case 'lost':
      await domain.store.loseConversation(id, kind, now);
      return match(domain);
    case 'silence':
      // No match: if the conversation ends, its volunteer wraps up first.
      await domain.store.meetSilence(id, now);
      return;
    case 'wrap-up':
      await domain.store.endWrapUp(id, now);
      return match(domain);
    case 'duty':
      await domain.store.expireDuty(id, now);
      return;
    case 'rematch':
      await domain.store.clearDeadline({ kind, id });
      return match(domain, [id as Language]);
    case 'match':
      await domain.store.clearDeadline({ kind, id });
      return match(domain);
    case 'tombstone':
      await domain.store.expireTombstone(id, now);
      return;
    default:
      await domain.store.clearDeadline({ kind, id });
  }
}

/** Executes all deadlines that are due; returns how many it tried. */
export async function meetDeadlines(domain: Domain): Promise<number> {
  const { quarantine } = domain;
  /** Each deadline is tried once, so that one which its script leaves in place cannot keep this loop running. */
  const tried = new Set<string>();
  for (;;) {
    const now = domain.clock.now();
    // Deadlines that are held back or already tried must not fill the page.
    const atMost = DUE_AT_ONCE + quarantine.size + tried.size;
    const due = await domain.store.due(now, atMost);
    const next = due.filter(
      ({ kind, id }) => !tried.has(`${kind} ${id}`) && !quarantine.has(`deadline ${kind}`, id),
    );
    for (const { kind, id } of next) tried.add(`${kind} ${id}`);
    await Promise.all(
      next.map((each) =>
        quarantine.run(`deadline ${each.kind}`, each.id, () => meet(domain, each, now)),
      ),
    );
    if (due.length < atMost) return tried.size;
  }
}
