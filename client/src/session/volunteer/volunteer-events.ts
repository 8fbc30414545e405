/** What each event of the service means for a volunteer's session. */
import type { StaffEvents } from '@terskel/shared/events';
import type { Conversation, Overview } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Told } from '../../net/contract.ts';
import type { TabStorage } from '../../storage.ts';
import type { ConversationCommands } from './conversation-commands.ts';
import type { Duty } from './duty.ts';
import type { LeaderCalls } from './leader-calls.ts';
import type { Offers } from './offers.ts';
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
    calls.show(session.calls, true);
    const open = new Set<string>(session.conversations.map(({ id }) => id));
    for (const { conversation } of talks.states) {
      if (!open.has(conversation.id)) commands.ended(conversation.id, null);
    }
    for (const slot of storage.slots()) {
      const id = /^(?:talk|draft)\.(.*)$/.exec(slot)?.[1];
      if (id !== undefined && !open.has(id) && !offers.accepting.is(id)) storage.remove(slot);
    }
    for (const conversation of session.conversations) update(conversation);
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
        return;
      case 'offer:expired': {
        const { offerId, reason } = event.payload;
        offers.remove(offerId, reason === 'expired' ? 'offer_expired' : 'offer_withdrawn');
        return;
      }
      case 'visit:began':
        update(event.payload.conversation);
        return;
      case 'visit:ended':
        commands.ended(event.payload.conversationId, null);
        return;
      case 'call:changed':
        calls.update(event.payload.conversationId, event.payload.call);
        return;
      case 'calls:changed':
        calls.show(event.payload.calls, false);
        return;
      case 'conversation:confirmed':
        talks.confirmed(event.payload.conversationId, event.payload.confirmation);
        return;
      case 'conversation:ended':
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
    }
  }

  return { handle, update };
}
