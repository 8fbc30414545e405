/** What is released, what is refused, and what earlier releases change. */
import { audit } from '@terskel/server/statistics/engine/audit';
import { layoutOf } from '@terskel/server/statistics/engine/layout';
import { HIDDEN, MARK, POLICY, primaryMarks, SMALL } from '@terskel/server/statistics/engine/marks';
import { publish, share } from '@terskel/server/statistics/engine/publish';
import { republish } from '@terskel/server/statistics/engine/revision';
import { cellKey } from '@terskel/shared/statistics';
import { ALL, dimension, type Table } from '@terskel/server/statistics/engine/tables';
import { expect, test } from 'vitest';
import { leaks } from '../../helpers/attack.ts';
import { grid } from '../../helpers/figures.ts';

const months = (counts: readonly number[], labels = ['April', 'May', 'June']): Table => {
  const used = labels.slice(0, counts.length);
  const dimensions = [dimension('month', 'month', used)];
  return { figure: 'opened', dimensions, shown: [['month'], [ALL]], counts };
};
const month = (label: string) => cellKey('opened', [['month', label]]);

function release(...args: Parameters<typeof publish>) {
  const published = publish(...args);
  if (published.state === 'refused') throw new Error(JSON.stringify(published.findings));
  return published.release;
}

test('[T3] a total is the true one, or hidden: never that of the visible cells', () => {
  const shown = release([months([30, 3, 40])]);
  expect([73, HIDDEN]).toContain(shown.get('opened'));
  expect(shown.get(month('May'))).toBe(SMALL);
});

test('[T3] what has been shown stays shown, and is taken into account', () => {
  const tongues = (counts: readonly number[]) => grid(['May', 'June'], ['nb', 'en', 'ar'], counts);
  // The table is protected by hiding the cheapest cells, unless these have been shown before.
  const table = tongues([20, 9, 2, 30, 16, 14]);
  const fresh = release([table]);
  const [cheapest] = [...fresh].find(([, shown]) => shown === HIDDEN) ?? [''];
  const { keys, values } = layoutOf([table]);
  const earlier = new Map([[cheapest, values[keys.indexOf(cheapest)] ?? 0]]);
  const after = release([table], earlier);
  expect(after.get(cheapest)).toBe(earlier.get(cheapest));
  expect(leaks([table], after, 40)).toEqual([]);
});

test('[T3] publication is refused if what has been shown leaves no way', () => {
  const earlier = new Map([
    [month('April'), 30],
    [month('June'), 40],
    ['opened', 73],
  ]);
  const published = publish([months([30, 3, 40])], earlier);
  expect(published).toEqual({
    state: 'refused',
    findings: [{ key: month('May'), low: 3, high: 3, required: 4 }],
  });
});

test('[T3] a shown count that has changed is no release but a revision', () => {
  expect(() => publish([months([30, 8])], new Map([[month('May'), 7]]))).toThrow(RangeError);
  expect(() => republish([months([30, 6])], [[30, 7]], release([months([30, 7])]))).toThrow(
    RangeError,
  );
});

test('[T3] a revision shows a count only if the increase may be shown', () => {
  const first = release([months([30, 7, 40])]);
  const republished = republish([months([39, 8, 47])], [[30, 7, 40]], first);
  if (republished.state === 'refused') throw new Error('refused');
  // May has grown by one. Its new count is hidden, and so is another one, or the total.
  expect(republished.release.get(month('May'))).toBe(HIDDEN);
  expect([...republished.release.values()].filter((shown) => shown === HIDDEN)).toHaveLength(2);
});

test('[T3] tables that contradict each other are an error', () => {
  const other = { ...months([30, 8]), shown: [[ALL]], figure: 'opened' };
  expect(() => publish([months([30, 7]), other])).toThrow(RangeError);
  expect(() => publish([months([30, -1])])).toThrow(RangeError);
  expect(() => publish([months([30, 1.5])])).toThrow(RangeError);
});

test('[T3] the audit finds marks that are false, and believes no proof that readers could exclude', () => {
  const layout = layoutOf([months([30, 3, 40])]);
  const { marks } = primaryMarks(layout, POLICY, new Map());
  const [april, may, , all] = [0, 1, 2, 3];
  // A table in which May is 7: no proof, since the total is shown.
  const lie = Int32Array.from([0, may, 4]);
  expect(audit(layout, marks, POLICY, [lie]).map(({ key }) => key)).toEqual([month('May')]);
  marks[all] = MARK.hidden;
  marks[april] = MARK.small;
  marks[may] = MARK.shown;
  expect(audit(layout, marks, POLICY, []).map(({ key }) => key)).toEqual(
    expect.arrayContaining([month('April'), month('May')]),
  );
});

test('[T3] a percentage needs two shown counts', () => {
  const shown = new Map<string, number | typeof SMALL>([
    ['part', 45],
    ['whole', 180],
    ['few', SMALL],
    ['none', 0],
  ]);
  expect(share(shown, 'part', 'whole')).toBe(0.25);
  expect(share(shown, 'few', 'whole')).toBeNull();
  expect(share(shown, 'part', 'few')).toBeNull();
  expect(share(shown, 'part', 'none')).toBeNull();
  expect(share(shown, 'part', 'missing')).toBeNull();
});

test('[T3] a cell that is withheld is not shown, and yet protected', () => {
  const isWithheld = (key: string) => key === month('May');
  const shown = release([{ ...months([30, 3, 40]), isWithheld }]);
  expect(shown.has(month('May'))).toBe(false);
  // Otherwise the total less the other months would tell it.
  expect([...shown.values()].filter((value) => value === HIDDEN)).not.toEqual([]);
});

test('[T3] what everybody knows to be zero has no cell, and protects nothing', () => {
  const closed = [0, 0, 1];
  const shown = release([{ ...months([30, 3, 0]), closed }]);
  expect(shown.has(month('June'))).toBe(false);
  expect([shown.get(month('April')), shown.get('opened')]).toContain(HIDDEN);
  expect(() => publish([{ ...months([30, 3, 1]), closed }])).toThrow(RangeError);
});
