/** A leader's visit to a conversation (rule E5). */
import type { VisitStore } from '../../domain/live-store/visits.ts';
import type { Calls } from './calls.ts';

export function visitStore({ redis, root, done }: Calls): VisitStore {
  return {
    openVisit: (staff, { conversationId: conversation, ...visit }, now) =>
      done(redis().visitOpen(root, { conversation, staff, ...visit, now })),
    confirmVisit: (conversation, staff, proof, now) =>
      done(redis().visitConfirm(root, { conversation, staff, ...proof, now })),
    closeVisit: (conversation, staff, visit, now) =>
      done(redis().visitClose(root, { conversation, staff, visit, now })),
  };
}
