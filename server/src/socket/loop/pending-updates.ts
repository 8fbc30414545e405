/** Store updates about closed connections that failed. The node loop retries them until they succeed. */
import type { Quarantine } from '../../domain/quarantine.ts';

export interface PendingUpdates {
  add(update: () => Promise<void>): void;
  /** Tries each once, in order. */
  run(): Promise<void>;
}

export function createPendingUpdates(quarantine: Quarantine): PendingUpdates {
  const pending = new Map<string, () => Promise<void>>();
  let added = 0;
  return {
    add(update) {
      added += 1;
      pending.set(String(added), update);
    },
    async run() {
      for (const [id, update] of pending) {
        if (await quarantine.run('tell', id, update)) pending.delete(id);
      }
    },
  };
}
