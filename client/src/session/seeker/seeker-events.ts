/** What each event of the service means for a seeker's session. */
import type { SeekerEvents } from '@terskel/shared/events';
import type { Conversation } from '@terskel/shared/models';
import type { Told } from '../../net/contract.ts';
import type { TabStorage } from '../../storage.ts';
import type { CurrentTalk } from './current-talk.ts';
import { type EndEvent, endFromEvent, endOfTalk } from './ending.ts';
import type { Leaving } from './leaving.ts';
import type { QueuePlace } from './queue-place.ts';
import type { SeekerPage } from './seeker-page.ts';

interface SeekerParts {
  readonly storage: TabStorage;
  readonly page: SeekerPage;
  readonly place: QueuePlace;
  readonly talk: CurrentTalk;
  readonly leaving: Leaving;
}

type Event = Told<SeekerEvents>;
type Snapshot = Extract<Event, { name: 'session:snapshot' }>['payload'];

/** Returns the function that applies an event. */
export function seekerEventHandler(parts: SeekerParts): (event: Event) => void {
  const { storage, page, place, talk, leaving } = parts;

  function snapshot({ resumeToken, session }: Snapshot): void {
    const answers = storage.get('session')?.answers ?? null;
    const unopened = session.kind === 'idle' ? answers : null;
    storage.set('session', { ...storage.get('session'), resumeToken, answers: unopened });
    switch (session.kind) {
      case 'idle':
        if (unopened !== null) place.open(unopened);
        else if (talk.now === null) leaving.finish({ of: 'ticket', reason: 'expired' });
        else leaving.finish(endOfTalk(talk.now.talk.state, 'seeker_lost'));
        return;
      case 'ticket':
        place.resume(session.ticket);
        return;
      case 'ticket_ended':
        leaving.finish({ of: 'ticket', reason: session.reason });
        return;
      case 'conversation':
        conversation(session.conversation);
        return;
      case 'conversation_ended':
        void ended(session);
        return;
    }
  }

  function conversation(state: Conversation): void {
    place.settle();
    talk.update(state);
  }

  async function ended(end: EndEvent): Promise<void> {
    leaving.finish(await endFromEvent(talk.now?.talk, storage, end));
  }

  return (event) => {
    if (page.closed) return;
    switch (event.name) {
      case 'session:snapshot':
        place.setIntake(event.payload.intake);
        snapshot(event.payload);
        return;
      case 'ticket:updated':
        if (page.name === 'waiting') place.show(event.payload.ticket);
        return;
      case 'ticket:ended': {
        const { reason } = event.payload;
        if (talk.now === null) leaving.finish({ of: 'ticket', reason });
        return;
      }
      case 'conversation:started':
        conversation(event.payload.conversation);
        return;
      case 'conversation:ended': {
        const { conversationId } = event.payload;
        if (talk.is(conversationId) && !talk.isRequeued(conversationId)) void ended(event.payload);
        return;
      }
      case 'intake:changed':
        place.setIntake(event.payload.intake);
        return;
      case 'resume:issued': {
        const session = storage.get('session');
        if (session !== null) storage.set('session', { ...session, ...event.payload });
        return;
      }
      case 'session:replaced':
      case 'server:stopping':
        return;
      default:
        talk.handle(event);
    }
  };
}
