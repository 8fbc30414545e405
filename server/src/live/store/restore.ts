/** Resume tickets, and what a store that was lost gets back from them (rule F3). */
import type { RestoreStore } from '../../domain/live-store/restore.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import { type Calls, entryOf } from './calls.ts';

export function restoreStore({ redis, root, done, holderOf }: Calls): RestoreStore {
  return {
    async seekerRecord(seeker) {
      const got = outcome(await redis().seekerRecord(root, { seeker }), replies.SeekerRecord);
      return got.ok ? got.value : null;
    },
    async staffRecord(staff) {
      const got = outcome(await redis().staffRecord(root, { staff }), replies.StaffRecord);
      return got.ok ? got.value : null;
    },
    restoreSeeker: (seeker, { epoch, kind, id, record }, issuedAt, now) =>
      done(redis().seekerRestore(root, { seeker, kind, id, record, epoch, issuedAt, now })),
    restoreStaff: (staff, { epoch, conversations }, issuedAt, now) =>
      done(redis().staffRestore(root, { staff, conversations, epoch, issuedAt, now })),
    completeRebuild: (conversation, now) =>
      done(redis().conversationComplete(root, { conversation, now })),
    rebuild: (holder, copies, { last, sent }, now) => {
      const messages = copies.map(({ seq, ...message }) => ({ seq, entry: entryOf(message) }));
      const handedIn = { ...holderOf(holder), messages, last, sent, now };
      return done(redis().conversationRebuild(root, handedIn));
    },
  };
}
