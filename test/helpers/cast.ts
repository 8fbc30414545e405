/**
 * A seeker and three of the staff in tabs that run the client's own code, each behind an address of its own: Kari, who
 * holds the conversation, Eva, a colleague, and Nora, a leader. Tests move each of them between nodes.
 */
import type { SeekerView } from '@terskel/client/state/model';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import type { StaffId } from '@terskel/shared/ids';
import { field, rows } from './records.ts';
import type { TestService } from './service.ts';
import { openStaffTab, startShift } from './staff-tab.ts';
import { answers } from './stage.ts';
import { type SeekerTab, type VolunteerTab, openSeekerTab, quickClock } from './tabs.ts';
import { type TcpProxy, startTcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';

export const STAFF = ['volunteer', 'colleague', 'leader'] as const;
export type StaffMember = (typeof STAFF)[number];
export type Who = 'seeker' | StaffMember;
export const EVERYBODY: readonly Who[] = ['seeker', ...STAFF];

type Work = Extract<VolunteerView, { page: 'work' }>;
/** What the pages show now. */
export type Seen = { readonly seeker: SeekerView } & Readonly<Record<StaffMember, Work>>;

export interface Cast extends AsyncDisposable {
  readonly service: TestService;
  readonly seeker: SeekerTab;
  readonly staff: Readonly<Record<StaffMember, VolunteerTab>>;
  readonly ids: Readonly<Record<StaffMember, StaffId>>;
  /** The seeker's original place in line. */
  readonly score: string;
  /** The texts that each has written, in order. */
  readonly written: Readonly<Record<Who, string[]>>;
  /** The same for asides. */
  readonly writtenAside: Readonly<Record<StaffMember, string[]>>;
  readonly seen: Seen;
  /** Waits until the pages show it. The in-process nodes tick meanwhile. */
  until(shows: (seen: Seen) => boolean): Promise<void>;
  /** Everybody who can writes one more text, each in the conversation that their page shows. */
  write(): void;
  /** From now on these people reach the node with this port. Connections that are open stay. */
  direct(port: number, people?: readonly Who[]): void;
}

const PROFILES = {
  volunteer: { alias: 'Kari' },
  colleague: { alias: 'Eva' },
  leader: { alias: 'Nora', roles: ['leader' as const] },
};

/** The conversation of seeker and volunteer, in which each has written one text; the others are paused on duty. */
export async function openCast(service: TestService, portOf: (who: Who) => number): Promise<Cast> {
  const opened = new AsyncDisposableStack();
  const wires = {} as Record<Who, TcpProxy>;
  for (const who of EVERYBODY) wires[who] = opened.use(await startTcpProxy(portOf(who)));
  const members = await Promise.all(
    STAFF.map(async (who) => {
      const member = opened.use(
        await openStaffTab(service, wires[who].origin, quickClock, PROFILES[who]),
      );
      await startShift(member.tab);
      return [who, member] as const;
    }),
  );
  const { volunteer, colleague, leader } = Object.fromEntries(members) as Record<
    StaffMember,
    (typeof members)[number][1]
  >;
  await service.tick();
  const seeker = openSeekerTab(() => wires.seeker.origin);
  opened.defer(() => seeker.controller.dispose());
  const staff = { volunteer: volunteer.tab, colleague: colleague.tab, leader: leader.tab };
  await until(async () => {
    if (seeker.view.page === 'landing' && !seeker.view.starting)
      seeker.controller.actions.start(answers);
    return seeker.view.page === 'waiting';
  });
  staff.volunteer.controller.actions.take();
  const written = { seeker: [], volunteer: [], colleague: [], leader: [] };
  const writtenAside = { volunteer: [], colleague: [], leader: [] };
  const score = async () => {
    const [conversation] = rows(await service.dump(), 'conversation');
    return field(conversation?.[1] ?? {}, 'score');
  };
  const cast: Cast = {
    ...{ service, seeker, staff, written, writtenAside },
    ids: { volunteer: volunteer.id, colleague: colleague.id, leader: leader.id },
    score: '',
    get seen() {
      const work = (who: StaffMember) => staff[who].view as Work;
      return { seeker: seeker.view, ...mapped(work) };
    },
    async until(shows) {
      await until(async () => {
        await service.tick();
        return shows(cast.seen);
      }).catch((cause: unknown) => {
        throw new Error(`the pages never showed it: ${briefly(cast.seen)}`, { cause });
      });
    },
    write: () => write(cast),
    direct(port, people = EVERYBODY) {
      for (const who of people) wires[who].targets = [port];
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
  await cast.until(({ seeker: page, volunteer: work }) =>
    [page.page === 'conversation' ? page.talk : null, work.talks[0]].every(
      (talk) => talk?.keys === 'agreed',
    ),
  );
  cast.write();
  await cast.until(isDelivered);
  return Object.assign(cast, { score: await score() });
}

function mapped<T>(of: (who: StaffMember) => T): Record<StaffMember, T> {
  return { volunteer: of('volunteer'), colleague: of('colleague'), leader: of('leader') };
}

/** The conversations that the pages show. */
export function talksOf({ seeker, ...staff }: Seen) {
  const own = seeker.page === 'conversation' ? [seeker.talk] : [];
  return [...own, ...STAFF.flatMap((who) => staff[who].talks)];
}

/** The asides in which this person can write. */
export const asidesOf = (seen: Seen, who: StaffMember) =>
  seen[who].asides.filter(({ isOver }) => !isOver);

/** Nobody has a text that is on its way. */
export const isDelivered = (seen: Seen) =>
  [...talksOf(seen), ...STAFF.flatMap((who) => asidesOf(seen, who))].every(
    ({ keys, lines }) =>
      keys === 'agreed' &&
      lines.every(({ delivery }) => ['delivered', 'failed'].includes(delivery)),
  );

function write({ seeker, staff, written, writtenAside, seen }: Cast): void {
  const next = (who: Who, texts: string[]) => {
    const text = `${who} ${texts.length + 1}`;
    texts.push(text);
    return text;
  };
  if (seen.seeker.page === 'conversation' && seen.seeker.talk.keys === 'agreed')
    seeker.controller.actions.send(next('seeker', written.seeker));
  for (const who of STAFF) {
    const { actions } = staff[who].controller;
    for (const { conversationId, keys } of seen[who].talks)
      if (keys === 'agreed') actions.send(conversationId, next(who, written[who]));
    for (const { conversationId, keys } of asidesOf(seen, who))
      if (keys === 'agreed') actions.send(conversationId, next(who, writtenAside[who]));
  }
}

/** The pages, without what is too long for an error. */
function briefly(seen: Seen): string {
  return JSON.stringify(seen, (key, value: unknown) =>
    ['overview', 'staff', 'publicKey', 'leaderKey'].includes(key) ? undefined : value,
  );
}
