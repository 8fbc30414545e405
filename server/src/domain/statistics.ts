/** Statistics for admins: the daily release, what it shows, and the counts of today (rules T2–T4). */
import { dayAfter } from '@terskel/shared/calendar';
import type { Statistics, Today } from '@terskel/shared/statistics';
import { hourIn, sumsOf } from './cells.ts';
import { openHoursOf } from './hours.ts';
import type { Figures } from './ledger.ts';
import type { Domain, Jobs } from './ports.ts';
import type { ComputeRelease, Held } from './releases.ts';
import { daysOf, firstHourOf, placeOfHour, timeZoneOf } from './time-zone.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 10 * 60_000;
/** Local hour from which a node releases the day before, so that no hour of it is still on its way. */
const FROM_HOUR = 4;
/** Counts of today are multiples of it. */
const STEP = 5;

/**
 * Returns a function to be called often. It looks every ten minutes whether yesterday is released; if not, and all its counts
 * are in the ledger, it adds a job (`releaseDay`). Days that were missed are released with it. As no release can be undone,
 * it waits until the clock has gone evenly for an hour: a clock that is wrong is mostly set right soon.
 */
export function dailyRelease(domain: Domain, jobs: Jobs): () => Promise<void> {
  const { ledger, clock } = domain;
  let [lookedAt, evenSince, released] = [-Infinity, -Infinity, ''];
  return async () => {
    const now = clock.now();
    // The clock may have been set back.
    const passedMs = Math.abs(now - lookedAt);
    if (passedMs < LOOK_EVERY_MS) return;
    if (passedMs > 2 * LOOK_EVERY_MS || now < lookedAt) evenSince = now;
    lookedAt = now;
    const timeZone = timeZoneOf(domain.settings());
    const { day, hour } = placeOfHour(timeZone, Math.floor(now / HOUR_MS));
    const yesterday = dayAfter(day, -1);
    if (now - evenSince < HOUR_MS || hour < FROM_HOUR || released >= yesterday) return;
    const { last, countedTo } = await ledger.releaseState();
    if (last !== null && last >= yesterday) released = last;
    else if (countedTo !== null && countedTo >= firstHourOf(timeZone, day))
      jobs.add('release', yesterday);
  };
}

/**
 * Releases everything up to this local day, however often it is called and wherever an earlier call has stopped. Does
 * nothing while counts of the day are missing, or before anything was counted. `onHeld`: a kind of cells that cannot be
 * shown yet.
 */
export async function releaseDay(
  { ledger }: Domain,
  compute: ComputeRelease,
  day: string,
  onHeld: (kind: Held) => void,
): Promise<void> {
  for (;;) {
    const [figures, before] = [await ledger.figures(), await ledger.released()];
    const settings = await ledger.settings();
    const timeZone = timeZoneOf(settings);
    const first = before === null ? firstDayOf(figures, timeZone) : dayAfter(before.last);
    const isCounted =
      figures.countedTo !== null && figures.countedTo >= firstHourOf(timeZone, dayAfter(day));
    if (first === null || first > day || !isCounted) return;
    const days = [];
    for (let each = first; each <= day; each = dayAfter(each))
      days.push({ day: each, openHours: openHoursOf(settings.openingHours, each) });
    const { languages } = settings;
    const result = await compute({ figures, before, days, timeZone, languages });
    // Otherwise a batch or another node came first.
    if (!(await ledger.release({ figures, before }, result)).ok) continue;
    for (const kind of result.held) onHeld(kind);
    return;
  }
}

/** The local day of the earliest hour that was counted; null if there is none. */
export function firstDayOf(
  { hours, gaps }: Pick<Figures, 'hours' | 'gaps'>,
  timeZone: string,
): string | null {
  // Not by arguments of a call: after a year there may be more than a call can have.
  const earliest = [...Object.keys(hours).map(hourIn), ...gaps].reduce(
    (one, other) => Math.min(one, other),
    Infinity,
  );
  return earliest === Infinity ? null : placeOfHour(timeZone, earliest).day;
}

export async function statistics({ ledger, settings }: Domain): Promise<Statistics> {
  const published = await ledger.published();
  if (published === null)
    return { timeZone: timeZoneOf(settings()), days: null, gaps: [], cells: {} };
  const { first, last, timeZone, cells, gaps } = published;
  return {
    ...{ timeZone, days: { first, last }, cells },
    gaps: daysOf(gaps, timeZone).filter((day) => first <= day && day <= last),
  };
}

/**
 * Returns a function that answers with the counts of today. A node counts them once a minute, however many ask: so asking
 * often costs little, and tells the minute of a fifth event but not its second.
 */
export function todayByMinute(domain: Domain): () => Promise<Today> {
  let [known, ofMinute]: [Promise<Today> | null, number] = [null, 0];
  return () => {
    const minute = Math.floor(domain.clock.now() / MINUTE_MS);
    if (known !== null && minute === ofMinute) return known;
    const counted = today(domain);
    [known, ofMinute] = [counted, minute];
    counted.catch(() => {
      if (known === counted) known = null;
    });
    return counted;
  };
}

async function today({ ledger, store, settings, clock }: Domain): Promise<Today> {
  const timeZone = timeZoneOf(settings());
  // The ledger first: a batch that moves in between is missing once, and is never counted twice.
  const [counted, waiting] = [await ledger.hourCounts(), await store.counts()];
  return todayOf(counted, waiting, timeZone, clock.now());
}

/**
 * Totals only. Together with the total of the day, which is released later, a rounded part would narrow what `<5` and
 * `hidden` stand for: of 10 tickets, at least 10 matched. `counted`, `waiting`: `tickets 493520 matched` → number, of the
 * ledger and of the live store. `now`: ms.
 */
export function todayOf(
  counted: Figures['hours'],
  waiting: Figures['hours'],
  timeZone: string,
  now: number,
): Today {
  const { day } = placeOfHour(timeZone, Math.floor(now / HOUR_MS));
  const from = firstHourOf(timeZone, day);
  const cells = [...Object.entries(counted), ...Object.entries(waiting)];
  const ofToday = cells.filter(([name]) => hourIn(name) >= from);
  const sums = sumsOf(ofToday.map(([name, count]) => [name.split(' ')[0] ?? '', count]));
  const counts = { tickets: rounded(sums.get('tickets')), offers: rounded(sums.get('offers')) };
  return { day, at: now, counts };
}

const rounded = (count = 0): number => Math.floor(count / STEP) * STEP;
