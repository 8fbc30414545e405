/** Tickets and their places in the queue. */
import type { TicketId } from '@terskel/shared/ids';
import type { QueueStore } from '../../domain/live-store/queue.ts';
import type { SeekerId } from '../../domain/live-store.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function queueStore({ redis, root, ending, done, ticket, keys }: Calls): QueueStore {
  return {
    openTicket: (seeker, at, id, open, queueLimit, leaderNeeded, now, limits) =>
      ticket(
        redis().ticketOpen(root, {
          ...{ seeker, ...at, ticket: id, now, queueLimit, leaderNeeded },
          ...{ publicKey: open.publicKey, language: open.language, topic: open.topic },
          ...{ feeling: open.feeling, age: open.age, urgent: open.urgent },
          prefix: limits?.prefix ?? undefined,
          livePerPrefix: limits?.livePerPrefix ?? 0,
          urgentLimit: limits?.urgentLimit ?? 0,
        }),
      ),
    liveTickets: (prefix) => redis().sCard(keys.liveOf(prefix)),
    keepTicket: (seeker, now) => ticket(redis().ticketKeep(root, { seeker, now })),
    endTicket: (seeker, reason, now) =>
      done(ending(redis().ticketEnd(root, { seeker, reason, now }))),
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
      const reply = await ending(redis().ticketAsk(root, { ticket: id, now }));
      const got = outcome(reply, replies.TicketGone);
      return got.ok ? { ok: true, ended: got.value.ended } : got;
    },
    expirePlace: (seeker, now) => done(ending(redis().placeExpire(root, { seeker, now }))),
  };
}
