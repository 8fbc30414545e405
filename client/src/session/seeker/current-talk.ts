/** The conversation that a seeker's tab is in, if any, and going back to the queue from it (rules C5, C12, C16, E3). */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { SeekerEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Ticket } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import { aliasIn } from '../../state/talk-view.ts';
import type { TabStorage } from '../../storage.ts';
import { Requeue, type RequeueReason } from './requeue.ts';
import type { SeekerPage } from './seeker-page.ts';
import { SeekerTalk } from './seeker-talk.ts';

interface CurrentTalkOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  readonly page: SeekerPage;
  /** `givenBackBy`: alias of the volunteer who returned this seeker to the queue, otherwise null. */
  readonly onRequeued: (ticket: Ticket, givenBackBy: string | null) => void;
}

export class CurrentTalk {
  readonly #options: CurrentTalkOptions;
  readonly #requeue: Requeue;
  #talk: SeekerTalk | null = null;

  constructor(options: CurrentTalkOptions) {
    this.#options = options;
    const { page, onRequeued } = options;
    this.#requeue = new Requeue({
      ...options,
      isOurs: (conversationId) => !page.closed && this.is(conversationId),
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
  restore(conversation: Conversation): void {
    const { page } = this.#options;
    this.#talk = new SeekerTalk({ ...this.#options, conversation, changed: () => page.show() });
  }

  /** Applies the server's state of a conversation, which may be a new one. */
  update(conversation: Conversation): void {
    if (!this.is(conversation.id)) {
      this.forget();
      this.restore(conversation);
    }
    const { page, link } = this.#options;
    page.dispatch({ type: 'talking', link: link.status });
    void this.#talk?.update(conversation);
    this.requeueIfGivenBack();
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

  /** Goes back to the original place in the queue if the volunteer has returned this seeker (rule C16). */
  requeueIfGivenBack(): void {
    if (this.#talk?.givenBack === true) this.#backInLine('keys_lost');
  }

  #backInLine(reason: RequeueReason | null): void {
    if (this.#talk === null || reason === null) return;
    void this.#requeue.begin(this.#talk.talk.state.conversation.id, reason);
  }
}
