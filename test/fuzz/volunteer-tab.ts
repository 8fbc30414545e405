/** A volunteer's page by the contract: what it received, what it shows, what it sends. */
import type { Clock } from '@terskel/client/clock';
import { staffCommands } from '@terskel/shared/commands';
import { staffEvents, type StaffEvents } from '@terskel/shared/events';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type {
  Availability,
  Conversation,
  Offer,
  Staff,
  VolunteerKeys,
} from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import type * as z from 'zod/mini';
import { openLine, openTalk, readOn, type Answer, type TabTalk } from './tab.ts';
import { CIPHERTEXT, CONFIRMATIONS, ENCAPSULATION } from './values.ts';
import type { Wire } from './wire.ts';

type Told = {
  [N in keyof StaffEvents]: { name: N; payload: z.infer<StaffEvents[N]> };
}[keyof StaffEvents];
/** A conversation and its client state. */
interface Held {
  conversation: Conversation;
  readonly talk: TabTalk;
}

export function openVolunteerTab(staff: Staff, clock: Clock) {
  /** The staff session token. */
  let session: string | undefined;
  let signedInAt = Number.NEGATIVE_INFINITY;
  let availability: Availability = { state: 'off' };
  let resumeTicket: string | undefined;
  let offer: Offer | null = null;
  /** The last offer, whatever became of it. */
  let lastOffer: Pick<Offer, 'id' | 'conversationId'> | null = null;
  /** The conversation being accepted. Its events may arrive before the reply, and wait for it as in the client. */
  let accepting: ConversationId | null = null;
  let early: Told[] = [];
  const held = new Map<ConversationId, Held>();

  const line = openLine(
    staffCommands,
    staffEvents,
    (name, payload) => heard({ name, payload } as Told),
    () => {
      for (const { talk } of held.values()) talk.stop();
    },
  );

  function offered(now: Offer | null): void {
    offer = now;
    if (now !== null) lastOffer = now;
  }
  function begin(conversation: Conversation): void {
    const { id } = conversation;
    const talk = held.get(id)?.talk ?? openTalk(conversation, line, clock, null);
    held.set(id, { conversation: readOn(held.get(id)?.conversation, conversation), talk });
    talk.told(conversation);
  }
  function ended(id: ConversationId): void {
    held.get(id)?.talk.close();
    held.delete(id);
  }
  function change(id: ConversationId, how: (before: Conversation) => Partial<Conversation>): void {
    const one = held.get(id);
    if (one) one.conversation = { ...one.conversation, ...how(one.conversation) };
  }

  function heard(event: Told): void {
    const { name, payload } = event;
    if (
      'conversationId' in payload &&
      payload.conversationId === accepting &&
      !held.has(accepting)
    ) {
      early.push(event);
      return;
    }
    switch (name) {
      case 'session:snapshot': {
        availability = payload.session.availability;
        offered(payload.session.offer);
        const { conversations } = payload.session;
        for (const id of held.keys()) if (!conversations.some((c) => c.id === id)) ended(id);
        conversations.forEach(begin);
        return;
      }
      case 'availability:changed':
        ({ availability } = payload);
        return;
      case 'offer:made':
        return offered(payload.offer);
      case 'offer:expired':
        if (offer?.id === payload.offerId) offered(null);
        return;
      case 'conversation:confirmed':
        return change(payload.conversationId, ({ confirmations }) => ({
          confirmations: { ...confirmations, seeker: payload.confirmation },
        }));
      case 'conversation:ended':
        return ended(payload.conversationId);
      case 'message:posted':
        return held.get(payload.conversationId)?.talk.take(payload.message);
      case 'message:received':
        return change(payload.conversationId, ({ received }) => ({
          received: { ...received, seeker: Math.max(received.seeker, payload.seq) },
        }));
      case 'presence:changed':
        return change(payload.conversationId, () => ({ other: payload.presence }));
      case 'conversation:silent':
        return change(payload.conversationId, () => ({ silence: payload.silence }));
      case 'resume:issued':
        ({ resumeTicket } = payload);
        return;
      case 'conversation:rebuilt':
        return held.get(payload.conversationId)?.talk.rebuilt(payload.lastSeq);
      case 'queue:changed':
      case 'typing:changed':
      case 'server:stopping':
      case 'session:replaced':
        return;
    }
  }
  async function stands(asked: Promise<Answer>): Promise<void> {
    const reply = await asked;
    if (!reply.ok) return;
    availability = reply['availability'] as Availability;
    if (availability.state === 'off') offered(null);
  }
  const nth = (choice: number) => [...held.values()][choice % Math.max(1, held.size)];

  return {
    ...{ line, staff, held },
    get availability() {
      return availability;
    },
    get offer() {
      return offer;
    },
    /** Whether the staff session could end before a handshake sent now arrives (rule S2). */
    get isSignInOld() {
      return clock.now() - signedInAt > TIMES.signInMs / 2;
    },
    signIn(token: string): void {
      session = token;
      signedInAt = clock.now();
    },
    connect(wire: Wire): void {
      const { state } = availability;
      line.connect(wire, {
        ...{ protocol: PROTOCOL_VERSION, session, resumeTicket },
        ...(state !== 'off' && { duty: state === 'ready' ? state : 'paused' }),
      });
    },
    startShift: () => stands(line.ask('shift:start', {})),
    endShift: () => stands(line.ask('shift:end', {})),
    setAvailability: (state: 'ready' | 'paused') => stands(line.ask('availability:set', { state })),
    async take(): Promise<void> {
      const reply = await line.ask('offer:take', {});
      if (reply.ok) offered(reply['offer'] as never);
    },
    async accept(): Promise<void> {
      if (lastOffer === null) return;
      const { id: offerId, conversationId } = lastOffer;
      const answer = { offerId, encapsulation: ENCAPSULATION, confirmation: CONFIRMATIONS[0] };
      accepting = conversationId;
      const reply = await line.ask('offer:accept', answer);
      const waiting = accepting === conversationId ? early : [];
      if (accepting === conversationId) [accepting, early] = [null, []];
      if (offer?.id === offerId && (reply.ok || reply.code === 'offer_gone')) offered(null);
      if (!reply.ok) return;
      begin(reply['conversation'] as never);
      for (const event of waiting) heard(event);
    },
    async decline(): Promise<void> {
      if (lastOffer === null) return;
      const { id: offerId } = lastOffer;
      const reply = await line.ask('offer:decline', { offerId });
      if (offer?.id === offerId && (reply.ok || reply.code === 'offer_gone')) offered(null);
    },
    say(choice: number, messageId: MessageId, waits: boolean) {
      const talk = nth(choice)?.talk;
      return waits ? talk?.say(messageId) : talk?.blurt(messageId);
    },
    async receive(choice: number): Promise<void> {
      const talk = nth(choice)?.talk;
      if (!talk || talk.shown.length === 0) return;
      const at = { conversationId: talk.id, seq: talk.shown.length };
      await line.ask('message:received', at);
    },
    async extend(choice: number): Promise<void> {
      const conversation = nth(choice)?.conversation;
      if (conversation === undefined) return;
      const { id: conversationId, plannedMs } = conversation;
      const reply = await line.ask('conversation:extend', { conversationId, plannedMs });
      if (reply.ok) change(conversationId, () => ({ plannedMs: reply['plannedMs'] as number }));
    },
    async mark(choice: number, mark: 'danger' | 'held', on: boolean): Promise<void> {
      const conversationId = nth(choice)?.talk.id;
      if (conversationId === undefined) return;
      const reply = await line.ask('conversation:mark', { conversationId, mark, on });
      if (!reply.ok) return;
      const { danger, held: isHeld } = reply as unknown as { danger: boolean; held: boolean };
      change(conversationId, () => ({ danger, held: isHeld }));
    },
    async tellKeys(choice: number, keys: VolunteerKeys): Promise<void> {
      const conversationId = nth(choice)?.talk.id;
      if (conversationId === undefined) return;
      const reply = await line.ask('conversation:keys', { conversationId, keys });
      if (reply.ok) change(conversationId, () => ({ volunteerKeys: keys }));
    },
    async end(choice: number, messageId: MessageId | null): Promise<void> {
      const conversationId = nth(choice)?.talk.id;
      if (conversationId === undefined) return;
      const lastMessage = messageId === null ? undefined : { messageId, ciphertext: CIPHERTEXT };
      const request = { conversationId, ...(lastMessage && { lastMessage }) };
      const reply = await line.ask('conversation:end', request);
      if (reply.ok) ended(conversationId);
    },
    reload(): void {
      line.drop();
      for (const [id, { conversation, talk }] of held) {
        talk.close();
        held.set(id, { conversation, talk: openTalk(conversation, line, clock, talk) });
      }
    },
  };
}
