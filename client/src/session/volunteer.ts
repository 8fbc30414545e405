/** A volunteer's session from sign-in to sign-out: duty, offers and conversations over one link. */
import { type StaffCommands, staffCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import { type StaffEvents, staffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type {
  CallKind,
  Colleague,
  Staff,
  TransferReason,
  TransferTo,
} from '@terskel/shared/models';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { Link } from '../net/link.ts';
import type { Link as LinkStatus } from '../state/model.ts';
import { type Hold, holdOn } from '../storage.ts';
import { Asides } from './volunteer/asides.ts';
import { ConversationCommands } from './volunteer/conversation-commands.ts';
import { Duty } from './volunteer/duty.ts';
import { LeaderCalls } from './volunteer/leader-calls.ts';
import { Offers } from './volunteer/offers.ts';
import { StuckTalks } from './volunteer/stuck-talks.ts';
import { Transfers } from './volunteer/transfers.ts';
import { Visits } from './volunteer/visits.ts';
import { volunteerEventHandler } from './volunteer/volunteer-events.ts';
import type { VolunteerSessionOptions } from './volunteer-options.ts';
import { VolunteerPage } from './volunteer/volunteer-page.ts';
import { VolunteerTalks } from './volunteer/volunteer-talks.ts';

export class VolunteerSession {
  readonly #storage: Hold;
  readonly #link: Link<StaffCommands, StaffEvents>;
  readonly #page: VolunteerPage;
  readonly #talks: VolunteerTalks;
  readonly #duty: Duty;
  readonly #offers: Offers;
  readonly #commands: ConversationCommands;
  readonly #transfers: Transfers;
  readonly #calls: LeaderCalls;
  readonly #visits: Visits;
  readonly #stuck: StuckTalks;
  readonly #asides: Asides;

  constructor(options: VolunteerSessionOptions) {
    const { clock, network, origin } = options;
    const storage = holdOn(options.storage);
    this.#storage = storage;
    const link = new Link<StaffCommands, StaffEvents>({
      origin,
      namespace: '/staff',
      auth: () => ({ protocol: PROTOCOL_VERSION, ...storage.get('shift') }),
      ackOf: (name) => staffCommands[name].ack,
      events: staffEvents,
      clock,
      network,
      onStatus: (status) => this.#linkChanged(status, options.signedOut),
      onEvent: (event) => events.handle(event),
    });
    const page = new VolunteerPage({
      ...{ staff: options.staff, show: options.show },
      talks: () => talks.states,
      asides: () => asides.shown,
      onStale: () => link.refresh(),
    });
    const talks = new VolunteerTalks({
      ...{ link, clock, storage, changed: () => page.show() },
      onKeysUsed: (id) => visits.renew(id),
    });
    const duty = new Duty({ link, clock, storage, page });
    const offers = new Offers({
      ...{ link, clock, storage, page },
      onAccepted(conversation, early) {
        events.update(conversation);
        for (const event of early) events.handle(event);
      },
    });
    const commands = new ConversationCommands({ link, page, talks });
    const transfers = new Transfers({ link, page, talks });
    const visits = new Visits({
      ...{ link, clock, storage, page, talks },
      asideOf: (id) => asides.heldOf(id),
    });
    const calls = new LeaderCalls({ link, clock, page, talks, visits });
    const stuck = new StuckTalks({ link, clock, page, talks, offers });
    const asides = new Asides({
      ...{ link, clock, storage, page },
      onUnusable: (of) => visits.renew(of),
      isTaking: (of) => visits.isTaking(of),
    });
    const parts = {
      ...{ clock, storage, page, talks, duty, offers, commands, transfers, calls, asides, stuck },
    };
    const events = volunteerEventHandler(parts);
    this.#link = link;
    this.#page = page;
    this.#talks = talks;
    this.#duty = duty;
    this.#offers = offers;
    this.#commands = commands;
    this.#transfers = transfers;
    this.#calls = calls;
    this.#visits = visits;
    this.#stuck = stuck;
    this.#asides = asides;
    page.show();
  }

  /** Going on duty also sets the volunteer to ready (rule O9). */
  startShift(): Promise<void> {
    return this.#duty.startShift();
  }

  endShift(): Promise<void> {
    return this.#duty.endShift();
  }

  ready(): Promise<void> {
    return this.#duty.set('ready');
  }

  pause(): Promise<void> {
    return this.#duty.set('paused');
  }

  /** *Take next*: requests an offer and accepts it at once. */
  take(): Promise<void> {
    return this.#offers.take();
  }

  accept(): Promise<void> {
    return this.#offers.accept();
  }

  decline(): Promise<void> {
    return this.#offers.decline();
  }

  /** In a conversation or an aside; so are the next two. */
  send(id: ConversationId, text: string): void {
    this.#find(id)?.send(text);
  }

  retry(id: ConversationId, key: string): void {
    this.#find(id)?.retry(key);
  }

  typing(id: ConversationId): void {
    this.#find(id)?.pressed();
  }

  /** Extends the planned duration (rule C8). */
  extend(id: ConversationId): Promise<void> {
    return this.#commands.extend(id);
  }

  /** Sets or clears a mark: danger, or held open (rules C9, C17). */
  mark(id: ConversationId, mark: 'danger' | 'held', on: boolean): Promise<void> {
    return this.#commands.mark(id, mark, on);
  }

  /** Calls the leaders on duty, or raises a call for help to danger (rule V4). */
  raiseCall(id: ConversationId, kind: CallKind): Promise<void> {
    return this.#calls.raise(id, kind);
  }

  withdrawCall(id: ConversationId): Promise<void> {
    return this.#calls.withdraw(id);
  }

  /** A leader takes another volunteer's call. One who is off duty goes on duty first. */
  async takeCall(id: ConversationId): Promise<void> {
    const isOff = this.#page.state.availability.state === 'off';
    if (isOff && !(await this.#duty.startPaused())) return;
    await this.#visits.take(id);
  }

  /** A leader takes over a conversation that its volunteer cannot continue (rule V7). */
  takeOverTalk(id: ConversationId): Promise<void> {
    return this.#stuck.takeOver(id);
  }

  /** A leader gives the seeker of such a conversation back to the queue. */
  releaseTalk(id: ConversationId): Promise<void> {
    return this.#stuck.release(id);
  }

  /** A leader hands a call back. */
  returnCall(id: ConversationId): Promise<void> {
    return this.#calls.giveBack(id);
  }

  /** Lets in the leader who has taken the call (rule E5). */
  letIn(id: ConversationId): Promise<void> {
    return this.#visits.letIn(id);
  }

  /** Ends a visit, as the volunteer or the leader. */
  closeVisit(id: ConversationId): Promise<void> {
    return this.#visits.close(id);
  }

  /** Returns the seeker to the original place in the queue because this tab has no keys (rule C16). */
  giveBack(id: ConversationId): Promise<void> {
    return this.#commands.giveBack(id);
  }

  /** The colleagues on duty; null if they could not be fetched. */
  colleagues(): Promise<readonly Colleague[] | null> {
    return this.#transfers.colleagues();
  }

  /** Asks the seeker whether another volunteer may take over (rule C11). */
  askTransfer(id: ConversationId, reason: TransferReason, to: TransferTo): Promise<void> {
    return this.#transfers.ask(id, reason, to);
  }

  cancelTransfer(id: ConversationId): Promise<void> {
    return this.#transfers.cancel(id);
  }

  /** Earlier messages are sent first. If that fails, the conversation stays open and the volunteer is notified. */
  end(id: ConversationId, lastWords: string | null): Promise<void> {
    return this.#commands.end(id, lastWords);
  }

  putAway(id: ConversationId): void {
    this.#page.dispatch({ type: 'put_away', id });
  }

  putAsideAway(id: ConversationId): void {
    this.#page.dispatch({ type: 'aside_put_away', id });
  }

  takeOver(): void {
    this.#link.takeOver();
  }

  dismissNote(): void {
    this.#page.dispatch({ type: 'noted', note: null });
  }

  /** Replaces the volunteer's own profile. */
  setProfile(staff: Staff): void {
    this.#page.dispatch({ type: 'staff', staff });
  }

  /** Shows a refusal, from this session or from elsewhere on the page. */
  note(code: ErrorCode): void {
    this.#page.note(code);
  }

  /** Stops at once. The storage keeps its content; this session can no longer change it. */
  close(): void {
    this.#page.close();
    this.#storage.letGo();
    this.#talks.close();
    this.#asides.close();
    this.#link.close();
  }

  #find(id: ConversationId) {
    return this.#talks.find(id) ?? this.#asides.find(id);
  }

  #linkChanged(status: LinkStatus, signedOut: () => void): void {
    if (status !== 'online') {
      this.#talks.disconnected();
      this.#asides.disconnected();
    }
    if (status === 'refused') signedOut();
    else this.#page.dispatch({ type: 'link', link: status });
  }
}
