/**
 * An attack on the figures of what seekers said. A month shows what has left the live store. The rest of each value waits
 * there, and nobody may learn it (rules T1, T3). It uses all these figures, of all months, with the shown tickets.
 */
import type { Published } from '@terskel/server/domain/releases';
import { dateOf, dayAfter, monthOfDay, quarterOf } from '@terskel/shared/calendar';
import { HIDDEN } from '@terskel/server/statistics/engine/marks';
import { FIGURE_NAMES, FIGURES, type FigureName } from '@terskel/shared/figures';
import { TELLABLE_FROM } from '@terskel/shared/limits';
import { cellKey, type Shown } from '@terskel/shared/statistics';
import { rangesIn } from './attack.ts';

const LARGEST_REST = TELLABLE_FROM - 1;
/** Rests are deleted after 15 to 30 days, so each such time may have one more of a value. */
const REST_DAYS = 16;
const DAY_MS = 24 * 3_600_000;
/** Ends of conversations that are not the last one of their ticket. */
const MORE = ['returned', 'moved'];

/** Unknowns, and a number that is known. */
interface Sum {
  readonly unknowns: readonly string[];
  readonly known: number;
}
const plus = (one: Sum, other: Sum): Sum => ({
  unknowns: [...one.unknowns, ...other.unknowns],
  known: one.known + other.known,
});
const row = (left: Sum, is: '=' | '<=', right: Sum): string =>
  [
    ...left.unknowns.map((name) => `+ ${name}`),
    ...right.unknowns.map((name) => `- ${name}`),
    `${is} ${right.known - left.known}`,
  ].join(' ');
const number = (known: number): Sum => ({ unknowns: [], known });
const unknown = (...unknowns: readonly string[]): Sum => ({ unknowns, known: 0 });

/** For each value of each month that is shown, by name, the possible rests at the end of the month. */
export function restsOf({ first, cells }: Published, languages: readonly string[]) {
  const months = [...new Set(Object.keys(cells).map(monthOfTopics))].filter((each) => each !== '');
  const figures = FIGURE_NAMES.flatMap((name) => {
    const [split] = Object.entries<readonly string[]>(FIGURES[name].splits);
    if (FIGURES[name].period !== 'month' || split === undefined) return [];
    return [{ name, split: split[0], labels: name === 'languages' ? languages : split[1] }];
  });
  const cell = (name: string, date: string, split = '', label = ''): Shown | undefined =>
    cells[
      cellKey(name, [
        ['date', date],
        [split, label],
      ])
    ];
  const restName = (name: string, label: string, at: number) => `${name}_${label}_${at}`;
  /** Of the values of a figure, from the first month to this one: what is shown, and the rests. */
  function said(name: FigureName, at: number, only?: readonly string[]): Sum {
    const { split = '', labels = [] } = figures.find((figure) => figure.name === name) ?? {};
    const shown = (only ?? labels).flatMap((label) =>
      months.slice(0, at + 1).map((month, nth) => {
        const count = cell(name, month, split, label);
        return typeof count === 'number'
          ? number(count)
          : unknown(...(count === HIDDEN ? [`hidden_${restName(name, label, nth)}`] : []));
      }),
    );
    const own = unknown(...(only ?? labels).map((label) => restName(name, label, at)));
    return shown.reduce(plus, own);
  }
  /** `t`: all tickets, `m`: those that were matched; with those of the days before the first month. */
  const came = (name: 't' | 'm', at: number): Sum =>
    unknown(name, ...months.slice(0, at + 1).map((_, nth) => `${name}${nth}`));

  const rows = [row(unknown('m'), '<=', unknown('t'))];
  const before: Shown[] = [];
  for (let day = first; monthOfDay(day) < (months[0] ?? ''); day = dayAfter(day))
    before.push(cell('tickets', day) ?? 0);
  const most = before.map((count) => (typeof count === 'number' ? count : LARGEST_REST));
  if (!before.includes(HIDDEN))
    rows.push(row(unknown('t'), '<=', number(most.reduce((sum, each) => sum + each, 0))));
  const periods = [
    ...months.map((month, at) => [month, [at]] as const),
    ...Map.groupBy(months.keys(), (at) => quarterOf(dateOf(`${months[at] ?? ''}-01`))),
  ].filter(([date, own]) => own.length === (date.includes('Q') ? 3 : 1));
  for (const [date, own] of periods) {
    for (const [name, shown] of [
      ['t', cell('tickets', date)],
      ['m', cell('tickets', date, 'outcome', 'matched')],
    ] as const) {
      const sum = unknown(...own.map((at) => `${name}${at}`));
      if (typeof shown === 'number') rows.push(row(sum, '=', number(shown)));
    }
  }
  const [rests, hidden]: [string[], string[]] = [[], []];
  for (const [at, month] of months.entries()) {
    const days = (dateOf(`${month}-28`).getTime() - dateOf(first).getTime()) / DAY_MS;
    const largest = number(LARGEST_REST * Math.max(1, Math.ceil(days / REST_DAYS)));
    rows.push(row(unknown(`m${at}`), '<=', unknown(`t${at}`)));
    for (const { name, split, labels } of figures) {
      for (const label of labels) {
        rests.push(restName(name, label, at));
        if (cell(name, month, split, label) === HIDDEN)
          hidden.push(`hidden_${restName(name, label, at)}`);
        rows.push(row(unknown(restName(name, label, at)), '<=', largest));
        // What was said by the end of a month has been said by the end of the next one.
        if (at > 0) rows.push(row(said(name, at - 1, [label]), '<=', said(name, at, [label])));
      }
    }
    for (const name of ['languages', 'topics', 'ages'] as const)
      rows.push(row(said(name, at), '=', came('t', at)));
    rows.push(
      row(said('ends', at), '=', said('durations', at)),
      row(came('m', at), '<=', said('ends', at)),
      row(said('ends', at), '<=', plus(came('m', at), said('ends', at, MORE))),
      row(said('before', at), '=', said('change', at)),
      row(said('before', at), '<=', said('after', at)),
      row(said('after', at), '<=', came('m', at)),
      row(said('heard', at), '<=', came('m', at)),
    );
  }
  const all = ['t', 'm', ...months.flatMap((_, at) => [`t${at}`, `m${at}`]), ...rests, ...hidden];
  const range = rangesIn(rows, all);
  return rests.map((name) => {
    const { low, high } = range([name]);
    return { name, low, high };
  });
}

/** The month of a cell of topics; empty for other cells. */
const monthOfTopics = (key: string): string =>
  /^topics\|(?:.*\|)?date=(\d{4}-\d\d)(?:\||$)/.exec(key)?.[1] ?? '';
