/** What happens on one evening: who comes, and how they behave. Pure; the same for the same seed and day. */
import { dateOf, weekdayOf } from '@terskel/shared/calendar';
import type { TOPICS } from '@terskel/shared/choices';
import type { Age, Feeling, Language, Topic } from '@terskel/shared/models';
import { type Random, randomOf } from '../random.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How a seeker leaves the line who is not answered in time. */
type Leaving = 'cancelled' | 'tab_closed' | 'lost' | 'silent';
/** What ends a conversation. */
export type Ending = 'seeker' | 'volunteer' | 'seeker_lost' | 'silence';

export interface PlannedSeeker {
  readonly comesAt: number;
  readonly language: Language;
  readonly topic: Topic | undefined;
  readonly age: Age | undefined;
  readonly feeling: Feeling | undefined;
  readonly leaving: Leaving;
  /** How long they wait before that. */
  readonly patienceMs: number;
  readonly ending: Ending;
  readonly talksMs: number;
  /** Null: the questions after the conversation are not answered. */
  readonly feedback: { readonly feeling: Feeling; readonly heard: Feeling } | null;
}

interface PlannedShift {
  /** Number of the volunteer in the staff. */
  readonly volunteer: number;
  readonly from: number;
  readonly until: number;
}

/** All times in ms since the epoch. */
export interface Evening {
  readonly opensAt: number;
  readonly closesAt: number;
  /** The first of them is a leader; empty if the evening was cancelled. */
  readonly shifts: readonly PlannedShift[];
  /** In the order in which they come. */
  readonly seekers: readonly PlannedSeeker[];
}

/** Mean number of seekers on an evening. With 22 evenings, about 50 a month. */
const PER_EVENING = 2.5;
/** From January to December. */
const MONTHS = [1.15, 1.1, 1, 0.95, 0.9, 0.8, 0.65, 0.9, 1, 1.1, 1.2, 1.15];
/** From Monday to Sunday. */
const WEEKDAYS = [1.1, 1, 0.95, 0.8, 0.8, 0.8, 1.3];
/** Probability that a shift has no volunteer. */
const CANCELLED = 0.03;

const TOPIC_WEIGHTS = {
  ...{ loneliness: 24, anxiety: 22, low_mood: 20, relationships: 14, grief: 6, work_school: 10 },
  ...{ substance_use: 4, other: 8, none: 12 },
} satisfies Record<(typeof TOPICS)[number] | 'none', number>;
const AGE_WEIGHTS = { under_18: 12, adult: 66, none: 22 } satisfies Record<Age | 'none', number>;

/** `leaders`, `volunteers`: how many the staff has; leaders are counted first. */
export function planEvening(
  seed: number,
  day: string,
  hours: { readonly opensAt: number; readonly closesAt: number },
  staff: { readonly leaders: number; readonly volunteers: number },
): Evening {
  const date = dateOf(day);
  const random = randomOf(Math.imul(seed + 1, 2_654_435_761) ^ (date.getTime() / DAY_MS));
  // The first values of similar seeds are similar.
  for (let skipped = 0; skipped < 8; skipped += 1) random.next();
  const { opensAt, closesAt } = hours;
  const mean =
    PER_EVENING * (MONTHS[date.getUTCMonth()] ?? 1) * (WEEKDAYS[weekdayOf(date) - 1] ?? 1);
  const lengthMs = closesAt - opensAt;
  const seekers: PlannedSeeker[] = [];
  for (let at = 0; ;) {
    at += random.exponential(lengthMs / mean);
    if (at >= lengthMs) break;
    // More of them come in the middle of the evening.
    const eased = (at / lengthMs) * (1 - 0.35) + 0.35 * middle(at / lengthMs);
    seekers.push(seekerOf(random, Math.round(opensAt + eased * lengthMs)));
  }
  return { opensAt, closesAt, shifts: shiftsOf(random, hours, staff), seekers };
}

/** Moves times towards the middle of the evening. */
const middle = (part: number): number => 0.5 + (part - 0.5) ** 3 * 4;

function shiftsOf(
  random: Random,
  { opensAt, closesAt }: { readonly opensAt: number; readonly closesAt: number },
  { leaders, volunteers }: { readonly leaders: number; readonly volunteers: number },
): PlannedShift[] {
  if (random.chance(CANCELLED)) return [];
  const count = Number(random.weighted({ '1': 25, '2': 55, '3': 20 }));
  const people = new Set([Math.floor(random.between(0, leaders))]);
  while (people.size < count) people.add(Math.floor(random.between(0, volunteers)));
  return [...people].map((volunteer, index) => ({
    volunteer,
    from: Math.round(
      opensAt + random.between(index === 0 ? -10 : -5, index === 0 ? -1 : 20) * MINUTE_MS,
    ),
    until: Math.round(closesAt + random.between(index === 0 ? 0 : -40, 6) * MINUTE_MS),
  }));
}

function seekerOf(random: Random, comesAt: number): PlannedSeeker {
  const topic = random.weighted(TOPIC_WEIGHTS);
  const age = random.weighted(AGE_WEIGHTS);
  const feeling = random.chance(0.8)
    ? Number(random.weighted({ '1': 22, '2': 38, '3': 26, '4': 11, '5': 3 }))
    : undefined;
  const ending = random.weighted<Ending>({ seeker: 55, volunteer: 33, seeker_lost: 7, silence: 5 });
  return {
    comesAt,
    language: random.weighted({ no: 88, en: 12 }),
    topic: topic === 'none' ? undefined : topic,
    age: age === 'none' ? undefined : age,
    feeling,
    leaving: random.weighted({ cancelled: 50, tab_closed: 28, lost: 10, silent: 12 }),
    patienceMs: Math.round(1_000 + random.exponential(16 * MINUTE_MS)),
    ending,
    talksMs: Math.round(random.logNormal(34, 0.6) * MINUTE_MS),
    feedback: random.chance(0.55) ? feedbackOf(random, feeling ?? 2) : null,
  };
}

function feedbackOf(random: Random, before: Feeling): { feeling: Feeling; heard: Feeling } {
  const better = Number(random.weighted({ '-1': 8, '0': 30, '1': 42, '2': 20 }));
  const feeling = Math.min(5, Math.max(1, before + better));
  const heard = Number(random.weighted({ '1': 2, '2': 5, '3': 15, '4': 38, '5': 40 }));
  return { feeling, heard };
}
