/** Many conversations at once, in tabs that run the client's own code, through one address, in real time. */
import { type Clock, systemClock } from '@terskel/client/clock';
import type { Talk } from '@terskel/client/state/model';
import type { ConversationId } from '@terskel/shared/ids';
import { expect } from 'vitest';
import type { TestService } from './service.ts';
import { answers } from './stage.ts';
import { openStaffTab, startShift } from './staff-tab.ts';
import { type SeekerTab, type VolunteerTab, openSeekerTab } from './tabs.ts';
import type { SupportSeat } from './seats.ts';

export interface Pair {
  readonly id: ConversationId;
  readonly seeker: SeekerTab;
  readonly volunteer: VolunteerTab;
  /** What each seat wrote, in order. */
  readonly written: Readonly<Record<SupportSeat, string[]>>;
}

export interface Crowd extends AsyncDisposable {
  readonly pairs: readonly Pair[];
}

/** Number of pairs opened at a time; opening all at once would only make them wait for each other. */
const AT_ONCE = 10;
/** Timeout of each step of one tab while all others run (ms). */
const STEP_MS = 20_000;

export async function openCrowd(
  service: TestService,
  origin: () => string,
  count: number,
  clock: Clock = systemClock,
): Promise<Crowd> {
  const opened = new AsyncDisposableStack();
  const seekers: SeekerTab[] = [];
  const volunteers: VolunteerTab[] = [];

  async function volunteer(): Promise<void> {
    const { tab } = opened.use(await openStaffTab(service, origin(), clock));
    await startShift(tab, STEP_MS);
    volunteers.push(tab);
  }
  async function seeker(): Promise<void> {
    const tab = openSeekerTab(origin, clock);
    opened.defer(() => tab.controller.dispose());
    tab.controller.actions.start(answers);
    await tab.until('waiting', () => true, STEP_MS);
    seekers.push(tab);
  }
  async function take(tab: VolunteerTab): Promise<void> {
    tab.controller.actions.take();
    await tab.until('work', ({ talks }) => talks[0]?.keys === 'agreed', STEP_MS);
  }
  for (let there = 0; there < count; there += AT_ONCE) {
    const few = Array.from({ length: Math.min(AT_ONCE, count - there) });
    await Promise.all(few.map(volunteer));
    await Promise.all(few.map(seeker));
    await Promise.all(volunteers.slice(there).map(take));
  }
  const pairs = await Promise.all(
    volunteers.map(async (tab): Promise<Pair> => {
      const id = talkOf({ volunteer: tab }).conversationId;
      const other = seekers.find(
        ({ view }) => view.page === 'conversation' && view.talk.conversationId === id,
      );
      if (other === undefined) throw new Error('a volunteer has a conversation without a seeker');
      await other.until('conversation', ({ talk }) => talk.keys === 'agreed', STEP_MS);
      return { id, seeker: other, volunteer: tab, written: { seeker: [], volunteer: [] } };
    }),
  );
  return { pairs, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** The conversation as one seat sees it. */
export function talkOf(one: Pick<Pair, 'seeker'> | Pick<Pair, 'volunteer'>): Talk {
  const { view } = 'seeker' in one ? one.seeker : one.volunteer;
  if (view.page === 'conversation') return view.talk;
  const talk = view.page === 'work' ? view.talks[0] : undefined;
  if (talk === undefined) throw new Error(`the tab shows no conversation: ${JSON.stringify(view)}`);
  return talk;
}

export function write(pair: Pair, seat: SupportSeat): void {
  const text = `${seat} ${pair.written[seat].length + 1}`;
  pair.written[seat].push(text);
  if (seat === 'seeker') pair.seeker.controller.actions.send(text);
  else pair.volunteer.controller.actions.send(pair.id, text);
}

/** Everything written is shown and accepted once, in the same order on both sides. */
function expectWhole({ seeker, volunteer, written }: Pair): void {
  const [asked, answered] = [talkOf({ seeker }), talkOf({ volunteer })];
  const texts = asked.lines.map(({ text }) => text);
  expect(answered.lines.map(({ text }) => text)).toEqual(texts);
  for (const seat of ['seeker', 'volunteer'] as const)
    expect(texts.filter((text) => text.startsWith(seat))).toEqual(written[seat]);
  expect([asked.tampered, answered.tampered]).toEqual([false, false]);
}

function isWhole({ seeker, volunteer, written }: Pair): boolean {
  const count = written.seeker.length + written.volunteer.length;
  return [{ seeker }, { volunteer }].every((one) => {
    const { lines } = talkOf(one);
    return lines.length === count && lines.every(({ acceptedAt }) => acceptedAt !== null);
  });
}

/** Waits until everything that the pairs wrote has arrived; fails with what is missing. */
export async function allArrived(pairs: readonly Pair[], patienceMs: number): Promise<void> {
  await Promise.all(pairs.map((pair) => seen([pair], () => isWhole(pair), patienceMs)));
  for (const pair of pairs) expectWhole(pair);
}

/** Collects every sign of trouble that a page shows to its user. */
export function troublesOf(pairs: readonly Pair[]): Set<string> {
  const troubles = new Set<string>();
  for (const { seeker, volunteer } of pairs) {
    for (const tab of [seeker, volunteer]) {
      tab.controller.view.subscribe(() => {
        const { view } = tab;
        if ('link' in view && view.link !== 'online') troubles.add(view.link);
        if ('note' in view && view.note !== null) troubles.add(view.note.kind);
        if (view.page !== 'conversation' && view.page !== 'work') return;
        const talk = tab === seeker ? talkOf({ seeker }) : talkOf({ volunteer });
        if (!talk.other.connected) troubles.add('the other is away');
        if (talk.lines.some(({ delivery }) => delivery === 'failed')) troubles.add('failed');
      });
    }
  }
  return troubles;
}

/** Waits until `fact` holds for what these tabs show, at most `patienceMs`. */
export async function seen(
  pairs: readonly Pick<Pair, 'seeker' | 'volunteer'>[],
  fact: () => boolean,
  patienceMs: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (fact()) resolve();
  };
  const timer = setTimeout(resolve, patienceMs);
  const stops = pairs.flatMap(({ seeker, volunteer }) => [
    seeker.controller.view.subscribe(look),
    volunteer.controller.view.subscribe(look),
  ]);
  await promise;
  clearTimeout(timer);
  for (const stop of stops) stop();
}
