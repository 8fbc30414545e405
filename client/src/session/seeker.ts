/**
 * A seeker's session, from *Start* to the end: ticket, key agreement, talk, and clearing all of it. The landing page
 * loads this module only when needed, since it brings the socket client, the schemas and the encryption.
 */
import type { SeekerCommands } from '@terskel/shared/commands';
import { ERRORS, type ErrorCode, type Refusal } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import type { Conversation, Intake, IntakeState, Ticket } from '@terskel/shared/models';
import type { Told } from '../net/contract.ts';
import type { Link } from '../net/link.ts';
import type { Answers, Feedback, Heard, Link as LinkStatus } from '../state/model.ts';
import {
  type Ended,
  type SeekerEvent,
  type SeekerState,
  returning,
  seeker,
  seekerView,
  volunteerLost,
} from '../state/seeker.ts';
import { type Hold, holdOn } from '../storage.ts';
import { PostSession } from './post-session.ts';
import { endOfTalk, endTold } from './ending.ts';
import { Opening } from './opening.ts';
import { Requeue, type RequeueReason } from './requeue.ts';
import { seekerLink } from './seeker-link.ts';
import type { SeekerSessionOptions } from './seeker-options.ts';
import { SeekerTalk } from './seeker-talk.ts';

type Snapshot = Told<Pick<SeekerEvents, 'session:snapshot'>>['payload'];

export class SeekerSession {
  readonly #options: SeekerSessionOptions;
  readonly #storage: Hold;
  readonly #link: Link<SeekerCommands, SeekerEvents>;
  readonly #opening: Opening;
  readonly #requeue: Requeue;
  #state: SeekerState = { page: 'landing' };
  #talk: SeekerTalk | null = null;
  #postSession: PostSession | null = null;
  #intake: IntakeState | null = null;
  /** This tab resumes what it had, after a reload or a lost connection. */
  #returning = false;
  #closed = false;
  #cancelLook = () => {};

  /** `answers`: of a seeker who pressed *Start*. Null resumes from the tab's storage. */
  constructor(options: SeekerSessionOptions, answers: Answers | null) {
    this.#options = options;
    const { clock, browser, proving } = options;
    const storage = holdOn(options.storage);
    this.#storage = storage;
    this.#link = seekerLink(storage, {
      ...{ clock, network: browser.network, origin: browser.origin },
      onStatus: (status) => this.#linkChanged(status),
      onEvent: (event) => this.#heard(event),
    });
    const tools = { clock, storage, link: this.#link };
    this.#opening = new Opening({
      ...tools,
      proving,
      opened: (ticket) => {
        // A volunteer may have accepted before this reply arrived; then the conversation is already shown.
        if (this.#state.page !== 'conversation') this.#ticket(ticket, false);
      },
      failed: (code, retryAfterMs) => this.#giveUp(code, retryAfterMs),
    });
    this.#requeue = new Requeue({
      ...tools,
      isOurs: (conversationId) => !this.#closed && this.#isOurs(conversationId),
      back: (ticket) => {
        const { conversation } = this.#talk?.talk.state ?? {};
        const lost = conversation !== undefined && conversation.volunteerKeys !== 'held';
        this.#ticket(ticket, false, lost ? conversation.alias : null);
      },
    });
    if (answers === null) this.#restore();
    else {
      storage.set('session', { resumeToken: null, answers });
      storage.set('told', { young: answers.age === 'under_18', urgent: answers.urgent });
      this.#opening.begin();
    }
  }

  async cancel(): Promise<void> {
    const reply = await this.#link.command('ticket:cancel', {});
    this.#left(reply, { of: 'ticket', reason: 'cancelled' });
  }

  async keep(): Promise<void> {
    const reply = await this.#link.command('ticket:keep', {});
    // A volunteer may have accepted before this reply arrived; then the conversation is already shown.
    if (this.#state.page !== 'waiting') return;
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

  async end(): Promise<void> {
    const ended = await this.#talk?.end();
    if (ended !== undefined && ended !== null) this.#left(ended.reply, ended.end);
  }

  stay(): void {
    void this.#talk?.stay();
  }

  requeue(): void {
    this.#backInLine(this.#talk?.broken ?? null);
  }

  another(): void {
    const may = this.#talk?.talk.state.conversation.mayAskAnother;
    this.#backInLine(may === true ? 'another' : null);
  }

  takeOver(): void {
    this.#link.takeOver();
  }

  async answer(feedback: Feedback): Promise<Heard> {
    return this.#postSession?.answer(feedback) ?? 'late';
  }

  /** The page is being unloaded. `left`: by the *Leave this page* button. */
  gone(left: boolean): void {
    this.#postSession?.gone(left);
  }

  /** Stops at once. The storage keeps its content for a reload; this session can no longer change it. */
  close(): void {
    this.#closed = true;
    this.#storage.letGo();
    this.#opening.close();
    this.#cancelLook();
    this.#talk?.close();
    this.#link.close();
    this.#postSession?.close();
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
        this.#snapshot(event.payload);
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
        const { conversationId } = event.payload;
        const isLeft = this.#requeue.isAsked(conversationId);
        if (this.#isOurs(conversationId) && !isLeft) void this.#conversationEnded(event.payload);
        return;
      }
      case 'intake:changed':
        this.#intakeTold(event.payload.intake);
        return;
      case 'resume:issued': {
        const session = this.#storage.get('session');
        if (session !== null) this.#storage.set('session', { ...session, ...event.payload });
        return;
      }
      case 'session:replaced':
      case 'server:stopping':
        return;
      default:
        this.#talk?.heard(event);
        if (event.name === 'keys:changed') this.#goBackIfGiven();
    }
  }

  /** Goes back to the original place in the queue if the volunteer has returned this seeker (rule C16). */
  #goBackIfGiven(): void {
    if (this.#talk?.givenBack === true) this.#backInLine('keys_lost');
  }

  #intakeTold({ state }: Intake): void {
    this.#intake = state;
    this.#dispatch({ type: 'intake', intake: state });
  }

  #snapshot({ resumeToken, session }: Snapshot): void {
    const storage = this.#storage;
    const answers = storage.get('session')?.answers ?? null;
    const opening = session.kind === 'idle' ? answers : null;
    storage.set('session', { ...storage.get('session'), resumeToken, answers: opening });
    switch (session.kind) {
      case 'idle':
        if (opening !== null) void this.#opening.open(opening);
        else if (this.#talk === null) this.#finish({ of: 'ticket', reason: 'expired' });
        else this.#finish(endOfTalk(this.#talk.talk.state, 'seeker_lost'));
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

  #ticket(ticket: Ticket, cameBack: boolean, givenBackBy?: string | null): void {
    if (this.#closed) return;
    this.#opening.done();
    this.#talk?.forget();
    this.#talk = null;
    this.#returning = false;
    const at = this.#options.clock.now();
    const told = { ticket, at, cameBack, intake: this.#intake };
    this.#dispatch({ type: 'ticket', ...told, ...(givenBackBy !== undefined && { givenBackBy }) });
  }

  #conversation(conversation: Conversation): void {
    this.#opening.done();
    this.#returning = false;
    if (!this.#isOurs(conversation.id)) {
      this.#talk?.forget();
      this.#talk = this.#newTalk(conversation);
    }
    this.#dispatch({ type: 'talking', link: this.#link.status });
    void this.#talk?.told(conversation);
    this.#goBackIfGiven();
  }

  #isOurs(conversationId: ConversationId): boolean {
    return this.#talk?.talk.state.conversation.id === conversationId;
  }

  #newTalk(conversation: Conversation): SeekerTalk {
    const tools = { link: this.#link, clock: this.#options.clock, storage: this.#storage };
    return new SeekerTalk({ ...tools, conversation, changed: () => this.#show() });
  }

  #backInLine(reason: RequeueReason | null): void {
    if (this.#talk === null || reason === null) return;
    void this.#requeue.begin(this.#talk.talk.state.conversation.id, reason);
  }

  /** Leaving always succeeds for the seeker. If the command failed, it is retried until the service confirms it. */
  #left(reply: { ok: true } | Refusal, end: Ended): void {
    if (!reply.ok && ERRORS[reply.code] === 'resync') {
      this.#link.refresh();
      return;
    }
    this.#finish(end, reply.ok);
  }

  async #conversationEnded(told: Parameters<typeof endTold>[2]): Promise<void> {
    this.#finish(await endTold(this.#talk?.talk, this.#storage, told));
  }

  /** `known`: the service has confirmed the end. */
  #finish(end: Ended, known = true): void {
    if (this.#closed) return;
    const { clock, browser, show } = this.#options;
    const { resumeToken } = this.#storage.get('session') ?? {};
    this.#dispatch({ type: 'ended', end });
    this.#storage.clear();
    this.close();
    if (typeof resumeToken !== 'string') return;
    browser.tellTabs(`over ${resumeToken}`);
    const postSession = new PostSession({ clock, browser, resumeToken });
    this.#postSession = postSession;
    if (known) return;
    void postSession.insist().then((over) => {
      if (over && end.of === 'conversation')
        show({ page: 'ended', end: { ...end, deleted: true } });
    });
  }

  #giveUp(code: ErrorCode, retryAfterMs?: number): void {
    if (this.#closed) return;
    // A ticket may have been opened all the same.
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
