/** Server nodes tell the live store that they live; those that have stopped are cleared up after (rule F1). */
import { disconnectSeeker, disconnectStaff } from './sessions.ts';
import type { SeekerId } from './live-store.ts';
import type { Staff } from '@terskel/shared/models';
import type { Domain } from './ports.ts';

/** A node that has not beaten for this long is dead: its connections are gone without a word. */
export const NODE_STALE_MS = 10_000;

/** Marks everybody on dead nodes as disconnected. Harmless for those who are back on another node already. */
export async function clearDeadNodes(d: Domain): Promise<void> {
  for (const { node, held } of await d.store.staleNodes(d.clock.now(), NODE_STALE_MS)) {
    for (const { kind, id, connection } of held) {
      if (kind === 'seeker') await disconnectSeeker(d, id as SeekerId, connection);
      else await disconnectStaff(d, { id } as Pick<Staff, 'id'>, connection);
    }
    await d.store.forgetNode(node);
  }
}
