/** What must hold of a cast once everything in flight has arrived: the pages show what is stored, and nothing is lost. */
import { isDeepStrictEqual } from 'node:util';
import { digest } from '@terskel/server/digest';
import type { SeekerId } from '@terskel/server/domain/live-store';
import type { Conversation } from '@terskel/shared/models';
import { expect } from 'vitest';
import {
  type Cast,
  STAFF,
  type Seen,
  type StaffMember,
  asidesOf,
  isDelivered,
  talksOf,
} from './cast.ts';
import { expectConsistent } from './invariants.ts';
import { type Shown, callOf, callsOf, marksOf, stuckOf } from './page-facts.ts';
import { field, loadOf, rows } from './records.ts';
import { until } from './until.ts';

const idOf = (of: Shown | Conversation) => ('id' in of ? of.id : of.conversationId);
function talkFacts(of: Shown | Conversation) {
  const other = of.seat === 'seeker' ? 'volunteer' : 'seeker';
  const { connected } = ('seats' in of ? of.seats[other]?.presence : of.other) ?? {};
  // A leader is not told of marks (rule E5).
  const marks = of.seat === 'leader' ? null : marksOf(of);
  return { id: idOf(of), seat: of.seat, connected, marks };
}
const staffTalk = (
  of: (Shown | Conversation) & { readonly call: Parameters<typeof callOf>[0] },
) => ({
  ...talkFacts(of),
  call: callOf(of.call),
});

function shownBySeeker(page: Seen['seeker']) {
  if (page.page === 'conversation') return talkFacts(page.talk);
  return page.page === 'waiting' ? { offered: page.offered, place: page.place } : page.page;
}
async function storedOfSeeker({ seeker, service }: Cast) {
  const { resumeToken } = JSON.parse(seeker.stored.get('terskel.seeker.session') ?? '{}') as {
    readonly resumeToken: string;
  };
  const { store } = domainOf(service);
  const session = await store.seeker(digest(resumeToken) as SeekerId, service.clock.now());
  if (session.kind === 'conversation') return talkFacts(session.conversation);
  if (session.kind !== 'ticket') return session.kind;
  const { ticket } = session;
  const isWaiting = ticket.state === 'waiting';
  return { offered: !isWaiting, place: isWaiting ? ticket.place : null };
}

function shownByStaff(seen: Seen, who: StaffMember) {
  const { availability, offer, talks, calls, stuck } = seen[who];
  const { until: _, ...state } = { until: 0, ...availability };
  const shown = { ...state, offer: offer?.offer.id, calls: callsOf(calls), stuck: stuckOf(stuck) };
  const asides = asidesOf(seen, who).map(({ conversationId }) => conversationId);
  return { ...shown, talks: talks.map(staffTalk), asides };
}
async function storedOfStaff({ seen, service }: Cast, who: StaffMember) {
  const { store } = domainOf(service);
  const row = await store.staff(seen[who].staff, service.clock.now());
  const { leftMs: _, ...state } = { leftMs: 0, ...row.availability };
  const stored = { ...state, offer: row.offer?.id, calls: callsOf(row.calls) };
  const asides = row.asides.map(({ id }) => id);
  return {
    ...{ ...stored, stuck: stuckOf(row.stuck), asides },
    talks: row.conversations.map(staffTalk),
  };
}

function domainOf({ nodes: [node] }: Cast['service']) {
  if (node === undefined) throw new Error('a node of this process is needed');
  return node.domain;
}

type Sides = Readonly<Record<'shown' | 'stored', Record<string, unknown>>>;

/** What the pages show beside what a page would get that loads now. */
async function bothSides(cast: Cast): Promise<Sides> {
  const { seen } = cast;
  const shown: Record<string, unknown> = { seeker: shownBySeeker(seen.seeker) };
  const stored: Record<string, unknown> = { seeker: await storedOfSeeker(cast) };
  for (const who of STAFF) {
    stored[who] = await storedOfStaff(cast, who);
    shown[who] = shownByStaff(cast.seen, who);
  }
  return { shown, stored };
}

/** Whether they are equal now. */
export async function agree(cast: Cast): Promise<boolean> {
  const { shown, stored } = await bothSides(cast);
  return isDeepStrictEqual(shown, stored);
}

/** Waits until the pages show what is stored; fails with the difference. */
async function expectAgreed(cast: Cast): Promise<void> {
  await until(() => agree(cast)).catch(() => {});
  const { shown, stored } = await bothSides(cast);
  expect(shown).toEqual(stored);
}

export const isOnline = ({ seeker, ...staff }: Seen) =>
  [seeker, ...Object.values(staff)].every((page) => 'link' in page && page.link === 'online');

/** The seeker is in one conversation or at the original place, and everybody holds what they can hold. */
export async function expectPlaced({ service, score, seen }: Cast): Promise<void> {
  const dump = await service.dump();
  expectConsistent(dump);
  const places = ['ticket', 'conversation']
    .flatMap((kind) => rows(dump, kind))
    .filter(([, place]) => field(place, 'kind') !== 'aside');
  expect(places.map(([, place]) => field(place, 'score'))).toEqual([score]);
  const held = rows(dump, 'volunteer').map(([id, { capacity }]) => [capacity, loadOf(dump, id)]);
  expect(held.map(([capacity]) => capacity)).toEqual(STAFF.map(() => '1'));
  const isTalking = seen.seeker.page === 'conversation';
  expect(held.reduce((sum, [, load]) => sum + Number(load), 0)).toBe(isTalking ? 1 : 0);
}

/** Each text is where its writer wrote it, once, and those in the conversation are the same on all pages. */
function expectTexts({ seen, written }: Cast): void {
  const [own, ...others] = talksOf(seen);
  if (seen.seeker.page === 'conversation' && own !== undefined) {
    expect(textsBy('seeker', [own])).toEqual(written.seeker.toSorted());
    const accepted = own.lines.filter(({ acceptedAt }) => acceptedAt !== null);
    const texts = accepted.map(({ text }) => text);
    for (const { lines, seat } of others) {
      const shown = lines.filter(({ acceptedAt }) => acceptedAt !== null).map(({ text }) => text);
      // A leader's page begins with the visit.
      expect(shown).toEqual(seat === 'leader' ? texts.slice(-shown.length) : texts);
    }
    expect([own, ...others].map(({ tampered }) => tampered)).not.toContain(true);
  }
  for (const who of ['volunteer', 'colleague'] as const) {
    const { talks, ended } = seen[who];
    const all = textsBy('volunteer', [...talks, ...ended]);
    const before = all.filter((text) => text.startsWith(who));
    expect(before).toEqual(written[who].toSorted());
  }
}

/** The same of asides, of which each page shows also those that are over. */
function expectAsideTexts({ seen, writtenAside }: Cast): void {
  for (const who of STAFF) {
    const own = seen[who].asides.flatMap(({ lines, seat }) =>
      lines.filter(({ from }) => from === seat),
    );
    expect(own.map(({ text }) => text).toSorted()).toEqual(writtenAside[who].toSorted());
  }
  const open = (['volunteer', 'leader'] as const).map((who) => asidesOf(seen, who));
  const [ofVolunteer, ofLeader] = open.map((each) =>
    each.map(({ lines }) => lines.map(({ text }) => text)),
  );
  expect(ofLeader).toEqual(ofVolunteer);
  expect(open.flat().map(({ tampered }) => tampered)).not.toContain(true);
}

function textsBy(seat: 'seeker' | 'volunteer', talks: readonly Pick<Shown, 'lines' | 'before'>[]) {
  return talks
    .flatMap(({ lines, before }) => [...before, ...lines])
    .filter(({ from }) => from === seat)
    .map(({ text }) => text)
    .toSorted();
}

/** Everybody can go on: a text that each writes now arrives, the pages show what is stored, and nothing is lost. */
export async function expectUnharmed(cast: Cast): Promise<void> {
  await cast.until(isDelivered);
  cast.write();
  await cast.until(isDelivered);
  await expectAgreed(cast);
  await expectPlaced(cast);
  expectTexts(cast);
  expectAsideTexts(cast);
}
