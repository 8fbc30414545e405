/** Tables from the literature and from manuals, with known answers. */
import { audit } from '@terskel/server/statistics/engine/audit';
import { feasibleRange } from '@terskel/server/statistics/engine/feasible';
import { NO_PROOFS } from '@terskel/server/statistics/engine/kept-proofs';
import { layoutOf } from '@terskel/server/statistics/engine/layout';
import { MARK, type Policy, POLICY, SMALL } from '@terskel/server/statistics/engine/marks';
import { publish } from '@terskel/server/statistics/engine/publish';
import { ALL, dimension, type Table } from '@terskel/server/statistics/engine/tables';
import { describe, expect, test } from 'vitest';
import { grid } from '../../helpers/figures.ts';

/** The manuals do not publish which hidden cells are small. `largest`: the largest count that is hidden. */
const hiding = (largest: number, minimumRange = 1): Policy => {
  return { threshold: largest + 1, minimumRange, marksDiffer: false };
};

const COUNTRIES = ['Iceland', 'Portugal', 'Spain'];
const ages = (young: readonly number[], old: readonly number[]) => [...young, ...old];

function hiddenIn(table: Table, policy: Policy): string[] {
  const published = publish([table], new Map(), NO_PROOFS, policy);
  if (published.state === 'refused') throw new Error(JSON.stringify(published.findings));
  return [...published.release]
    .filter(([, shown]) => typeof shown !== 'number')
    .map(([key]) => key);
}

/** The possible values of cells, if just `hidden` is hidden. */
function rangesIn(table: Table, hidden: readonly string[], policy: Policy) {
  const layout = layoutOf([table]);
  const marks = Uint8Array.from(layout.keys, (key) =>
    hidden.includes(key) ? MARK.hidden : MARK.shown,
  );
  const range = (key: string) => feasibleRange(layout, marks, policy, layout.keys.indexOf(key));
  return { range, findings: audit(layout, marks, policy, []) };
}

const cell = (row: string, column: string) => `count|column=${column}|row=${row}`;
const both = (...columns: string[]) =>
  ['young', 'old'].flatMap((row) => columns.map((column) => cell(row, column)));

describe('[T3] the examples of the GaussSuppression package', () => {
  const example = grid(['young', 'old'], COUNTRIES, ages([2, 0, 5], [3, 4, 6]));

  test('[T3] one small cell hides a rectangle of four', () => {
    expect(hiddenIn(example, hiding(1)).toSorted()).toEqual(both('Iceland', 'Portugal').toSorted());
  });

  test('[T3] these four are protected, and yet too narrow for a rule about ranges', () => {
    const { range } = rangesIn(example, both('Iceland', 'Portugal'), hiding(1));
    expect(range(cell('young', 'Iceland'))).toEqual([0, 2]);
    expect(range(cell('young', 'Portugal'))).toEqual([0, 2]);
    expect(range(cell('old', 'Iceland'))).toEqual([3, 5]);
    expect(range(cell('old', 'Portugal'))).toEqual([2, 4]);
    const { findings } = rangesIn(example, both('Iceland', 'Portugal'), hiding(1, 3));
    expect(findings.map(({ key }) => key).toSorted()).toEqual(
      both('Iceland', 'Portugal').toSorted(),
    );
  });

  test('[T3] subtotals are hidden with their parts', () => {
    const table = grid(['young', 'old'], COUNTRIES, ages([2, 0, 5], [3, 4, 6]), [
      { level: 'union', label: 'EU', members: [1, 2] },
      { level: 'union', label: 'others', members: [0] },
    ]);
    expect(hiddenIn(table, hiding(2)).toSorted()).toEqual(
      both('EU', 'Iceland', 'Portugal', 'others').toSorted(),
    );
  });

  test('[T3] two zeros do not protect each other', () => {
    const table = grid(['young', 'old'], COUNTRIES, ages([0, 0, 5], [3, 4, 6]));
    expect(hiddenIn(table, hiding(2)).toSorted()).toEqual(both(...COUNTRIES).toSorted());
  });

  test('[T3] a range of at least five needs the third column too', () => {
    const table = grid(['young', 'old'], COUNTRIES, ages([3, 1, 17], [10, 11, 17]));
    expect(hiddenIn(table, hiding(3, 5)).toSorted()).toEqual(both(...COUNTRIES).toSorted());
    const { range } = rangesIn(table, both(...COUNTRIES), hiding(3, 5));
    expect(range(cell('young', 'Iceland'))).toEqual([0, 13]);
    expect(range(cell('young', 'Portugal'))).toEqual([0, 12]);
  });
});

describe('[T3] textbook tables', () => {
  test('[T3] two hidden cells in every line can still give one away', () => {
    const lines = [
      [30, 47, 64, 89],
      [90, 124, 5, 31],
      [92, 100, 59, 85],
      [800, 991, 651, 685],
    ];
    const table = grid(['w', 'x', 'y', 'z'], ['a', 'b', 'c', 'd'], lines.flat());
    const hidden = ['wa', 'wb', 'wc', 'xa', 'xc', 'yb', 'yd', 'zb', 'zd'].map((name) =>
      cell(name.charAt(0), name.charAt(1)),
    );
    const first = rangesIn(table, hidden, POLICY);
    expect(first.range(cell('w', 'b'))).toEqual([47, 47]);
    expect(first.findings.map(({ key }) => key)).toEqual([cell('w', 'b')]);
    const mended = rangesIn(table, [...hidden, cell('x', 'b')], POLICY);
    expect(mended.range(cell('w', 'b'))).toEqual([0, 141]);
    expect(mended.findings).toEqual([]);
  });

  test('[T3] the range of a hidden cell takes all lines into account', () => {
    const table = grid(['1', '2', '3'], ['A', 'B', 'C'], [20, 50, 10, 8, 19, 22, 17, 32, 12]);
    const hidden = ['2A', '2C', '3A', '3C'].map((name) => cell(name.charAt(0), name.charAt(1)));
    expect(rangesIn(table, hidden, POLICY).range(cell('2', 'C'))).toEqual([5, 30]);
  });

  test.each([
    { counts: [0, 0, 0], hidden: 4 },
    { counts: [10, 5, 0, 0], hidden: 3 },
    { counts: [10, 3, 1, 1], hidden: 3 },
  ])('[T3] zeros and ones are protected: $counts', ({ counts, hidden }) => {
    const parts = dimension(
      'part',
      'part',
      counts.map(String).map((count, at) => `${at}:${count}`),
    );
    const table = { figure: 'count', dimensions: [parts], shown: [['part'], [ALL]], counts };
    const published = publish([table]);
    if (published.state === 'refused') throw new Error('refused');
    const marks = [...published.release.values()];
    expect(marks.filter((mark) => typeof mark !== 'number')).toHaveLength(hidden);
    // The cell of ten is large, and never shown as a small one.
    expect(marks[0] === SMALL).toBe(counts[0] === 0);
  });
});
