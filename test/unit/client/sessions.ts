/** The pages' sessions without views, against a service that a test simulates. */
import { SeekerSession } from '@terskel/client/session/seeker';
import { VolunteerSession } from '@terskel/client/session/volunteer';
import type { SeekerView } from '@terskel/client/state/model';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { tabStorage } from '@terskel/client/storage';
import { staffEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Conversation, Staff } from '@terskel/shared/models';
import { onTestFinished } from 'vitest';
import { sample } from '../../helpers/samples.ts';
import { area, quickClock } from '../../helpers/tabs.ts';

/** A conversation as the service sends it to its seeker. */
export function talk(id: ConversationId, volunteer: string) {
  const { conversations } = sample(staffEvents['session:snapshot'])['session'] as {
    conversations: Conversation[];
  };
  const confirmations = { volunteer };
  return { ...conversations[0], id, seat: 'seeker', lastSeq: 0, rebuild: undefined, confirmations };
}

/** A seeker's tab that returns with its stored state. */
export function seekerAt(origin: string, storage = tabStorage('seeker', area(new Map()))) {
  const shown: SeekerView[] = [];
  const page = new SeekerSession(
    {
      ...{ clock: quickClock, storage, proving: () => {}, refused: () => {} },
      browser: {
        origin,
        network: { online: () => true, watch: () => () => {} },
        fetch: async () => new Response(),
        ...{ beacon: () => {}, tellTabs: () => {} },
      },
      leave: () => {},
      show: (view) => shown.push(view),
    },
    null,
  );
  onTestFinished(() => page.close());
  /** The state of its keys, or the page that it shows. */
  const keys = () => {
    const view = shown.at(-1);
    return view?.page === 'conversation' ? view.talk.keys : view?.page;
  };
  return { page, shown, keys };
}

/** A volunteer's tab. */
export function volunteerAt(
  origin: string,
  staff: Staff,
  storage = tabStorage('volunteer', area(new Map())),
) {
  let view: Extract<VolunteerView, { page: 'work' }> | null = null;
  const page = new VolunteerSession({
    staff,
    ...{ clock: quickClock, origin, storage, signedOut: () => {} },
    network: { online: () => true, watch: () => () => {} },
    show: (next) => {
      view = next as typeof view;
    },
  });
  onTestFinished(() => page.close());
  return { page, view: () => view };
}
