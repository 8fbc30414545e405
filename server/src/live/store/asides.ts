/** Asides between a volunteer and a leader (rule V4). */
import type { AsideStore } from '../../domain/live-store/asides.ts';
import * as replies from '../replies.ts';
import { outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function asideStore({ redis, root, done }: Calls): AsideStore {
  return {
    async reserveAside(conversation, staff, aside) {
      const reply = await redis().asideReserve(root, { conversation, staff, aside });
      const got = outcome(reply, replies.ReservedAside);
      return got.ok ? { ok: true, asideId: got.value.asideId } : got;
    },
    openAside: (staff, { conversationId: conversation, asideId: aside, ...keys }, now) =>
      done(redis().asideOpen(root, { conversation, aside, staff, ...keys, now })),
  };
}
