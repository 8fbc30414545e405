/**
 * The daily release: what may be shown up to the last complete local day (rules T3, T4). Only complete periods are
 * published, so nothing that is shown ever grows. What has been shown stays shown.
 */
import { dayAfter } from '@terskel/shared/calendar';
import type { Shown } from '@terskel/shared/statistics';
import type { Held, Proofs, ReleaseInput, ReleaseResult } from '../../domain/releases.ts';
import { daysOf } from '../../domain/time-zone.ts';
import { NO_PROOFS, type KeptProofs } from '../engine/kept-proofs.ts';
import { POLICY, type Policy, type Release } from '../engine/marks.ts';
import { publish } from '../engine/publish.ts';
import type { CellKey, Table } from '../engine/tables.ts';
import { foldOf, sumOf } from './counts.ts';
import { busyCells } from './busy.ts';
import { staffCells } from './staff.ts';
import { offerTable, ticketTables } from './tables.ts';
import { toldCells } from './told.ts';

/** New cells that are left out if disclosure control refuses, one kind after the other. */
const KINDS: readonly (readonly [Held, RegExp])[] = [
  ['days', /\|date=\d{4}-\d\d-\d\d(?:\||$)/],
  ['hours', /\|date=\d{4}-Q\d-|\|hour=/],
  ['waits', /\|wait=/],
  ['weeks', /\|date=\d{4}-W/],
];

/** Pure. `input.days` must not be empty. */
export function releaseOf(input: ReleaseInput, policy: Policy = POLICY): ReleaseResult {
  const { figures, before, timeZone, languages } = input;
  const fold = foldOf(input);
  const counts = {
    days: sumOf(figures.days, fold.days),
    weekHours: sumOf(figures.weekHours, fold.weekHours),
  };
  const first = before?.first ?? input.days[0]?.day ?? '';
  const last = input.days.at(-1)?.day ?? '';
  const days = daysBetween(first, last);
  const shown = new Map(Object.entries(before?.cells ?? {}));
  const earlier = engineNames(shown);
  const of = (figure: string) => new Map([...earlier].filter(([key]) => isOf(key, figure)));

  const tickets = published(
    ...([ticketTables(days, counts), of('tickets'), before?.proofs.tickets, policy] as const),
  );
  const offers = published(
    ...([[offerTable(days, counts)], of('offers'), before?.proofs.offers, policy] as const),
  );
  const gaps = daysOf(figures.gaps, timeZone);
  const shownTickets = readerNames(tickets.release);
  const said = { days, counts: counts.days, months: figures.months, languages, gaps };
  const cells = new Map([
    ...shownTickets,
    ...offers.release,
    ...staffCells(days, counts, shown),
    ...busyCells(days, figures.months, shownTickets, shown),
    ...toldCells(said, shown, shownTickets),
  ]);
  const proofs: Proofs = { tickets: tickets.proofs, offers: offers.proofs };
  return {
    published: { first, last, timeZone, cells: Object.fromEntries([...shown, ...cells]) },
    ...{ proofs, fold },
    held: [...tickets.held, ...(offers.held.length > 0 ? (['offers'] as const) : [])],
  };
}

interface Part {
  readonly release: Release;
  readonly proofs: KeptProofs;
  readonly held: readonly Held[];
}

/** What can be shown; in the worst case, what has been shown. */
function published(
  tables: readonly Table[],
  earlier: Release,
  proofs: KeptProofs = NO_PROOFS,
  policy: Policy = POLICY,
): Part {
  for (let kinds = 0; kinds <= KINDS.length; kinds += 1) {
    const withheld = KINDS.slice(0, kinds);
    const isWithheld = (key: CellKey): boolean =>
      !earlier.has(key) && withheld.some(([, pattern]) => pattern.test(key));
    const reduced = tables.map((table) => ({ ...table, isWithheld }));
    const found = tried(reduced, earlier, proofs, policy);
    if (found !== null) return { ...found, held: withheld.map(([kind]) => kind) };
  }
  return { release: earlier, proofs, held: ['all'] };
}

function tried(
  tables: readonly Table[],
  earlier: Release,
  kept: KeptProofs,
  policy: Policy,
): Omit<Part, 'held'> | null {
  try {
    const found = publish(tables, earlier, kept, policy);
    if (found.state === 'refused') return null;
    // A cell that is not in the tables any more could not be protected.
    const isWhole = [...earlier.keys()].every((key) => found.release.has(key));
    return isWhole ? { release: found.release, proofs: found.proofs } : null;
  } catch (error) {
    // The counts contradict each other, or what has been shown.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

const isOf = (key: CellKey, figure: string): boolean =>
  key === figure || key.startsWith(`${figure}|`);

/** For disclosure control, waits are a split of tickets. Readers know them as a figure of its own, with all its totals. */
function readerNames(release: Release): Map<CellKey, Shown> {
  const named = new Map<CellKey, Shown>();
  for (const [key, shown] of release) {
    const places = key.split('|').slice(1);
    if (!places.some((place) => place.startsWith('wait='))) {
      named.set(key, shown);
      continue;
    }
    named.set(['waits', ...places].join('|'), shown);
    for (const total of totalsOf(places)) {
      const value = release.get(['tickets', ...total].join('|'));
      if (value !== undefined) named.set(['waits', ...total].join('|'), value);
    }
  }
  return named;
}

/** Of all waits with this outcome, and of all waits. */
function totalsOf(places: readonly string[]): (readonly string[])[] {
  const ofOutcome = places.filter((place) => !place.startsWith('wait='));
  return [ofOutcome, ofOutcome.filter((place) => !place.startsWith('outcome='))];
}

function engineNames(shown: ReadonlyMap<CellKey, Shown>): Map<CellKey, Shown> {
  return new Map(
    [...shown].flatMap(([key, value]) => {
      if (!isOf(key, 'waits')) return [[key, value] as const];
      return key.includes('|wait=') ? [[key.replace('waits', 'tickets'), value] as const] : [];
    }),
  );
}
