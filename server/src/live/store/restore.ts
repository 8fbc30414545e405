/** Resume tickets, and what a store that was lost gets back from them (rule F3). */
import { TIMES } from '@terskel/shared/limits';
import type { RestoreStore } from '../../domain/live-store/restore.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import { type Calls, tailOf } from './calls.ts';

export function restoreStore({ redis, root, done, seatOf }: Calls): RestoreStore {
  return {
    async seekerRecord(seeker) {
      const got = outcome(await redis().seekerRecord(root, [seeker]), replies.SeekerRecord);
      return got.ok ? got.value : null;
    },
    async staffRecord(staff) {
      const got = outcome(await redis().staffRecord(root, [staff]), replies.StaffRecord);
      return got.ok ? got.value : null;
    },
    restoreSeeker: (seeker, { epoch, kind, id, record }, issuedAt, now) =>
      done(
        redis().seekerRestore(root, [
          ...[seeker, kind, id, JSON.stringify(record), epoch, issuedAt, now],
          ...[TIMES.resumeMs, TIMES.restoreHoldMs, TIMES.stillWaitingAskMs, TIMES.placeKeptMs],
          ...[TIMES.seekerLostMs, TIMES.liveKeyMs],
        ]),
      ),
    restoreStaff: (staff, { epoch, conversations }, issuedAt, now) =>
      done(
        redis().staffRestore(root, [
          ...[staff, JSON.stringify(conversations), epoch, issuedAt, now],
          ...[TIMES.resumeMs, TIMES.restoreHoldMs, TIMES.seekerLostMs, TIMES.liveKeyMs],
        ]),
      ),
    rebuild: (seat, messages, last, now) =>
      done(
        redis().conversationRebuild(root, [
          ...[...seatOf(seat), last ? '1' : '', now, TIMES.liveKeyMs],
          ...messages.flatMap(({ seq, ...message }) => [seq, message.messageId, tailOf(message)]),
        ]),
      ),
  };
}
