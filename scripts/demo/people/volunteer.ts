/** A simulated volunteer at the client's own session: on duty, takes offers, answers whatever is written, leads. */
import { systemClock } from '@terskel/client/clock';
import { VolunteerSession } from '@terskel/client/session/volunteer';
import { tabStorage } from '@terskel/client/storage';
import type { ConversationId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { area } from '../../tab-area.ts';
import { signedInNetwork } from './browser.ts';
import {
  type Known,
  newlyKnown,
  seekCompany,
  takeCalls,
  type Talk,
  talkAside,
  visit,
  type Work,
} from './company.ts';
import type { Pace } from './pace.ts';
import { TEXTS, type Tongue } from './texts.ts';

const SECOND_MS = 1_000;

export interface SignedIn {
  readonly staff: Staff;
  /** A `Cookie` header. */
  readonly cookie: string;
}

/** Runs until the pace ends. `signIn` opens a new sign-in: none lasts longer than a shift. */
export async function simulateVolunteer(
  origin: string,
  signIn: () => Promise<SignedIn>,
  pace: Pace,
): Promise<void> {
  for (;;) {
    const { staff, cookie } = await signIn();
    await work(origin, staff, cookie, pace);
    await pace.pause(SECOND_MS, 5 * SECOND_MS);
  }
}

/** Resolves when the sign-in has ended. */
async function work(origin: string, staff: Staff, cookie: string, pace: Pace): Promise<void> {
  let view: Work | null = null;
  let isOver = false;
  const session = new VolunteerSession({
    ...{ staff, origin, clock: systemClock },
    storage: tabStorage('volunteer', area()),
    network: signedInNetwork(origin, () => cookie),
    show(next) {
      view = next;
    },
    signedOut() {
      isOver = true;
    },
  });
  const seen = new Map<ConversationId, Known>();
  try {
    while (!isOver) {
      const now = view as Work | null;
      if (now?.link === 'online') await turn(now, session, seen, pace);
      await pace.pause(SECOND_MS, 2 * SECOND_MS);
    }
  } finally {
    session.close();
  }
}

async function turn(
  { availability, offer, talks, ended, calls, asides }: Work,
  session: VolunteerSession,
  seen: Map<ConversationId, Known>,
  pace: Pace,
): Promise<void> {
  const { random } = pace;
  if (availability.state === 'off') await session.startShift();
  if (offer !== null && !offer.accepting) {
    await pace.pause(2 * SECOND_MS, 12 * SECOND_MS);
    if (random.chance(0.95)) await session.accept();
    else await session.decline();
  } else if (talks.length === 0 && offer === null && availability.state !== 'ready') {
    // The notes after a conversation, or a break.
    await pace.pause(20 * SECOND_MS, 70 * SECOND_MS);
    await session.ready();
  }
  for (const { conversationId } of ended) session.putAway(conversationId);
  for (const talk of talks) {
    if (talk.seat === 'leader') {
      await visit(talk, session, pace);
      continue;
    }
    const known = seen.get(talk.conversationId) ?? newlyKnown(pace);
    seen.set(talk.conversationId, known);
    await answer(talk, known, session, pace);
    await seekCompany(talk, known, asides, session, pace);
  }
  await takeCalls(calls, session, pace);
  await talkAside(asides, session, pace);
}

/** Greets, then answers each time the seeker has written. */
async function answer(
  { conversationId, keys, lines, language }: Talk,
  known: Known,
  session: VolunteerSession,
  pace: Pace,
): Promise<void> {
  const theirs = lines.filter(({ from }) => from === 'seeker').length;
  if (keys !== 'agreed' || theirs <= known.answered) return;
  const { greetings, answers, goodbyes } =
    TEXTS[(language === 'en' ? 'en' : 'no') satisfies Tongue];
  known.answered = theirs;
  await pace.pause(2 * SECOND_MS, 8 * SECOND_MS);
  const text = known.written === 0 ? pace.random.pick(greetings) : answers[known.written - 1];
  known.written += 1;
  if (text === undefined) return session.end(conversationId, pace.random.pick(goodbyes));
  session.typing(conversationId);
  await pace.pause(3 * SECOND_MS, 15 * SECOND_MS);
  session.send(conversationId, text);
}
