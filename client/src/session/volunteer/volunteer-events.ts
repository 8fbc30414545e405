/** What each event of the service means for a volunteer's session. */
import type { StaffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Overview } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Told } from '../../net/contract.ts';
import type { TabStorage } from '../../storage.ts';
import type { Asides } from './asides.ts';
import type { ConversationCommands } from './conversation-commands.ts';
import type { Duty } from './duty.ts';
import type { LeaderCalls } from './leader-calls.ts';
import type { Offers } from './offers.ts';
import type { StuckTalks } from './stuck-talks.ts';
import type { Transfers } from './transfers.ts';
import type { VolunteerPage } from './volunteer-page.ts';
import type { VolunteerTalks } from './volunteer-talks.ts';

interface VolunteerParts {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly page: VolunteerPage;
  readonly talks: VolunteerTalks;
  readonly duty: Duty;
  readonly offers: Offers;
  readonly commands: ConversationCommands;
  readonly transfers: Transfers;
  readonly calls: LeaderCalls;
  readonly stuck: StuckTalks;
  readonly asides: Asides;
}

type Event = Told<StaffEvents>;
type Snapshot = Extract<Event, { name: 'session:snapshot' }>['payload'];

export interface VolunteerEventHandler {
  handle(event: Event): void;
  /** Applies a conversation's state, which may be new on this page. */
  update(conversation: Conversation): void;
}

export function volunteerEventHandler(parts: VolunteerParts): VolunteerEventHandler {
  const { clock, storage, page, talks, duty, offers, commands, transfers, calls } = parts;
  const { asides, stuck } = parts;
  /** Conversations of which this page has said that a leader ended them. */
  const told = new Set<ConversationId>();

  /**
   * Whether an event belongs to the conversation being accepted. Events may arrive before the reply to `offer:accept`.
   */
  function isEarly({ payload }: Event): boolean {
    if (!('conversationId' in payload)) return false;
    const { conversationId } = payload;
    return offers.accepting.is(conversationId) && talks.find(conversationId) === undefined;
  }

  function snapshot({ overview, session }: Snapshot): void {
    page.dispatch({ type: 'staff', staff: session.staff });
    showOverview(overview);
    duty.update(session.availability);
    offers.update(session.offer);
    stuck.show(session.stuck);
    if (session.offer !== null) stuck.answer(session.offer);
    for (const each of session.ended) endedByLeader(each);
    const open = new Set<string>(session.conversations.map(({ id }) => id));
    for (const { conversation } of talks.states) {
      if (!open.has(conversation.id)) commands.ended(conversation.id, null);
    }
    const kept = new Set<string>([...open, ...session.asides.map(({ id }) => id)]);
    const { accepting } = offers;
    const isAwaited = (id: string) =>
      accepting.is(id) || accepting.mayBegin(id) || asides.isOpening(id);
    for (const slot of storage.slots()) {
      const id = /^(?:talk|draft)\.(.*)$/.exec(slot)?.[1];
      if (id !== undefined && !kept.has(id) && !isAwaited(id)) storage.remove(slot);
    }
    for (const conversation of session.conversations) update(conversation);
    asides.show(session.asides);
    // A leader's tab takes its calls again, and names the asides whose keys it has.
    calls.show(session.calls, true);
  }

  /** Perhaps while this person was away. After a reload the page does not know the conversation any more. */
  function endedByLeader(each: Snapshot['session']['ended'][0]): void {
    const { conversationId: id, reason } = each;
    if (told.has(id)) return;
    told.add(id);
    const isKnown = page.state.about.has(id);
    commands.ended(id, reason);
    if (!isKnown) page.dispatch({ type: 'noted', note: { kind: reason } });
  }

  function update(conversation: Conversation): void {
    const { id } = conversation;
    const feeling = storage.get(`talk.${id}`)?.feeling ?? null;
    page.dispatch({ type: 'began', id, feeling });
    calls.update(id, conversation.call);
    talks.update(conversation);
  }

  function showOverview(overview: Overview): void {
    page.dispatch({ type: 'overview', overview, at: clock.now() });
  }

  function handle(event: Event): void {
    if (page.closed) return;
    if (isEarly(event)) {
      offers.accepting.holdBack(event);
      return;
    }
    switch (event.name) {
      case 'session:snapshot':
        snapshot(event.payload);
        return;
      case 'queue:changed':
        showOverview(event.payload.overview);
        return;
      case 'availability:changed':
        duty.update(event.payload.availability);
        return;
      case 'offer:made':
        offers.show(event.payload.offer);
        stuck.answer(event.payload.offer);
        return;
      case 'offer:expired': {
        const { offerId, reason } = event.payload;
        offers.remove(offerId, reason === 'expired' ? 'offer_expired' : 'offer_withdrawn');
        return;
      }
      case 'aside:opened':
        asides.opened(event.payload.aside);
        return;
      case 'aside:ended':
        asides.ended(event.payload.conversationId);
        return;
      case 'visit:began':
        update(event.payload.conversation);
        return;
      case 'visit:ended':
        commands.ended(event.payload.conversationId, null);
        return;
      case 'call:changed':
        calls.update(event.payload.conversationId, event.payload.call);
        asides.follow();
        return;
      case 'calls:changed':
        calls.show(event.payload.calls, false);
        return;
      case 'stuck:changed':
        stuck.show(event.payload.stuck);
        return;
      case 'conversation:confirmed':
        talks.confirmed(event.payload.conversationId, event.payload.confirmation);
        asides.confirmed(event.payload.conversationId, event.payload.confirmation);
        return;
      case 'conversation:ended':
        told.add(event.payload.conversationId);
        commands.ended(event.payload.conversationId, event.payload.reason);
        return;
      case 'resume:issued':
        duty.storeTicket(event.payload);
        return;
      case 'session:replaced':
      case 'server:stopping':
        return;
      default:
        // Before it is applied: the note names the colleague.
        if (event.name === 'transfer:changed') transfers.changed(event.payload);
        talks.handle(event);
        asides.handle(event);
    }
  }

  return { handle, update };
}
