/** A year of a small association, released bit by bit, and an attack on everything that was shown. */
import type { Released } from '@terskel/server/domain/releases';
import { POLICY, type Policy } from '@terskel/server/statistics/engine/marks';
import { releaseOf } from '@terskel/server/statistics/release/release';
import { offerTable, ticketTables } from '@terskel/server/statistics/release/tables';
import { expect, test } from 'vitest';
import { counted, folded, historyOf, inputOf, kept, NOTHING } from '../../helpers/association.ts';
import { engineCells, leaks } from '../../helpers/attack.ts';

const DAYS = 365;
/** After some of the days, then at the end of each month. */
const ENDS = [1, 2, 3, 10, 17, 31, 45, 59, 60, 90, 91, 120, 151, 181, 212, 243, 273, 304, 334];

/** `ends`: the days after which there is a release. All cells of all releases: what is shown stays. */
function released(perDay: number, ends: readonly number[], policy: Policy = POLICY) {
  const history = historyOf({ seed: 3, first: '2027-01-01', days: DAYS, perDay });
  let figures = NOTHING;
  let before: Released | null = null;
  const held: string[] = [];
  let from = 0;
  for (const to of [...ends, DAYS]) {
    figures = counted(figures, ...history.counts.slice(from, to));
    const result = releaseOf(inputOf(figures, history.days.slice(from, to), before), policy);
    for (const [key, shown] of Object.entries(before?.cells ?? {}))
      expect([key, result.published.cells[key]]).toEqual([key, shown]);
    figures = folded(figures, result.fold);
    before = kept(result);
    held.push(...result.held);
    from = to;
  }
  const days = history.days.map(({ day }) => day);
  return { figures, days, held, cells: engineCells(before?.cells ?? {}) };
}

test('[T3] a year that is released bit by bit holds against the attack', () => {
  const { figures, days, cells, held } = released(1.3, ENDS);
  expect(held).toEqual([]);
  const tickets = ticketTables(days, figures);
  expect(leaks(tickets, cells, 8)).toEqual([]);
  expect(leaks([offerTable(days, figures)], cells, 12)).toEqual([]);
}, 240_000);

test('[T3] the attack succeeds on an engine that hides small counts and nothing else', () => {
  const weak = { ...POLICY, minimumRange: 0 };
  const { figures, days, cells } = released(1.3, [], weak);
  expect(leaks(ticketTables(days, figures), cells, 6)).not.toEqual([]);
  expect(leaks([offerTable(days, figures)], cells, 12)).not.toEqual([]);
}, 240_000);
