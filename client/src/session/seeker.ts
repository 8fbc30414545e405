/**
 * A seeker's session, from *Start* to the end: the ticket, the agreement on keys, the talk, and the wiping of all of
 * it. Loaded by the landing page only when it is wanted, since it brings the socket, the schemas and the encryption.
 */
import { type SeekerCommands, seekerCommands } from '@terskel/shared/commands';
import { ERRORS, type ErrorCode, type Refusal } from '@terskel/shared/errors';
import { type SeekerEvents, seekerEvents } from '@terskel/shared/events';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import type {
  Conversation,
  ConversationEnd,
  Intake,
  IntakeState,
  LastMessage,
  Ticket,
} from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import type { Clock } from '../clock.ts';
import { type TicketKeys, createTicketKeys } from '../e2ee/agreement.ts';
import type { Payload, Told } from '../net/contract.ts';
import { insist } from '../net/insist.ts';
import { Link } from '../net/link.ts';
import type { Answers, Feedback, Heard, Link as LinkStatus, SeekerView } from '../state/model.ts';
import {
  type Ended,
  type SeekerEvent,
  type SeekerState,
  returning,
  seeker,
  seekerView,
  volunteerLost,
} from '../state/seeker.ts';
import { type Hold, type TabStorage, holdOn } from '../storage.ts';
import { talkView } from '../state/talk.ts';
import { Aftermath, type AftermathOptions } from './aftermath.ts';
import { readLastWords } from './last-words.ts';
import { SeekerTalk } from './seeker-talk.ts';

export interface SeekerSessionOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: AftermathOptions['browser'] & { readonly origin: string };
  /** Frees the place and ends the talk when no connection can. */
  readonly leave: () => void;
  readonly show: (view: Exclude<SeekerView, { page: 'landing' }>) => void;
  /** *Start* came to nothing: back to the landing page. `retryAfterMs` null: it is not known. */
  readonly refused: (code: ErrorCode, retryAfterMs: number | null) => void;
  /** *Start* takes a moment longer: a proof of work is asked for (rule R2). */
  readonly proving: () => void;
}

type RequeueReason = Payload<SeekerCommands, 'conversation:requeue'>['reason'];
type SessionState = Told<Pick<SeekerEvents, 'session:snapshot'>>['payload']['session'];

/** *Start* is answered within this, or it failed: a network that swallows WebSockets is found out well before. */
const START_MS = 20_000;
/** Whoever ends the conversation waits no longer than this for what is being sent. */
const LAST_SENDS_MS = 1_000;

export class SeekerSession {
  readonly #options: SeekerSessionOptions;
  readonly #storage: Hold;
  readonly #link: Link<SeekerCommands, SeekerEvents>;
  #state: SeekerState = { page: 'landing' };
  #talk: SeekerTalk | null = null;
  #aftermath: Aftermath | null = null;
  #intake: IntakeState | null = null;
  /** This tab comes back to what it had: after a reload, or a lost connection. */
  #returning = false;
  /** *Back to the line* was pressed, and once it is `asked`, the end of this conversation is what was asked for. */
  #requeueing: 'no' | 'begun' | 'asked' = 'no';
  #ending = false;
  #closed = false;
  #cancelStart = () => {};
  #cancelLook = () => {};

  /** Begins with the answers of a seeker who pressed *Start*, or goes on with what the tab's storage holds. */
  constructor(options: SeekerSessionOptions, answers: Answers | null) {
    this.#options = options;
    const {
      clock,
      browser: { network, origin },
    } = options;
    const storage = holdOn(options.storage);
    this.#storage = storage;
    this.#link = new Link({
      origin,
      namespace: '/seeker',
      auth: () => {
        const { resumeToken, resumeTicket } = storage.get('session') ?? {};
        const protocol = PROTOCOL_VERSION;
        return { protocol, ...(typeof resumeToken === 'string' && { resumeToken, resumeTicket }) };
      },
      commands: seekerCommands,
      events: seekerEvents,
      clock,
      network,
      onStatus: (status) => this.#linkChanged(status),
      onEvent: (event) => this.#heard(event),
    });
    if (answers === null) this.#restore();
    else {
      storage.set('session', { resumeToken: null, answers });
      this.#startSoon();
    }
  }

  cancel(): void {
    void this.#cancel();
  }

  async keep(): Promise<void> {
    const reply = await this.#link.command('ticket:keep', {});
    if (reply.ok) this.#ticket(reply.ticket, false);
    else if (ERRORS[reply.code] === 'resync') this.#link.refresh();
  }

  send(text: string): void {
    this.#talk?.talk.send(text);
  }

  retry(messageId: MessageId): void {
    this.#talk?.talk.retry(messageId);
  }

  typing(): void {
    this.#talk?.pressed();
  }

  end(): void {
    void this.#end();
  }

  stay(): void {
    void this.#talk?.stay();
  }

  requeue(): void {
    if (this.#talk === null) return;
    const { talk, unusable } = this.#talk;
    const lost = volunteerLost(talk.state, this.#options.clock.now()).lost === 'choice';
    if (lost || unusable) void this.#requeue(lost ? 'volunteer_lost' : 'keys_differ');
  }

  another(): void {
    if (this.#talk?.talk.state.conversation.mayAskAnother === true) void this.#requeue('another');
  }

  takeOver(): void {
    this.#link.takeOver();
  }

  async answer(feedback: Feedback): Promise<Heard> {
    return this.#aftermath?.answer(feedback) ?? 'late';
  }

  /** The page goes away. */
  gone(): void {
    this.#aftermath?.gone();
  }

  /** Stops at once. What the storage holds stays, for a reload, and is no longer this session's to change. */
  close(): void {
    this.#closed = true;
    this.#storage.letGo();
    this.#cancelStart();
    this.#cancelLook();
    this.#talk?.close();
    this.#link.close();
    this.#aftermath?.close();
  }

  #restore(): void {
    const conversation = this.#storage.get('conversation');
    this.#returning = true;
    if (conversation === null) this.#state = returning('waiting');
    else {
      this.#state = returning('conversation');
      this.#talk = this.#newTalk(conversation);
    }
    this.#show();
  }

  #linkChanged(status: LinkStatus): void {
    if (status !== 'online') {
      this.#talk?.talk.disconnected();
      this.#returning = true;
    }
    if (this.#state.page === 'landing') {
      if (status === 'outdated') this.#giveUp('version_unsupported');
      if (status === 'refused') this.#giveUp('unauthorized');
      return;
    }
    this.#dispatch({ type: 'link', link: status });
  }

  #heard(event: Told<SeekerEvents>): void {
    if (this.#closed) return;
    switch (event.name) {
      case 'session:snapshot':
        this.#intakeTold(event.payload.intake);
        this.#snapshot(event.payload.resumeToken, event.payload.session);
        return;
      case 'ticket:updated':
        if (this.#state.page === 'waiting') this.#ticket(event.payload.ticket, false);
        return;
      case 'ticket:ended':
        if (this.#talk === null) this.#finish({ of: 'ticket', reason: event.payload.reason });
        return;
      case 'conversation:started':
        this.#conversation(event.payload.conversation);
        return;
      case 'conversation:ended': {
        const ours = this.#isOurs(event.payload.conversationId);
        if (ours && this.#requeueing !== 'asked') void this.#conversationEnded(event.payload);
        return;
      }
      case 'intake:changed':
        this.#intakeTold(event.payload.intake);
        return;
      case 'resume:issued':
        this.#resumeIssued(event.payload.resumeTicket);
        return;
      case 'session:replaced':
      case 'server:stopping':
        return;
      default:
        this.#talk?.heard(event);
    }
  }

  #resumeIssued(resumeTicket: string): void {
    const session = this.#storage.get('session');
    if (session !== null) this.#storage.set('session', { ...session, resumeTicket });
  }

  #intakeTold({ state }: Intake): void {
    this.#intake = state;
    this.#dispatch({ type: 'intake', intake: state });
  }

  #snapshot(resumeToken: string, session: SessionState): void {
    const storage = this.#storage;
    const answers = storage.get('session')?.answers ?? null;
    const opening = session.kind === 'idle' ? answers : null;
    storage.set('session', { ...storage.get('session'), resumeToken, answers: opening });
    switch (session.kind) {
      case 'idle':
        if (opening !== null) void this.#openTicket(opening);
        else if (this.#talk === null) this.#finish({ of: 'ticket', reason: 'expired' });
        else this.#finish(this.#ofTalk('seeker_lost'));
        return;
      case 'ticket':
        this.#ticket(session.ticket, this.#returning);
        return;
      case 'ticket_ended':
        this.#finish({ of: 'ticket', reason: session.reason });
        return;
      case 'conversation':
        this.#conversation(session.conversation);
        return;
      case 'conversation_ended':
        void this.#conversationEnded(session);
        return;
    }
  }

  async #openTicket(answers: Answers): Promise<void> {
    const storage = this.#storage;
    const { language, topic, feeling, age, urgent } = answers;
    let keys: TicketKeys;
    try {
      keys = storage.get('ticket') ?? (await createTicketKeys());
    } catch {
      this.#giveUp('unavailable');
      return;
    }
    if (this.#closed) return;
    storage.set('ticket', keys);
    const ask = (proof?: string) =>
      this.#link.command('ticket:open', {
        publicKey: keys.publicKey,
        language,
        urgent,
        ...(topic !== null && { topic }),
        ...(feeling !== null && { feeling }),
        ...(age !== null && { age }),
        ...(proof !== undefined && { proof }),
      });
    let reply = await ask();
    while (!reply.ok && reply.challenge !== undefined && !this.#closed) {
      const proof = await this.#prove(reply.challenge);
      if (proof === null) break;
      reply = await ask(proof);
    }
    // Lost: the next snapshot says whether it was opened.
    if (this.#closed || 'lost' in reply) return;
    if (!reply.ok) {
      this.#giveUp(reply.code, reply.retryAfterMs);
      return;
    }
    const session = storage.get('session');
    if (session !== null) storage.set('session', { ...session, answers: null });
    // A volunteer who was quicker than this answer has brought the conversation already.
    if (this.#state.page !== 'conversation') this.#ticket(reply.ticket, false);
  }

  /** Null if this browser cannot. However long it takes, *Start* has not failed meanwhile. */
  async #prove(challenge: string): Promise<string | null> {
    this.#cancelStart();
    this.#options.proving();
    try {
      const { solve } = await import('../proof/solve.ts');
      return await solve(challenge);
    } catch {
      return null;
    } finally {
      if (!this.#closed) this.#startSoon();
    }
  }

  #startSoon(): void {
    const { clock } = this.#options;
    this.#cancelStart = clock.after(START_MS, () => this.#giveUp('unavailable'));
  }

  #ticket(ticket: Ticket, cameBack: boolean): void {
    if (this.#closed) return;
    this.#cancelStart();
    this.#talk?.forget();
    this.#talk = null;
    this.#returning = false;
    const at = this.#options.clock.now();
    this.#dispatch({ type: 'ticket', ticket, at, cameBack, intake: this.#intake });
  }

  #conversation(conversation: Conversation): void {
    this.#cancelStart();
    this.#returning = false;
    if (!this.#isOurs(conversation.id)) {
      this.#talk?.forget();
      this.#talk = this.#newTalk(conversation);
    }
    this.#dispatch({ type: 'talking', link: this.#link.status });
    void this.#talk?.told(conversation);
  }

  #isOurs(conversationId: ConversationId): boolean {
    return this.#talk?.talk.state.conversation.id === conversationId;
  }

  #newTalk(conversation: Conversation): SeekerTalk {
    const { clock } = this.#options;
    const storage = this.#storage;
    const changed = () => this.#show();
    return new SeekerTalk({ conversation, link: this.#link, clock, storage, changed });
  }

  async #requeue(reason: RequeueReason): Promise<void> {
    if (this.#talk === null || this.#requeueing !== 'no') return;
    this.#requeueing = 'begun';
    try {
      await this.#askRequeue(this.#talk.talk.state.conversation.id, reason);
    } catch {
      // No keys can be made now, since their script can't be fetched: the connection is worth a try as well.
      this.#link.refresh();
    } finally {
      this.#requeueing = 'no';
    }
  }

  async #askRequeue(conversationId: ConversationId, reason: RequeueReason): Promise<void> {
    // Meanwhile the page may have been left, another tab may have gone back to the line, or the next conversation begun.
    const going = () => !this.#closed && this.#isOurs(conversationId);
    const keys = await createTicketKeys();
    if (!going()) return;
    this.#storage.set('ticket', keys);
    this.#requeueing = 'asked';
    const { publicKey } = keys;
    const send = () =>
      this.#link.command('conversation:requeue', { conversationId, reason, publicKey });
    const reply = await insist(this.#options.clock, send, going);
    if (!going()) return;
    if (reply.ok) this.#ticket(reply.ticket, false);
    else if (!('lost' in reply)) this.#link.refresh();
  }

  async #cancel(): Promise<void> {
    const reply = await this.#link.command('ticket:cancel', {});
    this.#left(reply, { of: 'ticket', reason: 'cancelled' });
  }

  async #end(): Promise<void> {
    if (this.#talk === null || this.#ending) return;
    const { talk, unusable } = this.#talk;
    const reason = unusable ? 'keys_differ' : 'seeker';
    const conversationId = talk.state.conversation.id;
    this.#ending = true;
    // What was written just before goes first, if it is quick.
    if (this.#link.status === 'online') await talk.drained(LAST_SENDS_MS);
    this.#ending = false;
    if (this.#closed) return;
    const reply = await this.#link.command('conversation:end', { conversationId, reason });
    this.#left(reply, this.#ofTalk(reason, null, reply.ok));
  }

  /** Whoever wants to go, goes: if the command could not be carried out, it is said again until it is heard. */
  #left(reply: { ok: true } | Refusal, end: Ended): void {
    if (!reply.ok && ERRORS[reply.code] === 'resync') {
      this.#link.refresh();
      return;
    }
    this.#finish(end, reply.ok);
  }

  /** With what this tab has of it: nothing after a reload. What was never sent is nothing that was said. */
  #ofTalk(reason: ConversationEnd, lastWords: string | null = null, deleted = true): Ended {
    const talk = this.#talk && talkView(this.#talk.talk.state);
    const lines = talk?.lines.filter(({ acceptedAt }) => acceptedAt !== null) ?? [];
    return { of: 'conversation', reason, lastWords, deleted, alias: talk?.alias ?? '', lines };
  }

  async #conversationEnded(told: {
    readonly conversationId: ConversationId;
    readonly reason: ConversationEnd;
    readonly lastMessage?: LastMessage | undefined;
  }): Promise<void> {
    const stored = this.#storage.get(`talk.${told.conversationId}`);
    const lastWords = await readLastWords(told.conversationId, stored, told.lastMessage);
    this.#finish(this.#ofTalk(told.reason, lastWords));
  }

  /** `known`: the service has said that it is over. */
  #finish(end: Ended, known = true): void {
    if (this.#closed) return;
    const { clock, browser, show } = this.#options;
    const { resumeToken } = this.#storage.get('session') ?? {};
    this.#dispatch({ type: 'ended', end });
    this.#storage.clear();
    this.close();
    if (typeof resumeToken !== 'string') return;
    const aftermath = new Aftermath({ clock, browser, resumeToken });
    this.#aftermath = aftermath;
    if (known) return;
    void aftermath.insist().then((over) => {
      if (over && end.of === 'conversation')
        show({ page: 'ended', end: { ...end, deleted: true } });
    });
  }

  #giveUp(code: ErrorCode, retryAfterMs?: number): void {
    if (this.#closed) return;
    // Perhaps a ticket was opened all the same.
    this.#options.leave();
    this.#storage.clear();
    this.close();
    this.#options.refused(code, retryAfterMs ?? null);
  }

  #dispatch(event: SeekerEvent): void {
    this.#state = seeker(this.#state, event);
    this.#show();
  }

  #show(): void {
    if (this.#closed) return;
    const { clock, show } = this.#options;
    const now = clock.now();
    const talk = this.#talk?.talk.state ?? null;
    const view = seekerView(this.#state, talk, now);
    if (view !== null) show(view);
    const { nextAt } = talk === null ? { nextAt: null } : volunteerLost(talk, now);
    this.#cancelLook();
    if (nextAt !== null) this.#cancelLook = clock.after(nextAt - now, () => this.#show());
  }
}
