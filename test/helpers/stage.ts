/** The common start of tests with two tabs. */
import { type Clock, systemClock } from '@terskel/client/clock';
import type { Answers, Talk } from '@terskel/client/state/model';
import { openCookieJar } from './cookie-jar.ts';
import { inviteTo } from './invites.ts';
import { startService, type ServiceOptions } from './service.ts';
import {
  type SeekerTab,
  type VolunteerTab,
  openSeekerTab,
  openVolunteerTab,
  quickClock,
} from './tabs.ts';
import { type TcpProxy, startTcpProxy } from './tcp-proxy.ts';

export const answers: Answers = {
  language: 'no',
  topic: null,
  feeling: null,
  age: null,
  urgent: false,
};

export interface Stage extends AsyncDisposable {
  /** The TCP proxies between each tab and its node. */
  readonly wires: { readonly seeker: TcpProxy; readonly volunteer: TcpProxy };
  readonly service: Awaited<ReturnType<typeof startService>>;
  readonly seeker: SeekerTab;
  readonly volunteer: VolunteerTab;
}

/**
 * Timers longer than this run when the test moves the clock; shorter ones, like reconnect delays, run by themselves
 * (ms).
 */
const SHORT_MS = 5_000;

/** The service's clock, with which a test moves the tab's time too; short timers run in real time. */
function stillClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after: (ms, run) => (ms > SHORT_MS ? clock : quickClock).after(ms, run),
  };
}

/** High enough that only a hang exceeds it (ms). */
const JOINING_MS = 15_000;

/** A service, a volunteer who joined with an invite and is paused on duty, and a seeker on the landing page. */
export async function stage({
  stillTime = false,
  pace = quickClock,
  service: options = {},
}: {
  readonly stillTime?: boolean;
  readonly pace?: Clock;
  readonly service?: ServiceOptions;
} = {}): Promise<Stage> {
  const service = await startService({ nodes: 2, ...options });
  const [node, other] = service.nodes;
  if (node === undefined || other === undefined) throw new Error('two nodes are expected');
  const invite = await inviteTo(service);
  const wires = {
    seeker: await startTcpProxy(node.port),
    volunteer: await startTcpProxy(other.port),
  };
  const jar = await openCookieJar(wires.volunteer.origin);
  // Joining uses real time: on a busy machine its answer takes longer than a page waits in accelerated time.
  let clock: Clock = systemClock;
  const paced: Clock = { now: () => pace.now(), after: (ms, run) => clock.after(ms, run) };
  const volunteer = openVolunteerTab(() => jar.origin, `#invite=${invite}`, paced);
  await volunteer.until('join', () => true, JOINING_MS);
  volunteer.controller.actions.entry.join('Kari');
  await volunteer.until('work', ({ link }) => link === 'online', JOINING_MS);
  clock = pace;
  volunteer.controller.actions.startShift();
  await volunteer.until('work', ({ availability }) => availability.state === 'ready');
  volunteer.controller.actions.pause();
  await volunteer.until('work', ({ availability }) => availability.state === 'paused');
  await service.tick();
  const still = stillClock(service.clock);
  const seeker = openSeekerTab(() => wires.seeker.origin, stillTime ? still : pace);
  return {
    ...{ service, wires, seeker, volunteer },
    async [Symbol.asyncDispose]() {
      seeker.controller.dispose();
      volunteer.controller.dispose();
      await jar[Symbol.asyncDispose]();
      await wires.seeker[Symbol.asyncDispose]();
      await wires.volunteer[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

export async function talking({ seeker, volunteer }: Stage, patienceMs?: number): Promise<Talk> {
  seeker.controller.actions.start(answers);
  await seeker.until('waiting', () => true, patienceMs);
  await volunteer.until('work', ({ link }) => link === 'online', patienceMs);
  volunteer.controller.actions.take();
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  const { talk } = await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed');
  return talk;
}
