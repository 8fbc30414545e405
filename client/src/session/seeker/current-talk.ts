/**
 * The conversation that a seeker's tab is in, if any; the return to the queue from it (rules C5, C12, C16, E3); and its
 * continuation with another volunteer (rule C11).
 */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { SeekerEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Ticket } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { TransferAnswer } from '../../state/model.ts';
import type { TalkConversation } from '../../state/talk.ts';
import { aliasIn } from '../../state/talk-view.ts';
import type { TabStorage } from '../../storage.ts';
import type { TalkTold } from '../talk-link.ts';
import { Requeue, type RequeueReason } from './requeue.ts';
import type { SeekerPage } from './seeker-page.ts';
import { SeekerTalk } from './seeker-talk.ts';
import type { Transferring } from './transferring.ts';

interface CurrentTalkOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  readonly page: SeekerPage;
  /** `givenBackBy`: alias of the volunteer from whom the seeker was returned to the queue, otherwise null. */
  readonly onRequeued: (ticket: Ticket, givenBackBy: string | null) => void;
}

export class CurrentTalk {
  readonly #options: CurrentTalkOptions;
  readonly #requeue: Requeue;
  #talk: SeekerTalk | null = null;
  #transferring: Transferring | null = null;

  constructor(options: CurrentTalkOptions) {
    this.#options = options;
    const { onRequeued } = options;
    this.#requeue = new Requeue({
      ...options,
      isOurs: (conversationId) => this.#isOurs(conversationId),
      back: (ticket) => {
        const { conversation } = this.#talk?.talk.state ?? {};
        const lost = conversation !== undefined && conversation.volunteerKeys !== 'held';
        onRequeued(ticket, lost ? aliasIn(conversation) : null);
      },
    });
  }

  get now(): SeekerTalk | null {
    return this.#talk;
  }

  is(conversationId: ConversationId): boolean {
    return this.#talk?.talk.state.conversation.id === conversationId;
  }

  /** Whether a requeue out of this conversation was sent, so that its end is expected. */
  isRequeued(conversationId: ConversationId): boolean {
    return this.#requeue.isAsked(conversationId);
  }

  /** Continues a stored conversation after a reload. */
  restore(conversation: TalkConversation, former?: SeekerTalk): void {
    const { page } = this.#options;
    const own = new SeekerTalk({
      ...{ ...this.#options, conversation, former: former?.talk },
      changed: () => {
        // False while the conversation is being made.
        if (this.is(conversation.id)) this.#transferring?.attend(own.talk);
        page.show();
      },
      carry: async (stored) => {
        if (conversation.previous === undefined) return stored;
        const transferring = await this.#load();
        return transferring?.carry(former?.talk, own.talk, stored) ?? stored;
      },
    });
    this.#talk = own;
  }

  /** Applies the server's state of a conversation, which may be a new one. */
  update(conversation: Conversation): void {
    // Otherwise this tab would use the sending keys of another seat.
    if (conversation.seat !== 'seeker') return;
    if (!this.is(conversation.id)) {
      const { previous } = conversation;
      const former = previous && this.is(previous.conversationId) ? this.#talk : null;
      if (former === null) this.forget();
      else former.talk.disconnected();
      this.restore(conversation, former ?? undefined);
    }
    const { page, link } = this.#options;
    page.dispatch({ type: 'talking', link: link.status });
    void this.#talk?.update(conversation);
    this.#follow();
  }

  /** Applies an event. Events of other conversations are ignored. */
  handle(event: TalkTold): void {
    this.#talk?.handle(event);
    if (event.name === 'keys:changed' || event.name === 'transfer:changed') this.#follow();
  }

  /** Answers the question about a transfer. Returns false if the seeker should try again. */
  async answerTransfer(answer: TransferAnswer): Promise<boolean> {
    const transferring = await this.#load();
    if (transferring === null) return false;
    return this.#talk === null || transferring.answer(this.#talk.talk, answer);
  }

  /** The conversation is over for this tab: deletes its keys. */
  forget(): void {
    this.#talk?.forget();
    this.#talk = null;
  }

  /** Leaves a conversation that cannot continue. */
  requeue(): void {
    this.#backInLine(this.#talk?.broken ?? null);
  }

  /** Asks for another volunteer. */
  another(): void {
    const may = this.#talk?.talk.state.conversation.mayAskAnother;
    this.#backInLine(may === true ? 'another' : null);
  }

  /**
   * Goes back to the original place in the queue if the volunteer has returned this seeker (rule C16). Loads what a
   * transfer needs, if there is one.
   */
  #follow(): void {
    if (this.#talk === null) return;
    if (this.#talk.givenBack) this.#backInLine('keys_lost');
    const { transfer, previous } = this.#talk.talk.state.conversation;
    if (transfer === null && previous === undefined && this.#transferring === null) return;
    void this.#load().then((transferring) => {
      if (this.#talk !== null) transferring?.attend(this.#talk.talk);
    });
  }

  /** Null if the script could not be loaded. */
  async #load(): Promise<Transferring | null> {
    if (this.#transferring !== null) return this.#transferring;
    const load = () => import('./transferring.ts');
    try {
      const script = await load().catch(load);
      this.#transferring ??= new script.Transferring({
        ...this.#options,
        isOurs: (conversationId) => this.#isOurs(conversationId),
      });
    } catch {
      // The next snapshot tries again.
    }
    return this.#transferring;
  }

  /** Whether this is still the page's conversation. */
  #isOurs(conversationId: ConversationId): boolean {
    return !this.#options.page.closed && this.is(conversationId);
  }

  #backInLine(reason: RequeueReason | null): void {
    if (this.#talk === null || reason === null) return;
    void this.#requeue.begin(this.#talk.talk.state.conversation.id, reason);
  }
}
