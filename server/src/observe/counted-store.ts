/**
 * Wraps the live store and counts what its steps did. A step is atomic and returns its result, so each event counts
 * once.
 */
import type { LiveStore } from '../domain/live-store.ts';
import type { Metrics } from './metrics.ts';

export function countedStore(store: LiveStore, metrics: Metrics): LiveStore {
  return {
    ...store,
    async openTicket(seeker, at, ticketId, ...asked) {
      const got = await store.openTicket(seeker, at, ticketId, ...asked);
      // Otherwise the seeker already had this ticket (rule Q1).
      if (got.ok && got.ticket.id === ticketId) metrics.ticketOpened();
      return got;
    },
    async endTicket(seeker, reason, now) {
      const got = await store.endTicket(seeker, reason, now);
      if (got.ok) metrics.ticketEnded(reason);
      return got;
    },
    async askWaiting(ticketId, now) {
      const got = await store.askWaiting(ticketId, now);
      if (got.ok && got.ended) metrics.ticketEnded('expired');
      return got;
    },
    async expirePlace(seeker, now) {
      const got = await store.expirePlace(seeker, now);
      if (got.ok) metrics.ticketEnded('expired');
      return got;
    },
    async takeOffer(staff, offerId, conversationId, now) {
      const got = await store.takeOffer(staff, offerId, conversationId, now);
      if (got.ok && got.offer.id === offerId) metrics.offered(got.offer);
      return got;
    },
    async acceptOffer(staff, offerId, encapsulation, confirmation, now) {
      const got = await store.acceptOffer(staff, offerId, encapsulation, confirmation, now);
      // Otherwise the offer was accepted before, and only its acknowledgement was lost.
      if (got.ok && got.conversation.startedForMs === 0) {
        metrics.ticketEnded('matched');
        metrics.conversationStarted();
      }
      return got;
    },
    async endConversation(holder, reason, lastMessage, now) {
      const got = await store.endConversation(holder, reason, lastMessage, now);
      if (got.ok && got.ended !== null) metrics.conversationEnded(got.ended);
      return got;
    },
    async loseConversation(conversationId, kind, now) {
      const got = await store.loseConversation(conversationId, kind, now);
      if (got.ok && got.ended !== null) metrics.conversationEnded(got.ended);
      return got;
    },
    async meetSilence(conversationId, now) {
      const got = await store.meetSilence(conversationId, now);
      if (got.ok && got.ended !== null) metrics.conversationEnded(got.ended);
      return got;
    },
    async requeue(conversationId, seeker, reason, ticketId, publicKey, now) {
      const got = await store.requeue(conversationId, seeker, reason, ticketId, publicKey, now);
      if (got.ok) metrics.conversationEnded(reason);
      return got;
    },
    async due(now, atMost) {
      const due = await store.due(now, atMost);
      for (const { kind, dueAt } of due) metrics.deadlineMet(kind, now - dueAt);
      return due;
    },
    async heldBy(node, beat) {
      const held = await store.heldBy(node, beat);
      if (held !== null && beat !== null) metrics.nodeDied();
      return held;
    },
  };
}
