/** Whether the service is open, and how long the wait may be. Pure: computed in this one place (rules I1, Q5). */
import type {
  Intake,
  IntakeState,
  Language,
  Overview,
  Ticket,
  WaitRange,
} from '@terskel/shared/models';
import { TIMES } from '@terskel/shared/limits';
import { hoursAt, type Hours } from './hours.ts';
import type { OverviewRow, TicketRow } from './live-store.ts';
import type { Domain, Settings } from './ports.ts';

/** With fewer recent matches than this the honest answer is "we can't tell yet". */
const MATCHES_NEEDED = 5;
const ROUND_TO_MS = 60_000;

/**
 * The wait for a place in line, from when the last matches happened (ms since the epoch, the newest first).
 * Matches are taken as a Poisson process whose rate is measured up to now, so that the answer grows longer while
 * nothing happens; the range is one standard deviation to each side, in whole minutes.
 */
export function waitRange(place: number, matches: readonly number[], now: number): WaitRange {
  const oldest = matches.at(-1);
  if (oldest === undefined || matches.length < MATCHES_NEEDED) return null;
  const intervalMs = Math.max(1, now - oldest) / matches.length;
  const spread = Math.sqrt(place);
  return {
    fromMs: Math.floor(((place - spread) * intervalMs) / ROUND_TO_MS) * ROUND_TO_MS,
    toMs: Math.ceil(((place + spread) * intervalMs) / ROUND_TO_MS) * ROUND_TO_MS,
  };
}

/** A ticket as its seeker sees it. */
export function shownTicket(d: Domain, row: TicketRow): Ticket {
  if (row.state === 'offered') return { id: row.id, state: 'offered' };
  const { id, state, place, keepWithinMs, language } = row;
  return {
    id,
    state,
    place,
    keepWithinMs,
    wait: waitRange(place, d.recentMatches(language), d.clock.now()),
  };
}

/** Whether somebody new may take a place by the clock on the wall, and when next; those who wait keep theirs until it closes (rule I3). */
export function hoursOf({ openingHours }: Settings, now: number): Hours {
  if (openingHours === null) return { open: true, closesAt: null, lastIntakeAt: null };
  return hoursAt(openingHours, now);
}

/** The next opening; undefined while it is open to newcomers, or where none is known. */
function opensAt({ openingHours }: Settings, hours: Hours, now: number): number | undefined {
  if (openingHours === null || letsIn(hours, now)) return undefined;
  const next = hours.open ? hoursAt(openingHours, hours.closesAt ?? now) : hours;
  return next.open ? undefined : (next.opensAt ?? undefined);
}

export const letsIn = (hours: Hours, now: number): boolean =>
  hours.open && (hours.lastIntakeAt === null || now < hours.lastIntakeAt);

/** Whether enough of those who are needed are on duty (rule I2). */
const isStaffed = (row: OverviewRow, { leaderNeeded }: Settings): boolean =>
  (leaderNeeded ? row.leaders : row.onDuty) > 0;

/** Whether enough are on duty and one of them answers; otherwise no wait can be told (rules I2, Q5). */
export const isAnswered = (row: OverviewRow, settings: Settings): boolean =>
  isStaffed(row, settings) && row.answering > 0;

function stateOf(
  row: OverviewRow,
  settings: Settings,
  isIn: boolean,
  waits: readonly WaitRange[],
): IntakeState {
  if (!isIn) return 'closed';
  if (settings.paused) return 'paused';
  if (!isStaffed(row, settings)) return 'unstaffed';
  if (row.answering === 0) return 'paused';
  if (row.waiting >= settings.queueLimit) return 'full';
  const known = waits.filter((wait) => wait !== null);
  const isBusy = known.length > 0 && known.every(({ toMs }) => toMs > settings.busyWaitMs);
  return isBusy ? 'busy' : 'open';
}

/** Who waits in a language: the others compete with nobody there. */
const waitingIn = ({ lanes }: OverviewRow, language: Language): number =>
  lanes.reduce((sum, lane) => sum + (lane.language === language ? lane.waiting : 0), 0);

/**
 * `wait`: what a newcomer can expect in the language most people choose. It is busy where that is long in each language
 * for which it can be told. `shown`: the whole numbers that are told of those who wait, and of the wait.
 */
function intakeIn(
  row: OverviewRow,
  settings: Settings,
  now: number,
  shown: { readonly waiting: number; readonly stepMs: number },
): Intake {
  const inSteps = (count: number) => Math.floor(count / shown.waiting) * shown.waiting;
  const waits = settings.languages.map((language) => {
    const place = inSteps(waitingIn(row, language)) + 1;
    const wait = waitRange(place, row.matches[language] ?? [], now);
    return (
      wait && {
        fromMs: Math.floor(wait.fromMs / shown.stepMs) * shown.stepMs,
        toMs: Math.ceil(wait.toMs / shown.stepMs) * shown.stepMs,
      }
    );
  });
  const hours = hoursOf(settings, now);
  const next = opensAt(settings, hours, now);
  return {
    state: stateOf(row, settings, letsIn(hours, now), waits),
    waiting: inSteps(row.waiting),
    wait: isAnswered(row, settings) ? (waits[0] ?? null) : null,
    languages: [...settings.languages],
    ...(next !== undefined && { opensAt: next }),
  };
}

/** As staff see it: exact. */
export const intakeOf = (row: OverviewRow, settings: Settings, now: number): Intake =>
  intakeIn(row, settings, now, { waiting: 1, stepMs: ROUND_TO_MS });

/** States that say nothing of those who wait: everybody is told at once (rule I4). */
const TOLD_AT_ONCE: ReadonlySet<IntakeState> = new Set(['closed', 'paused', 'unstaffed']);

/**
 * What the public is told, in steps and at fixed times, so that nobody sees a single person come or go (rule I4). Opening,
 * closing and a pause are told at once.
 */
export function publicIntake(): (row: OverviewRow, settings: Settings, now: number) => Intake {
  let told: Intake | null = null;
  let toldIn = Number.NaN;
  return (row, settings, now) => {
    const period = Math.floor(now / TIMES.intakeReleaseMs);
    const intake = intakeIn(row, settings, now, { waiting: 5, stepMs: 5 * ROUND_TO_MS });
    const isSudden =
      intake.state !== told?.state &&
      [intake.state, told?.state].some((state) => state !== undefined && TOLD_AT_ONCE.has(state));
    if (told === null || period !== toldIn || isSudden) {
      told = intake;
      toldIn = period;
    }
    return { ...told, languages: intake.languages };
  };
}

export function overviewOf(row: OverviewRow, settings: Settings, now: number): Overview {
  const { lanes, oldestWaitMs, onDuty, leaders, ready, conversations } = row;
  return {
    intake: intakeOf(row, settings, now),
    lanes,
    oldestWaitMs,
    onDuty,
    leaders,
    ready,
    conversations,
  };
}

const NOBODY: OverviewRow = {
  ...{ lanes: [], versions: {}, matches: {}, oldestWaitMs: null },
  ...{ waiting: 0, onDuty: 0, leaders: 0, ready: 0, answering: 0, conversations: 0 },
};

/** While nothing can be known, nobody is let into a line (rule I1). */
export function overviewUnknown(settings: Settings, now: number): Overview {
  const overview = overviewOf(NOBODY, settings, now);
  return { ...overview, intake: { ...overview.intake, state: 'closed' } };
}
