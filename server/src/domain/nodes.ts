/** Nodes send heartbeats to the live store. The connections of dead nodes are marked as disconnected (rule F1). */
import type { Beat, Held } from './live-store.ts';
import { markDisconnected } from './sessions.ts';
import type { Domain } from './ports.ts';

/** A node counts as dead if its heartbeat was seen unchanged for this long. */
export const NODE_STALE_MS = 10_000;
/** After a pause this long between two looks, the node cannot tell which heartbeats went on meanwhile. */
const UNWATCHED_MS = NODE_STALE_MS / 2;

/**
 * Returns a function to be called about once a second. It checks the heartbeats of all nodes and marks the connections
 * of dead ones as disconnected. That is harmless for sessions that are already on another node. A heartbeat's age
 * counts from when this node first saw it, by its own clock, so other clocks do not matter. After the machine slept,
 * when no node could send heartbeats, and after a jump of the clock, all ages start again.
 */
export function watchNodes(domain: Domain): () => Promise<void> {
  const seen = new Map<string, { readonly beat: number; readonly at: number }>();
  let lookedAt = domain.clock.now();

  async function clear(node: string, beat: number): Promise<void> {
    const held = await domain.store.heldBy(node, beat);
    if (held === null) return;
    for (const each of held) {
      await domain.quarantine.run('gone', `${each.kind} ${each.id}`, () =>
        markDisconnected(domain, node, each),
      );
    }
    // The store refuses this while a session on that node could not be marked.
    await domain.store.forgetNode(node);
  }

  return async () => {
    const beats = await domain.store.beats();
    const now = domain.clock.now();
    const unwatchedMs = now - lookedAt;
    lookedAt = now;
    if (unwatchedMs < 0 || unwatchedMs >= UNWATCHED_MS) seen.clear();
    for (const node of seen.keys()) if (!beats.has(node)) seen.delete(node);
    for (const [node, beat] of beats) {
      const last = seen.get(node);
      if (last?.beat !== beat) seen.set(node, { beat, at: now });
      else if (now - last.at >= NODE_STALE_MS) {
        await domain.quarantine.run('dead node', node, () => clear(node, beat));
      }
    }
  };
}

/** Sends a node's heartbeat. `lastAt`: time of its last answered one (ms since the epoch); null if none. */
export async function heartbeat(
  domain: Domain,
  node: string,
  lastAt: number | null,
): Promise<Beat & { readonly at: number }> {
  const at = domain.clock.now();
  return { ...(await domain.store.beat(node, domain.ids.id(), at, lastAt)), at };
}

/**
 * Sessions that the store wrongly lists as connected to this node, after it lost state: they are not connected here, or
 * have ended (rule F3).
 */
export async function wronglyConnected(
  domain: Domain,
  node: string,
  isHere: (session: Held) => boolean,
): Promise<readonly Held[]> {
  const listed = (await domain.store.heldBy(node, null)) ?? [];
  return listed.filter((each) => !isHere(each) || domain.isOver(`${each.kind} ${each.id}`));
}
