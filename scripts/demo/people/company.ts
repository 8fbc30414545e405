/**
 * What simulated volunteers and leaders do together: transfers (rule C11), calls with their asides (rule V4), and visits
 * (rule E5). All of it is rare, so that most conversations are calm.
 */
import type { VolunteerSession } from '@terskel/client/session/volunteer';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import type { Pace } from './pace.ts';
import { ASIDE, VISIT, type Tongue } from './texts.ts';

export type Work = Extract<VolunteerView, { page: 'work' }>;
export type Talk = Work['talks'][number];

/** Whom a volunteer needs in a conversation. */
const NEEDS = { nobody: 78, colleague: 10, leader: 12 };
/** Messages that a volunteer writes before that. */
const FIRST_LINES = 2;
/** Probabilities at each look. A volunteer looks about every two seconds. */
const CHANCE = {
  leaderTakes: 0.06,
  /** The volunteer withdraws a call that no leader has taken. */
  givesUp: 0.01,
  letsIn: 0.03,
  /** Once the leader has answered in the aside. */
  letsInAfterAnswer: 0.15,
  leaderWrites: 0.1,
  leaderLeaves: 0.04,
  isHelped: 0.05,
};

/** What a volunteer knows of a conversation. */
export interface Known {
  /** Messages of the seeker that the volunteer has answered. */
  answered: number;
  written: number;
  readonly needs: keyof typeof NEEDS;
  /** The question for a colleague or a leader was asked. */
  hasAsked: boolean;
  hasLetIn: boolean;
}

export const newlyKnown = ({ random }: Pace): Known => ({
  ...{ answered: -1, written: 0, hasAsked: false, hasLetIn: false },
  needs: random.weighted(NEEDS),
});

/** In the volunteer's own conversation. */
export async function seekCompany(
  talk: Talk,
  known: Known,
  asides: Work['asides'],
  session: VolunteerSession,
  { random }: Pace,
): Promise<void> {
  const { conversationId, call, leader, keys, former } = talk;
  if (keys !== 'agreed' || known.written < FIRST_LINES) return;
  if (!known.hasAsked) {
    known.hasAsked = true;
    if (known.needs === 'leader') await session.raiseCall(conversationId, 'help');
    // A seeker is handed over once at most.
    if (known.needs === 'colleague' && former === null) await askColleague();
  } else if (call === null || leader !== null) return;
  else if (call.by === null || known.hasLetIn) {
    if (random.chance(call.by === null ? CHANCE.givesUp : CHANCE.isHelped))
      await session.withdrawCall(conversationId);
  } else {
    const aside = asides.find(({ of, isOver }) => of === conversationId && !isOver);
    const isAnswered = aside?.lines.some(({ from }) => from === 'leader') === true;
    known.hasLetIn = random.chance(isAnswered ? CHANCE.letsInAfterAnswer : CHANCE.letsIn);
    if (known.hasLetIn) await session.letIn(conversationId);
  }

  async function askColleague(): Promise<void> {
    const free = ((await session.colleagues()) ?? []).filter((each) => each.free);
    if (free.length === 0) return;
    const { id: staffId, alias } = random.pick(free);
    const named = { kind: 'colleague', staffId, alias } as const;
    const to = random.chance(0.5) ? named : ({ kind: 'any' } as const);
    await session.askTransfer(conversationId, 'experience', to);
  }
}

/** Between the volunteer of a call and its leader. The volunteer begins; each answers the other, a few times. */
export async function talkAside(
  asides: Work['asides'],
  session: VolunteerSession,
  pace: Pace,
): Promise<void> {
  for (const { conversationId, seat, keys, lines, isOver } of asides) {
    if (isOver) session.putAsideAway(conversationId);
    if (isOver || keys !== 'agreed') continue;
    const own = lines.filter(({ from }) => from === seat).length;
    const theirs = lines.length - own;
    const text = ASIDE[seat][own];
    if (text === undefined || own > theirs || (seat === 'leader' && own === theirs)) continue;
    await pace.pause(3_000, 10_000);
    session.send(conversationId, text);
  }
}

/** A leader takes the calls of others. */
export async function takeCalls(
  calls: Work['calls'],
  session: VolunteerSession,
  { random }: Pace,
): Promise<void> {
  for (const { by, conversationId } of calls)
    if (by === null && random.chance(CHANCE.leaderTakes)) await session.takeCall(conversationId);
}

/** A leader who was let in says something, and leaves. */
export async function visit(
  { conversationId, keys, lines, language }: Talk,
  session: VolunteerSession,
  { random }: Pace,
): Promise<void> {
  if (keys !== 'agreed') return;
  const own = lines.filter(({ from }) => from === 'leader').length;
  const text = VISIT[(language === 'en' ? 'en' : 'no') satisfies Tongue][own];
  if (text !== undefined && random.chance(CHANCE.leaderWrites)) session.send(conversationId, text);
  else if (own > 0 && random.chance(CHANCE.leaderLeaves)) await session.closeVisit(conversationId);
}
