/** A seeker's tab by the contract: what it received, what it shows, what it sends. */
import type { Clock } from '@terskel/client/clock';
import { seekerCommands } from '@terskel/shared/commands';
import { seekerEvents, type SeekerEvents, type SeekerState } from '@terskel/shared/events';
import type * as z from 'zod/mini';
import type { MessageId } from '@terskel/shared/ids';
import type { Age, Conversation, Language, Topic } from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { openLine, openTalk, readOn, type TabTalk } from './tab.ts';
import { CONFIRMATIONS, PUBLIC_KEYS } from './values.ts';
import type { Wire } from './wire.ts';

type Told = {
  [N in keyof SeekerEvents]: { name: N; payload: z.infer<SeekerEvents[N]> };
}[keyof SeekerEvents];
export interface Wish {
  readonly language: Language;
  readonly topic: Topic | undefined;
  readonly age: Age | undefined;
  readonly urgent: boolean;
}

/** A session that the page was told has ended, and what the page had of it. */
interface Lost {
  readonly token: string;
  readonly talk: string;
  readonly resumable: boolean;
}

export function openSeekerTab(clock: Clock) {
  let token: string | null = null;
  let resumeTicket: string | undefined;
  /** Whether the resume ticket could restore the tab's current ticket or conversation. */
  let resumable = false;
  let state: SeekerState = { kind: 'idle' };
  let talk: TabTalk | null = null;
  let requeueing = false;
  const lost: Lost[] = [];

  const line = openLine(
    seekerCommands,
    seekerEvents,
    (name, payload) => heard({ name, payload } as Told),
    () => talk?.stop(),
  );

  function believe(now: SeekerState): void {
    // The page deletes what it had.
    if (now.kind.endsWith('ended')) resumeTicket = undefined;
    if (now.kind !== 'conversation') {
      state = now;
      talk?.close();
      talk = null;
    } else {
      const before = state.kind === 'conversation' ? state.conversation : undefined;
      const conversation = readOn(before, now.conversation);
      state = { ...now, conversation };
      if (talk?.id !== conversation.id) {
        talk?.close();
        talk = openTalk(conversation, line, clock, null);
      }
      talk.told(conversation);
    }
  }
  const change = (changes: Partial<Conversation>) => {
    if (state.kind !== 'conversation') return;
    state = { ...state, conversation: { ...state.conversation, ...changes } };
  };

  function heard({ name, payload }: Told): void {
    const ours = 'conversationId' in payload && payload.conversationId === talk?.id;
    switch (name) {
      case 'session:snapshot': {
        const before = token;
        token = payload.resumeToken;
        if (
          payload.session.kind === 'idle' &&
          before !== null &&
          (state.kind === 'ticket' || talk)
        ) {
          // The page shows that it has ended, and deletes what it had.
          lost.push({ token: before, talk: talk?.id ?? '', resumable });
          resumable = false;
          return believe({ kind: 'ticket_ended', reason: 'expired' });
        }
        // A ticket issued to another session is useless to this one.
        if (token !== before) resumable = false;
        return believe(payload.session);
      }
      case 'ticket:updated':
        if (state.kind === 'ticket') believe({ kind: 'ticket', ticket: payload.ticket });
        return;
      case 'ticket:ended':
        if (talk === null) believe({ kind: 'ticket_ended', reason: payload.reason });
        return;
      case 'conversation:started':
        return believe({ kind: 'conversation', conversation: payload.conversation });
      case 'conversation:ended':
        if (ours && !requeueing) believe({ kind: 'conversation_ended', ...payload });
        return;
      case 'message:posted':
        if (ours) talk?.take(payload.message);
        return;
      case 'message:received':
        if (ours && state.kind === 'conversation') {
          const { received } = state.conversation;
          change({
            received: { ...received, volunteer: Math.max(received.volunteer, payload.seq) },
          });
        }
        return;
      case 'presence:changed':
        if (ours) change({ other: payload.presence });
        return;
      case 'resume:issued':
        ({ resumeTicket } = payload);
        // Until a requeue is answered, it may belong to the conversation being left.
        resumable = !requeueing;
        return;
      case 'conversation:rebuilt':
        if (ours) talk?.rebuilt(payload.lastSeq);
        return;
      case 'conversation:silent':
        if (ours) change({ silence: payload.silence });
        return;
      case 'conversation:extended':
        if (ours) change({ plannedMs: payload.plannedMs });
        return;
      case 'conversation:marked':
        if (ours) change({ danger: payload.danger });
        return;
      case 'keys:changed':
        if (ours) change({ volunteerKeys: payload.volunteerKeys });
        return;
      case 'intake:changed':
      case 'typing:changed':
      case 'server:stopping':
      case 'session:replaced':
        return;
    }
  }

  return {
    line,
    /** Sessions that the page was told have ended, without a reason. */
    lost,
    get token() {
      return token;
    },
    get state() {
      return state;
    },
    get talk() {
      return talk;
    },
    /** Whether this tab's visit has ended, so that the next one needs a new session. */
    get over() {
      return state.kind === 'ticket_ended' || state.kind === 'conversation_ended';
    },
    connect(wire: Wire): void {
      line.connect(wire, {
        protocol: PROTOCOL_VERSION,
        ...(token === null ? {} : { resumeToken: token, resumeTicket }),
      });
    },
    /** Starts another visit that cannot be linked to the one before. */
    forget(): void {
      line.drop();
      token = null;
      resumeTicket = undefined;
      resumable = false;
      requeueing = false;
      believe({ kind: 'idle' });
    },
    /** Reloads the page, with what the tab had stored. */
    reload(): void {
      line.drop();
      if (state.kind !== 'conversation' || talk === null) return;
      const before = talk;
      before.close();
      talk = openTalk(state.conversation, line, clock, before);
    },
    async open(wish: Wish): Promise<void> {
      const reply = await line.ask('ticket:open', { ...wish, publicKey: PUBLIC_KEYS[0] });
      if (reply.ok && talk === null) believe({ kind: 'ticket', ticket: reply['ticket'] as never });
    },
    async keep(): Promise<void> {
      const reply = await line.ask('ticket:keep', {});
      if (reply.ok && talk === null) believe({ kind: 'ticket', ticket: reply['ticket'] as never });
    },
    async cancel(): Promise<void> {
      const reply = await line.ask('ticket:cancel', {});
      if (reply.ok) believe({ kind: 'ticket_ended', reason: 'cancelled' });
    },
    say: (messageId: MessageId, waits: boolean) =>
      waits ? talk?.say(messageId) : talk?.blurt(messageId),
    async receive(): Promise<void> {
      if (!talk || talk.shown.length === 0) return;
      const at = { conversationId: talk.id, seq: talk.shown.length };
      await line.ask('message:received', at);
    },
    async confirm(which: number): Promise<void> {
      if (!talk) return;
      const confirmation = CONFIRMATIONS[which];
      await line.ask('conversation:confirm', { conversationId: talk.id, confirmation });
    },
    async end(reason: 'seeker' | 'keys_differ'): Promise<void> {
      if (!talk) return;
      const { id: conversationId } = talk;
      const reply = await line.ask('conversation:end', { conversationId, reason });
      if (reply.ok) believe({ kind: 'conversation_ended', conversationId, reason, danger: false });
    },
    async stay(): Promise<void> {
      if (!talk) return;
      const { id: conversationId } = talk;
      const reply = await line.ask('conversation:stay', { conversationId });
      if (reply.ok && talk?.id === conversationId) change({ silence: null });
    },
    async requeue(
      reason: 'volunteer_lost' | 'keys_differ' | 'keys_lost' | 'another',
    ): Promise<void> {
      if (!talk || requeueing) return;
      requeueing = true;
      // The resume ticket of the conversation being left is useless, and the next one has not arrived yet.
      resumable = false;
      const request = { conversationId: talk.id, reason, publicKey: PUBLIC_KEYS[1] };
      const reply = await line.ask('conversation:requeue', request);
      requeueing = false;
      if (reply.ok) believe({ kind: 'ticket', ticket: reply['ticket'] as never });
      else if (!('lost' in reply)) line.drop();
    },
  };
}
