/** Server nodes tell the live store that they live; those that have stopped are cleared up after (rule F1). */
import { gone } from './sessions.ts';
import type { Domain } from './ports.ts';

/** A node whose beat has not changed before our eyes for this long is dead: its connections are gone without a word. */
export const NODE_STALE_MS = 10_000;
/** Who has not looked for so long cannot tell who has gone on beating meanwhile. */
const UNWATCHED_MS = NODE_STALE_MS / 2;

/**
 * Watches the beats of all nodes. Each look, at least once a second, marks everybody on dead nodes as disconnected;
 * harmless for those who are back on another node already. A beat is judged by when it came to be seen here, by this
 * node's own clock: what other clocks say does not matter. After a sleep of the whole machine, in which nobody
 * could beat, and after a jump of the clock, the watch begins anew.
 */
export function watchNodes(d: Domain): () => Promise<void> {
  const seen = new Map<string, { readonly beat: number; readonly at: number }>();
  let lookedAt = d.clock.now();

  async function clear(node: string, beat: number): Promise<void> {
    const held = await d.store.heldBy(node, beat);
    if (held === null) return;
    for (const each of held) {
      await d.quarantine.run('gone', `${each.kind} ${each.id}`, () => gone(d, each));
    }
    // Not while somebody on it could not be marked.
    await d.store.forgetNode(node);
  }

  return async () => {
    const beats = await d.store.beats();
    const now = d.clock.now();
    const unwatchedMs = now - lookedAt;
    lookedAt = now;
    if (unwatchedMs < 0 || unwatchedMs >= UNWATCHED_MS) seen.clear();
    for (const node of seen.keys()) if (!beats.has(node)) seen.delete(node);
    for (const [node, beat] of beats) {
      const last = seen.get(node);
      if (last?.beat !== beat) seen.set(node, { beat, at: now });
      else if (now - last.at >= NODE_STALE_MS) {
        await d.quarantine.run('dead node', node, () => clear(node, beat));
      }
    }
  };
}
