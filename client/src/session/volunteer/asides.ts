/** The asides of this tab with a leader or a volunteer, each with its keys in the tab's storage (rules V4, E3, E4). */
import type { StaffCommands } from '@terskel/shared/commands';
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import type { Aside } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Told } from '../../net/contract.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import { type ShownAside, asideView, talkOf } from '../../state/aside.ts';
import type { TabStorage } from '../../storage.ts';
import { TalkSession } from '../talk.ts';
import { talkLink } from '../talk-link.ts';
import { asideLeaderAgrees, asideVolunteerAgrees } from './aside-agreement.ts';
import { OpeningAsides } from './opening-asides.ts';
import type { VolunteerPage } from './volunteer-page.ts';

interface AsidesOptions {
  readonly link: Link<StaffCommands, StaffEvents>;
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  /** This leader's tab takes the call again, with a key pair of its own. */
  readonly onUnusable: (of: ConversationId) => void;
  /** Whether this leader's tab is about to take the call with another key pair. */
  readonly isTaking: (of: ConversationId) => boolean;
}

interface Open {
  aside: Aside;
  readonly talk: TalkSession;
  isAgreeing: boolean;
}

export class Asides {
  readonly #options: AsidesOptions;
  readonly #open = new Map<ConversationId, Open>();
  readonly #opening: OpeningAsides;

  constructor(options: AsidesOptions) {
    this.#options = options;
    this.#opening = new OpeningAsides({ ...options, isOpen: (of) => this.#isOpen(of) });
  }

  get shown(): readonly ShownAside[] {
    return [...this.#open.values()].map(({ aside, talk }) =>
      asideView(talk.state, aside.of, aside.seat),
    );
  }

  find(id: ConversationId): TalkSession | undefined {
    return this.#open.get(id)?.talk;
  }

  /** The aside with the volunteer of this call, if this leader's tab has its keys. */
  heldOf(of: ConversationId): ConversationId | undefined {
    return [...this.#open.values()].find(
      ({ aside }) =>
        aside.of === of &&
        aside.seat === 'leader' &&
        this.#options.storage.get(`talk.${aside.id}`) !== null,
    )?.aside.id;
  }

  /** Whether the tab's keys and draft of this aside are needed although the service has not named it. */
  isOpening(id: string): boolean {
    return this.#opening.is(id);
  }

  /** All asides that there are. */
  show(asides: readonly Aside[]): void {
    const ids = new Set(asides.map(({ id }) => id));
    for (const id of this.#open.keys()) if (!ids.has(id)) this.#end(id);
    for (const aside of asides) this.#update(aside);
    this.#opening.settle();
    this.follow();
  }

  opened(aside: Aside): void {
    this.#update(aside);
    this.#opening.know(aside.id);
  }

  ended(id: ConversationId): void {
    this.#end(id);
    this.#opening.know(id);
    this.follow();
  }

  /** The leader's tab has sent its confirmation tag. */
  confirmed(id: ConversationId, leader: string): void {
    const open = this.#open.get(id);
    if (open === undefined) return;
    const confirmations = { ...open.aside.confirmations, leader };
    open.aside = { ...open.aside, confirmations };
    void this.#agree(open);
  }

  /** Opens an aside for each own call that a leader has taken. Call it when a call has changed. */
  follow(): void {
    this.#opening.follow();
  }

  /** Handles an event if it is of an aside. */
  handle(event: Told<StaffEvents>): void {
    switch (event.name) {
      case 'message:posted':
      case 'message:received':
      case 'typing:changed':
      case 'presence:changed':
        this.find(event.payload.conversationId)?.heard(event);
        return;
      default:
    }
  }

  disconnected(): void {
    for (const { talk } of this.#open.values()) talk.disconnected();
  }

  close(): void {
    for (const { talk } of this.#open.values()) talk.close();
  }

  #isOpen(of: ConversationId): boolean {
    return [...this.#open.values()].some(
      ({ aside, talk }) =>
        aside.of === of && aside.seat === 'volunteer' && talk.state.keys !== 'missing',
    );
  }

  /** Applies the server's state of an aside, which may be new here. */
  #update(aside: Aside): void {
    const { id } = aside;
    const { link, clock, storage, page } = this.#options;
    let open = this.#open.get(id);
    if (open === undefined) {
      const talk = new TalkSession({
        conversation: talkOf(aside),
        seats: ASIDE_SEATS,
        link: talkLink(link),
        clock,
        stored: () => storage.get(`talk.${id}`),
        keep: (stored) => storage.set(`talk.${id}`, stored),
        changed: () => page.show(),
      });
      open = { aside, talk, isAgreeing: false };
      this.#open.set(id, open);
      page.dispatch({ type: 'aside_began', of: aside.of, seat: aside.seat });
    }
    open.aside = aside;
    open.talk.told(talkOf(aside));
    void this.#agree(open);
  }

  /** It is over: deletes its keys and draft. The page keeps what it shows. */
  #end(id: ConversationId): void {
    const { storage, page } = this.#options;
    const open = this.#open.get(id);
    storage.remove(`talk.${id}`);
    storage.remove(`draft.${id}`);
    if (open === undefined) return;
    const { aside, talk } = open;
    talk.close();
    this.#open.delete(id);
    // Nothing of it was shown without its keys.
    if (talk.state.keys === 'missing') page.show();
    else page.dispatch({ type: 'aside_ended', aside: asideView(talk.state, aside.of, aside.seat) });
  }

  async #agree(open: Open): Promise<void> {
    const { talk } = open;
    if (talk.state.keys !== 'agreeing' || open.isAgreeing) return;
    open.isAgreeing = true;
    const { aside } = open;
    await (aside.seat === 'volunteer' ? this.#verify(open) : this.#join(open));
    open.isAgreeing = false;
    // The leader's tag has arrived meanwhile.
    if (open.aside.confirmations.leader !== aside.confirmations.leader) await this.#agree(open);
  }

  #isHere({ aside, talk }: Open): boolean {
    return this.find(aside.id) === talk;
  }

  /** The volunteer's part. */
  async #verify(open: Open): Promise<void> {
    const { aside, talk } = open;
    const stored = this.#options.storage.get(`talk.${aside.id}`);
    const agreement = await asideVolunteerAgrees(aside, stored);
    if (!this.#isHere(open)) return;
    if (stored !== null) await talk.unlock(stored);
    if (agreement.is !== 'later') talk.settle(agreement.is);
    // Another tab has opened it: this tab opens another one.
    if (agreement.is === 'missing') this.follow();
  }

  /** The leader's part: gets the keys, and proves that it has them. */
  async #join(open: Open): Promise<void> {
    const { link, clock, storage, onUnusable, isTaking } = this.#options;
    const { aside, talk } = open;
    const { id } = aside;
    const keys = storage.get(`visit.${aside.of}`);
    const agreement = await asideLeaderAgrees(aside, storage.get(`talk.${id}`), keys);
    if (!this.#isHere(open)) return;
    if (agreement.is === 'later') {
      link.refresh();
      return;
    }
    if (agreement.is !== 'agreed') {
      // A visit may have used up the key with which this aside was made: another one follows.
      talk.settle(isTaking(aside.of) ? 'missing' : agreement.is);
      // Perhaps another tab of this leader has taken the call. With the same key, the service changes nothing.
      onUnusable(aside.of);
      return;
    }
    const { stored, confirmation } = agreement;
    storage.set(`talk.${id}`, stored);
    await talk.unlock(stored);
    const proof = { conversationId: id, confirmation };
    const send = () => link.command('conversation:confirm', proof);
    const reply = await retryUntilFinal(clock, send, () => this.#isHere(open));
    if (reply.ok) talk.settle('agreed');
    else if (!('lost' in reply) && this.#isHere(open)) link.refresh();
  }
}
