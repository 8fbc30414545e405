/** Tickets and their places in the queue. */
import type { TicketId } from '@terskel/shared/ids';
import { LIVE_RETRY_MS, URGENT_OF_PREFIX_WHEN_FULL, TIMES } from '@terskel/shared/limits';
import type { QueueStore } from '../../domain/live-store/queue.ts';
import type { SeekerId } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

/** No data about an address prefix is kept longer (rule A2). */
const HOUR_MS = 3_600_000;

export function queueStore({ redis, root, ending, done, ticket, keys }: Calls): QueueStore {
  return {
    openTicket: (seeker, at, id, open, queueLimit, leaderNeeded, now, limits) =>
      ticket(
        redis().ticketOpen(root, [
          ...[seeker, at.node, at.connection, id, open.publicKey, open.language],
          ...[open.topic ?? '', open.feeling ?? '', open.age ?? '', open.urgent ? '1' : ''],
          ...[
            now,
            now + TIMES.stillWaitingAskMs,
            TIMES.liveKeyMs,
            queueLimit,
            leaderNeeded ? '1' : '',
          ],
          ...[limits?.prefix ?? '', limits?.livePerPrefix ?? 0, limits?.urgentLimit ?? 0],
          ...[
            URGENT_OF_PREFIX_WHEN_FULL,
            LIVE_RETRY_MS,
            HOUR_MS,
            TIMES.breakMs,
            TIMES.volunteerGoneMs,
          ],
        ]),
      ),
    liveTickets: (prefix) => redis().sCard(keys.liveOf(prefix)),
    keepTicket: (seeker, now) =>
      ticket(redis().ticketKeep(root, [seeker, now, TIMES.stillWaitingAskMs, TIMES.liveKeyMs])),
    endTicket: (seeker, reason, now) =>
      done(ending(redis().ticketEnd(root, [seeker, reason, now, TIMES.tombstoneMs]))),
    async line(language, now) {
      const [members, asked] = await Promise.all([
        redis().zRange(keys.lane(language), 0, -1),
        redis().hGetAll(keys.asked),
      ]);
      return members.map((member) => {
        const [id, seeker] = member.split(' ') as [TicketId, SeekerId];
        const keepBy = asked[id];
        return {
          id,
          seeker,
          keepWithinMs: keepBy === undefined ? null : Math.max(0, Number(keepBy) - now),
        };
      });
    },
    async askWaiting(id, now) {
      const args = [
        id,
        now,
        TIMES.stillWaitingAnswerMs,
        TIMES.stillWaitingAskMs,
        TIMES.tombstoneMs,
      ];
      const got = outcome(await ending(redis().ticketAsk(root, args)), replies.TicketGone);
      return got.ok ? { ok: true, ended: got.value.ended } : got;
    },
    expirePlace: (seeker, now) =>
      done(ending(redis().placeExpire(root, [seeker, now, TIMES.tombstoneMs]))),
  };
}
