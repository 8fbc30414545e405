/** Computes the intake state and the expected wait. Pure, and the only place that does (rules I1, Q5). */
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

/** With fewer recent matches than this no wait is estimated. */
const MATCHES_NEEDED = 5;
const ROUND_TO_MS = 60_000;

/**
 * Estimates the wait for a place in line from the times of recent matches (ms since the epoch, newest first). Null
 * with too few matches. Matches are modelled as a Poisson process whose rate is measured up to now, so the estimate
 * grows while nothing happens. The range is one standard deviation to each side, rounded outwards to whole minutes.
 */
function waitRange(place: number, matches: readonly number[], now: number): WaitRange {
  const oldest = matches.at(-1);
  if (oldest === undefined || matches.length < MATCHES_NEEDED) return null;
  const intervalMs = Math.max(1, now - oldest) / matches.length;
  const spread = Math.sqrt(place);
  return {
    fromMs: Math.floor(((place - spread) * intervalMs) / ROUND_TO_MS) * ROUND_TO_MS,
    toMs: Math.ceil(((place + spread) * intervalMs) / ROUND_TO_MS) * ROUND_TO_MS,
  };
}

/** A ticket as sent to its seeker. */
export function shownTicket(domain: Domain, row: TicketRow): Ticket {
  if (row.state === 'offered') return { id: row.id, state: 'offered' };
  const { id, state, place, keepWithinMs, language } = row;
  return {
    id,
    state,
    place,
    keepWithinMs,
    wait: waitRange(place, domain.recentMatches(language), domain.clock.now()),
  };
}

/** The opening state by the settings; without opening hours, always open (rule I3). */
export function hoursOf({ openingHours }: Settings, now: number): Hours {
  if (openingHours === null) return { open: true, closesAt: null, lastIntakeAt: null };
  return hoursAt(openingHours, now);
}

/** The next opening (ms since the epoch); undefined while new tickets are accepted, or if none is known. */
function opensAt({ openingHours }: Settings, hours: Hours, now: number): number | undefined {
  if (openingHours === null || acceptsTickets(hours, now)) return undefined;
  const next = hours.open ? hoursAt(openingHours, hours.closesAt ?? now) : hours;
  return next.open ? undefined : (next.opensAt ?? undefined);
}

/** Whether new tickets are accepted by the opening hours; waiting seekers keep their place until closing (rule I3). */
export const acceptsTickets = (hours: Hours, now: number): boolean =>
  hours.open && (hours.lastIntakeAt === null || now < hours.lastIntakeAt);

/** Whether a leader, or any volunteer if the settings need no leader, is on duty (rule I2). */
const isStaffed = (row: OverviewRow, { leaderNeeded }: Settings): boolean =>
  (leaderNeeded ? row.leaders : row.onDuty) > 0;

/** Whether the required staff is on duty and someone answers; otherwise no wait is estimated (rules I2, Q5). */
export const isAnswered = (row: OverviewRow, settings: Settings): boolean =>
  isStaffed(row, settings) && row.answering > 0;

function stateOf(
  row: OverviewRow,
  settings: Settings,
  accepts: boolean,
  waits: readonly WaitRange[],
): IntakeState {
  if (!accepts) return 'closed';
  if (settings.paused) return 'paused';
  if (!isStaffed(row, settings)) return 'unstaffed';
  if (row.answering === 0) return 'paused';
  if (row.waiting >= settings.queueLimit) return 'full';
  const known = waits.filter((wait) => wait !== null);
  const isBusy = known.length > 0 && known.every(({ toMs }) => toMs > settings.busyWaitMs);
  return isBusy ? 'busy' : 'open';
}

/** Number of tickets waiting in one language; only these compete with each other. */
const waitingIn = ({ lanes }: OverviewRow, language: Language): number =>
  lanes.reduce((sum, lane) => sum + (lane.language === language ? lane.waiting : 0), 0);

/**
 * `wait` is the estimate for a new ticket in the first language of the settings, which most people choose. The state
 * is `busy` if the wait is long in every language that has an estimate. `shown`: step sizes for the number waiting and
 * for the wait (ms).
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
    state: stateOf(row, settings, acceptsTickets(hours, now), waits),
    waiting: inSteps(row.waiting),
    wait: isAnswered(row, settings) ? (waits[0] ?? null) : null,
    languages: [...settings.languages],
    ...(next !== undefined && { opensAt: next }),
  };
}

/** The intake as staff see it: exact numbers. */
export const intakeOf = (row: OverviewRow, settings: Settings, now: number): Intake =>
  intakeIn(row, settings, now, { waiting: 1, stepMs: ROUND_TO_MS });

/** States that reveal nothing about waiting seekers: changes to or from them are published at once (rule I4). */
const PUBLISHED_AT_ONCE: ReadonlySet<IntakeState> = new Set(['closed', 'paused', 'unstaffed']);

/**
 * The intake as the public sees it. Values are rounded and change at fixed times only, so that a single person cannot
 * be seen to come or go (rule I4). Opening, closing, a pause and a lack of staff are published at once. The returned
 * function keeps the last published value.
 */
export function publicIntake(): (row: OverviewRow, settings: Settings, now: number) => Intake {
  let published: Intake | null = null;
  let publishedIn = Number.NaN;
  return (row, settings, now) => {
    const period = Math.floor(now / TIMES.intakeReleaseMs);
    const intake = intakeIn(row, settings, now, { waiting: 5, stepMs: 5 * ROUND_TO_MS });
    const isSudden =
      intake.state !== published?.state &&
      [intake.state, published?.state].some(
        (state) => state !== undefined && PUBLISHED_AT_ONCE.has(state),
      );
    if (published === null || period !== publishedIn || isSudden) {
      published = intake;
      publishedIn = period;
    }
    return { ...published, languages: intake.languages };
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

/** The overview while the live store is unknown: intake counts as closed (rule I1). */
export function overviewUnknown(settings: Settings, now: number): Overview {
  const overview = overviewOf(NOBODY, settings, now);
  return { ...overview, intake: { ...overview.intake, state: 'closed' } };
}
