/** The scene that stories of two tabs begin with. */
import type { Answers, Talk } from '@terskel/client/state/model';
import { type CookieJar, openCookieJar } from './cookie-jar.ts';
import { startService } from './service.ts';
import {
  type SeekerTab,
  type VolunteerTab,
  openSeekerTab,
  openVolunteerTab,
  quickClock,
} from './tabs.ts';

export const answers: Answers = { language: 'no', topic: null, feeling: null, urgent: false };

export interface Stage extends AsyncDisposable {
  /** The wires between each tab and its node. */
  readonly wires: { readonly seeker: CookieJar; readonly volunteer: CookieJar };
  readonly service: Awaited<ReturnType<typeof startService>>;
  readonly seeker: SeekerTab;
  readonly volunteer: VolunteerTab;
}

/** A service, a volunteer who signed in by an invite and is ready, and a seeker on the landing page. */
export async function stage({ stillTime = false } = {}): Promise<Stage> {
  const service = await startService({ nodes: 2 });
  const node = service.nodes[0];
  if (node === undefined) throw new Error('there is a first node');
  const invite = await node.domain.ledger.addInvite({ roles: ['volunteer'], trained: true });
  const wires = {
    seeker: await openCookieJar(service.origin(0)),
    volunteer: await openCookieJar(service.origin(1)),
  };
  const volunteer = openVolunteerTab(() => wires.volunteer.origin, `#invite=${invite}`);
  await volunteer.until('sign-in', ({ busy }) => !busy);
  volunteer.controller.actions.join('Kari');
  await volunteer.until('work', ({ link }) => link === 'online');
  volunteer.controller.actions.startShift();
  await volunteer.until('work', ({ availability }) => availability.state === 'paused');
  await service.tick();
  // With the service's clock a test moves the tab's time too.
  const seeker = openSeekerTab(() => wires.seeker.origin, stillTime ? service.clock : quickClock);
  return {
    ...{ service, wires, seeker, volunteer },
    async [Symbol.asyncDispose]() {
      seeker.controller.dispose();
      volunteer.controller.dispose();
      await wires.seeker[Symbol.asyncDispose]();
      await wires.volunteer[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

export async function talking({ seeker, volunteer }: Stage): Promise<Talk> {
  seeker.controller.actions.start(answers);
  await seeker.until('waiting');
  volunteer.controller.actions.take();
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  const { talk } = await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed');
  return talk;
}
