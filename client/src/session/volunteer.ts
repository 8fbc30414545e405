/** A volunteer's session from sign-in to sign-out: duty, offers and conversations over one link. */
import { type StaffCommands, staffCommands } from '@terskel/shared/commands';
import type { ErrorCode, Refusal } from '@terskel/shared/errors';
import { type StaffEvents, staffEvents } from '@terskel/shared/events';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type {
  Availability,
  Conversation,
  ConversationEnd,
  Offer,
  Overview,
  Staff,
} from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { confirm, encapsulate } from '../e2ee/agreement.ts';
import { suite } from '../e2ee/suite.ts';
import type { Told } from '../net/contract.ts';
import { retryUntilFinal } from '../net/retry-until-final.ts';
import { Link } from '../net/link.ts';
import type { Link as LinkStatus } from '../state/model.ts';
import {
  type VolunteerEvent,
  type VolunteerState,
  startWork,
  volunteer,
  volunteerView,
} from '../state/volunteer.ts';
import { type Hold, holdOn } from '../storage.ts';
import { fresh } from './agreement.ts';
import type { TalkSession } from './talk.ts';
import type { VolunteerSessionOptions } from './volunteer-options.ts';
import { VolunteerTalks } from './volunteer-talks.ts';

type Snapshot = Told<Pick<StaffEvents, 'session:snapshot'>>['payload'];
type Reply<Ack> = ({ ok: true } & Ack) | Refusal;

export class VolunteerSession {
  readonly #options: VolunteerSessionOptions;
  readonly #storage: Hold;
  readonly #link: Link<StaffCommands, StaffEvents>;
  readonly #talks: VolunteerTalks;
  #state: VolunteerState;
  /** The conversation that is being accepted. Its keys are kept although no snapshot contains it yet. */
  #accepting: ConversationId | null = null;
  /** Keys of an accept whose reply is not known yet. A second attempt for the same offer reuses them (rule E3). */
  #tried: { readonly offerId: Offer['id']; readonly made: Encapsulated } | null = null;
  /** Events of that conversation which arrived before the reply. */
  readonly #early: Told<StaffEvents>[] = [];
  #taking = false;
  readonly #ending = new Set<ConversationId>();
  #closed = false;

  constructor(options: VolunteerSessionOptions) {
    this.#options = options;
    const { clock, network, origin } = options;
    const storage = holdOn(options.storage);
    this.#storage = storage;
    this.#state = startWork(options.staff);
    this.#link = new Link({
      origin,
      namespace: '/staff',
      auth: () => ({ protocol: PROTOCOL_VERSION, ...storage.get('shift') }),
      commands: staffCommands,
      events: staffEvents,
      clock,
      network,
      onStatus: (status) => this.#linkChanged(status),
      onEvent: (event) => this.#heard(event),
    });
    const changed = () => this.#show();
    this.#talks = new VolunteerTalks({ link: this.#link, clock, storage, changed });
    this.#show();
  }

  /** Going on duty also sets the volunteer to ready (rule O9). */
  async startShift(): Promise<void> {
    const reply = await this.#link.command('shift:start', {});
    if (reply.ok) await this.ready();
    else this.#refused(reply);
  }

  async endShift(): Promise<void> {
    this.#available(await this.#link.command('shift:end', {}));
  }

  async ready(): Promise<void> {
    this.#available(await this.#link.command('availability:set', { state: 'ready' }));
  }

  async pause(): Promise<void> {
    this.#available(await this.#link.command('availability:set', { state: 'paused' }));
  }

  /** *Take next*: requests an offer and accepts it at once. */
  async take(): Promise<void> {
    if (this.#taking || this.#state.offer !== null) return;
    this.#taking = true;
    const reply = await this.#link.command('offer:take', {});
    this.#taking = false;
    if (reply.ok) {
      this.#offered(reply.offer);
      await this.accept();
    } else if (reply.code === 'queue_empty') {
      this.#dispatch({ type: 'noted', note: { kind: 'queue_empty' } });
    } else this.#refused(reply);
  }

  async accept(): Promise<void> {
    const { offer: shown } = this.#state;
    if (shown === null || shown.accepting || this.#closed) return;
    const { id: offerId, conversationId, publicKey, feeling } = shown.offer;
    const slot = `talk.${conversationId}` as const;
    this.#dispatch({ type: 'accepting', offerId, accepting: true });
    this.#accepting = conversationId;
    const tried = this.#tried?.offerId === offerId ? this.#tried.made : null;
    const made = tried ?? (await keysFor(publicKey, conversationId));
    if (this.#closed) return;
    if (typeof made === 'string') {
      this.#accepting = null;
      this.#dispatch({ type: 'accepting', offerId, accepting: false });
      // If the encryption script failed to load, the volunteer can try again. An invalid key cannot be used by any volunteer.
      if (made === 'no_script') this.note('internal');
      else await this.#giveBack(offerId);
      return;
    }
    const confirmation = await confirm(made.keys, 'volunteer');
    if (this.#closed) return;
    this.#tried = { offerId, made };
    const told = feeling === undefined ? {} : { feeling };
    if (tried === null || this.#storage.get(slot) === null) {
      this.#storage.set(slot, { ...fresh(made.keys), ...told });
    }
    const answer = { offerId, encapsulation: made.encapsulation, confirmation };
    const send = () => this.#link.command('offer:accept', answer);
    const reply = await retryUntilFinal(this.#options.clock, send, () => !this.#closed);
    this.#accepting = null;
    const early = this.#early.splice(0);
    if (reply.ok) {
      this.#tried = null;
      this.#dispatch({ type: 'offer_gone', offerId });
      this.#began(reply.conversation);
      for (const event of early) this.#heard(event);
      return;
    }
    this.#dispatch({ type: 'accepting', offerId, accepting: false });
    // If the reply is lost, the offer may have been accepted; the next snapshot says so.
    if ('lost' in reply) return;
    this.#tried = null;
    this.#storage.remove(slot);
    this.#offerRefused(offerId, reply);
  }

  /**
   * Declines an offer whose key this tab cannot use. The service ends the ticket if the key is invalid (rule E1).
   */
  async #giveBack(offerId: Offer['id']): Promise<void> {
    const answer = { offerId, reason: 'invalid_key' as const };
    const send = () => this.#link.command('offer:decline', answer);
    const reply = await retryUntilFinal(this.#options.clock, send, () => !this.#closed);
    // If the reply is lost and the offer still stands, the next snapshot brings it again.
    if (reply.ok) this.#offerGone(offerId, 'offer_unusable');
    else if (!('lost' in reply)) this.#offerRefused(offerId, reply);
  }

  async decline(): Promise<void> {
    const { offer } = this.#state;
    if (offer === null) return;
    const offerId = offer.offer.id;
    const reply = await this.#link.command('offer:decline', { offerId });
    if (reply.ok) this.#dispatch({ type: 'offer_gone', offerId });
    else this.#offerRefused(offerId, reply);
  }

  send(id: ConversationId, text: string): void {
    this.#talks.find(id)?.send(text);
  }

  retry(id: ConversationId, messageId: MessageId): void {
    this.#talks.find(id)?.retry(messageId);
  }

  typing(id: ConversationId): void {
    this.#talks.find(id)?.pressed();
  }

  /** Extends the planned duration (rule C8). */
  async extend(id: ConversationId): Promise<void> {
    const talk = this.#talks.find(id);
    if (talk === undefined) return;
    const { plannedMs } = talk.state.conversation;
    const asked = { conversationId: id, plannedMs };
    const reply = await this.#link.command('conversation:extend', asked);
    if (reply.ok) talk.extended(reply.plannedMs);
    else this.#refused(reply);
  }

  /** Sets or clears a mark: danger, or held open (rules C9, C17). */
  async mark(id: ConversationId, mark: 'danger' | 'held', on: boolean): Promise<void> {
    const reply = await this.#link.command('conversation:mark', { conversationId: id, mark, on });
    if (reply.ok) this.#talks.find(id)?.marked({ danger: reply.danger, held: reply.held });
    else this.#refused(reply);
  }

  /** Returns the seeker to the original place in the queue because this tab has no keys (rule C16). */
  async giveBack(id: ConversationId): Promise<void> {
    const reply = await this.#talks.tellKeys(id, 'returned');
    if (!reply.ok) this.#refused(reply);
  }

  /** Earlier messages are sent first. If that fails, the conversation stays open and the volunteer is notified. */
  async end(id: ConversationId, lastWords: string | null): Promise<void> {
    const talk = this.#talks.find(id);
    if (talk === undefined || this.#ending.has(id)) return;
    this.#ending.add(id);
    const drained = await talk.drained(TIMES.commandMs);
    if (drained) await this.#end(id, talk, lastWords);
    else if (this.#talks.find(id) === talk) this.note('unavailable');
    this.#ending.delete(id);
  }

  putAway(id: ConversationId): void {
    this.#dispatch({ type: 'put_away', id });
  }

  takeOver(): void {
    this.#link.takeOver();
  }

  dismissNote(): void {
    this.#dispatch({ type: 'noted', note: null });
  }

  /** Replaces the volunteer's own profile. */
  told(staff: Staff): void {
    this.#dispatch({ type: 'staff', staff });
  }

  /** Shows a refusal, from this session or from elsewhere on the page. */
  note(code: ErrorCode): void {
    this.#dispatch({ type: 'noted', note: { kind: 'refused', code } });
  }

  /** Stops at once. The storage keeps its content; this session can no longer change it. */
  close(): void {
    this.#closed = true;
    this.#storage.letGo();
    this.#talks.close();
    this.#link.close();
  }

  async #end(id: ConversationId, talk: TalkSession, lastWords: string | null): Promise<void> {
    const lastMessage = await talk.sealLast(lastWords?.trim() ?? '');
    const reply = await this.#link.command('conversation:end', {
      conversationId: id,
      ...(lastMessage !== null && { lastMessage }),
    });
    if (reply.ok) this.#ended(id, 'volunteer');
    else this.#refused(reply);
  }

  #linkChanged(status: LinkStatus): void {
    if (status !== 'online') this.#talks.disconnected();
    if (status === 'refused') this.#options.signedOut();
    else this.#dispatch({ type: 'link', link: status });
  }

  /**
   * Whether an event belongs to the conversation being accepted. Events may arrive before the reply to `offer:accept`.
   */
  #isEarly(id: ConversationId): boolean {
    return id === this.#accepting && this.#talks.find(id) === undefined;
  }

  #heard(event: Told<StaffEvents>): void {
    if (this.#closed) return;
    if ('conversationId' in event.payload && this.#isEarly(event.payload.conversationId)) {
      this.#early.push(event);
      return;
    }
    switch (event.name) {
      case 'session:snapshot':
        this.#snapshot(event.payload);
        return;
      case 'queue:changed':
        this.#overview(event.payload.overview);
        return;
      case 'availability:changed':
        this.#availability(event.payload.availability);
        return;
      case 'offer:made':
        this.#offered(event.payload.offer);
        return;
      case 'offer:expired': {
        const { offerId, reason } = event.payload;
        this.#offerGone(offerId, reason === 'expired' ? 'offer_expired' : 'offer_withdrawn');
        return;
      }
      case 'conversation:confirmed':
        this.#talks.confirmed(event.payload.conversationId, event.payload.confirmation);
        return;
      case 'conversation:ended':
        this.#ended(event.payload.conversationId, event.payload.reason);
        return;
      case 'resume:issued':
        this.#storage.set('shift', { ...this.#storage.get('shift'), ...event.payload });
        return;
      case 'session:replaced':
      case 'server:stopping':
        return;
      default:
        this.#talks.heard(event);
    }
  }

  #snapshot({ overview, session }: Snapshot): void {
    const storage = this.#storage;
    this.#dispatch({ type: 'staff', staff: session.staff });
    this.#overview(overview);
    this.#availability(session.availability);
    if (session.offer?.id !== this.#tried?.offerId && this.#accepting === null) this.#tried = null;
    if (session.offer === null) this.#dispatch({ type: 'offer_gone', offerId: null });
    else this.#offered(session.offer);
    const open = new Set<string>(session.conversations.map(({ id }) => id));
    for (const { conversation } of this.#talks.states) {
      if (!open.has(conversation.id)) this.#ended(conversation.id, null);
    }
    for (const slot of storage.slots()) {
      const id = /^(?:talk|draft)\.(.*)$/.exec(slot)?.[1];
      if (id !== undefined && !open.has(id) && id !== this.#accepting) storage.remove(slot);
    }
    for (const conversation of session.conversations) this.#began(conversation);
  }

  /** Applies a conversation's state, which may be new on this page. */
  #began(conversation: Conversation): void {
    const { id } = conversation;
    const feeling = this.#storage.get(`talk.${id}`)?.feeling ?? null;
    this.#dispatch({ type: 'began', id, feeling });
    this.#talks.told(conversation);
  }

  #overview(overview: Overview): void {
    this.#dispatch({ type: 'overview', overview, at: this.#options.clock.now() });
  }

  #available(reply: Reply<{ availability: Availability }>): void {
    if (reply.ok) this.#availability(reply.availability);
    else this.#refused(reply);
  }

  #availability(availability: Availability): void {
    const { duty: _, ...shift } = this.#storage.get('shift') ?? {};
    const { state } = availability;
    const duty = state === 'off' ? null : ({ duty: state === 'ready' ? state : 'paused' } as const);
    this.#storage.set('shift', { ...shift, ...duty });
    this.#dispatch({ type: 'availability', availability, at: this.#options.clock.now() });
  }

  #offered(offer: Offer): void {
    this.#dispatch({ type: 'offered', offer, at: this.#options.clock.now() });
  }

  /** `reason` is null if the conversation is over for an unknown reason. */
  #ended(id: ConversationId, reason: ConversationEnd | null): void {
    const talk = this.#talks.find(id);
    if (talk !== undefined) {
      const { state } = talk;
      this.#talks.forget(id);
      this.#dispatch({ type: 'ended', talk: state, reason });
    } else if (reason !== null) {
      // A snapshot may show that it is over before the event gives the reason.
      this.#dispatch({ type: 'explained', id, reason });
    }
  }

  #offerRefused(offerId: Offer['id'], refusal: Refusal): void {
    if (refusal.code === 'offer_gone') this.#offerGone(offerId, 'offer_expired');
    else this.#refused(refusal);
  }

  #offerGone(
    offerId: Offer['id'],
    kind: 'offer_expired' | 'offer_withdrawn' | 'offer_unusable',
  ): void {
    if (this.#state.offer?.offer.id !== offerId) return;
    this.#dispatch({ type: 'offer_gone', offerId });
    this.#dispatch({ type: 'noted', note: { kind } });
  }

  #refused({ code }: Refusal): void {
    this.note(code);
    // The page shows something that no longer exists.
    if (code === 'not_found') this.#link.refresh();
  }

  #dispatch(event: VolunteerEvent): void {
    this.#state = volunteer(this.#state, event);
    this.#show();
  }

  #show(): void {
    if (this.#closed) return;
    this.#options.show(volunteerView(this.#state, this.#talks.states));
  }
}

type Encapsulated = Awaited<ReturnType<typeof encapsulate>>;

/** Creates the keys and encapsulation for an acceptance. `no_script`: the encryption fallback could not be fetched. */
async function keysFor(
  publicKey: string,
  conversationId: ConversationId,
): Promise<Encapsulated | 'no_script' | 'invalid_key'> {
  const hpke = await suite().catch(() => null);
  if (hpke === null) return 'no_script';
  return encapsulate(publicKey, conversationId, hpke).catch(() => 'invalid_key' as const);
}
