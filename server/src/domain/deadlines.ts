/**
 * What time must do. Deadlines stand in the live store, written by the step that asked for them; whichever node is
 * woken does all that are due. Each is guarded again by its own script, so that doing it late, twice or on two nodes
 * at once is harmless.
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
  let met = 0;
  for (;;) {
    const now = d.clock.now();
    const due = await d.store.due(now, DUE_AT_ONCE);
    await Promise.all(due.map((deadline) => meet(d, deadline, now)));
    met += due.length;
    if (due.length < DUE_AT_ONCE) return met;
  }
}
