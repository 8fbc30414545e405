/** Conversations that their volunteer cannot continue (rule V7). */
import type { StuckStore } from '../../domain/live-store/stuck.ts';
import type { Calls } from './calls.ts';

export function stuckStore({ redis, root, done }: Calls): StuckStore {
  return {
    noteStuck: (conversation, now) => done(redis().conversationStuck(root, { conversation, now })),
    takeOver: (conversation, staff, transfer, now) =>
      done(redis().conversationTakeover(root, { conversation, staff, transfer, now })),
    release: (conversation, staff, now) =>
      done(redis().conversationRelease(root, { conversation, staff, now })),
  };
}
