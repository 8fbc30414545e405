/**
 * What time must do. Deadlines stand in the live store, written by the step that asked for them; whichever node is
 * woken does all that are due. Each is guarded again by its own script, so that doing it late, twice or on two nodes
 * at once is harmless. One whose script fails is held back, and the others are met.
 */
import type { OfferId } from '@terskel/shared/ids';
import type { Language } from '@terskel/shared/models';
import type { Deadline } from './live-store.ts';
import { match } from './offers.ts';
import type { Domain } from './ports.ts';

const DUE_AT_ONCE = 100;

async function meet(d: Domain, { kind, id }: Deadline, now: number): Promise<void> {
  switch (kind) {
    case 'offer':
      await d.store.returnOffer(id as OfferId, null, now);
      return match(d);
    case 'ask':
      await d.store.askWaiting(id, now);
      return;
    case 'place':
      await d.store.expirePlace(id, now);
      return match(d);
    case 'seat':
    case 'lost':
      await d.store.loseConversation(id, kind, now);
      return match(d);
    case 'silence':
      // Whoever it ends for wraps up first.
      await d.store.meetSilence(id, now);
      return;
    case 'wrap-up':
      await d.store.endWrapUp(id, now);
      return match(d);
    case 'duty':
      await d.store.expireDuty(id, now);
      return;
    case 'rematch':
      await d.store.clearDeadline({ kind, id });
      return match(d, [id as Language]);
    case 'match':
      await d.store.clearDeadline({ kind, id });
      return match(d);
    case 'tombstone':
      await d.store.expireTombstone(id, now);
      return;
    default:
      await d.store.clearDeadline({ kind, id });
  }
}

/** Does everything that is due now; answers how much that was. */
export async function meetDeadlines(d: Domain): Promise<number> {
  const { quarantine } = d;
  /** Each is tried once: one that its script leaves standing must not keep this from coming to an end. */
  const tried = new Set<string>();
  for (;;) {
    const now = d.clock.now();
    // Whatever stands before the others and is not for now must not fill the page.
    const atMost = DUE_AT_ONCE + quarantine.size + tried.size;
    const due = await d.store.due(now, atMost);
    const next = due.filter(
      ({ kind, id }) => !tried.has(`${kind} ${id}`) && !quarantine.has(`deadline ${kind}`, id),
    );
    for (const { kind, id } of next) tried.add(`${kind} ${id}`);
    await Promise.all(
      next.map((each) =>
        quarantine.run(`deadline ${each.kind}`, each.id, () => meet(d, each, now)),
      ),
    );
    if (due.length < atMost) return tried.size;
  }
}
