/** Attacks on published tables with an independent solver, and on an engine that was weakened on purpose. */
import { dateDimension } from '@terskel/server/statistics/engine/calendar';
import { type KeptProofs, NO_PROOFS } from '@terskel/server/statistics/engine/kept-proofs';
import { layoutOf } from '@terskel/server/statistics/engine/layout';
import { HIDDEN, type Release, SMALL } from '@terskel/server/statistics/engine/marks';
import { publish } from '@terskel/server/statistics/engine/publish';
import { republish } from '@terskel/server/statistics/engine/revision';
import { ALL, dimension, type Table } from '@terskel/server/statistics/engine/tables';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../fuzz/random.ts';
import { attack, leaks, primaryOnly } from '../../helpers/attack.ts';
import { daysFrom, grid, poisson, tickets } from '../../helpers/figures.ts';

function released(tables: readonly Table[], earlier: Release = new Map()): Release {
  const published = publish(tables, earlier);
  if (published.state === 'refused') throw new Error(JSON.stringify(published.findings));
  return published.release;
}

/** A random table: 1 to 3 dimensions, some with overlapping groups. */
function randomTable(seed: number): Table {
  const random = randomOf(seed);
  const mean = random.pick([1, 3, 8, 30]);
  const dimensions = Array.from({ length: 1 + random.below(3) }, (_, at) => {
    const leaves = Array.from({ length: 2 + random.below(3) }, (_, leaf) => `${at}${leaf}`);
    const groups =
      leaves.length < 4
        ? []
        : [
            { level: 'group', label: `a${at}`, members: [0, 1] },
            { level: 'group', label: `b${at}`, members: [1, 2, 3] },
          ];
    return dimension(`d${at}`, 'leaf', leaves, groups);
  });
  let shown: string[][] = [[]];
  for (const { groups } of dimensions) {
    const levels = ['leaf', ALL, ...(groups.length > 1 ? ['group'] : [])];
    shown = shown.flatMap((head) => levels.map((level) => head.concat(level)));
  }
  const size = dimensions.reduce((product, { leaves }) => product * leaves.length, 1);
  const counts = Array.from({ length: size }, () => poisson(random, (mean * random.below(5)) / 2));
  return { figure: 'count', dimensions, shown, counts };
}

const SEEDS = Array.from({ length: 24 }, (_, at) => at + 1);

describe('[T3] random tables', () => {
  test('[T3] no hidden count is determined, or narrower than the minimum', () => {
    const found = SEEDS.flatMap((seed) => {
      const table = randomTable(seed);
      return leaks([table], released([table]), 8).map((leak) => `seed ${seed}: ${leak}`);
    });
    expect(found).toEqual([]);
  });

  test('[T3] shown counts are true, and the other marks are not false', () => {
    const wrong = SEEDS.flatMap((seed) => {
      const table = randomTable(seed);
      const { keys, values } = layoutOf([table]);
      const release = released([table]);
      return keys.filter((key, at) => {
        const [shown, value] = [release.get(key), values[at] ?? 0];
        if (typeof shown === 'number') return shown !== value || shown < 5;
        return shown !== HIDDEN && (shown !== SMALL || value >= 5);
      });
    });
    expect(wrong).toEqual([]);
  });

  test('[T3] the attack succeeds where only small counts are hidden', () => {
    const open = SEEDS.filter((seed) => {
      const table = randomTable(seed);
      return leaks([table], primaryOnly([table]), 8).length > 0;
    });
    expect(open.length).toBeGreaterThan(SEEDS.length / 2);
  });
});

describe('[T3] a month of tickets', () => {
  const month = tickets(randomOf(4), daysFrom('2027-03-01', 31), 3, 4);
  const release = released([month]);

  test('[T3] holds against the attack, by day, week, month, hour and end', () => {
    expect(
      [...release.values()].filter((shown) => typeof shown === 'number').length,
    ).toBeGreaterThan(5);
    expect(leaks([month], release, 12)).toEqual([]);
  });

  test('[T3] the attack succeeds if secondary cells are shown', () => {
    expect(leaks([month], primaryOnly([month]), 12)).not.toEqual([]);
  });

  test('[T3] a second release of the month holds together with the first', () => {
    const random = randomOf(9);
    const increase = Array.from(month.counts, () => (random.chance(25) ? 1 : 0));
    const later = { ...month, counts: increase.map((by, at) => by + (month.counts[at] ?? 0)) };
    const published = republish([later], [month.counts], release);
    if (published.state === 'refused') throw new Error(JSON.stringify(published.findings));
    const second = published.release;
    expect(typeof second.get('opened|date=2027-03')).toBe('number');
    const both = withIncrease(later, release, second);
    expect(leaks(both.tables, both.seen, 3)).toEqual([]);
    // Without regard to the first release, the increase could be computed.
    const careless = withIncrease(later, release, released([later]));
    expect(narrowIncreases(careless)).not.toEqual([]);
    expect(narrowIncreases(both)).toEqual([]);
  });

  test('[T3] each month is published with all before it, and together they hold', () => {
    const days = daysFrom('2027-01-01', 90);
    const quarter = tickets(randomOf(3), days, 2, 2);
    let seen: Release = new Map();
    let proofs: KeptProofs = NO_PROOFS;
    for (const count of [31, 59, 90]) {
      const [, ...others] = quarter.dimensions;
      const counts = Array.from(quarter.counts).slice(0, count * 12);
      const upTo = { ...quarter, counts };
      const dimensions = [dateDimension(days.slice(0, count)), ...others];
      const published = publish([{ ...upTo, dimensions }], seen, proofs);
      if (published.state === 'refused') throw new Error(JSON.stringify(published.findings));
      for (const [key, shown] of seen) expect(published.release.get(key)).toBe(shown);
      [seen, proofs] = [
        published.release,
        JSON.parse(JSON.stringify(published.proofs)) as KeptProofs,
      ];
    }
    expect(leaks([quarter], seen, 2)).toEqual([]);
  });

  test('[T3] the same counts again are the same release', () => {
    expect(republish([month], [month.counts], release)).toMatchObject({
      state: 'released',
      release,
    });
  });
});

/** Two releases of one table, as a reader sees them: the first, what came since, and the sum of the two. */
function withIncrease(table: Table, first: Release, second: Release) {
  const parts = dimension('release', 'part', ['first', 'since']);
  const described = {
    figure: table.figure,
    dimensions: [...table.dimensions, parts],
    shown: table.shown.flatMap((levels) => [levels.concat(ALL), levels.concat('part')]),
  };
  const renamed = [...first].map(([key, shown]) => {
    const [figure = '', ...places] = key.split('|');
    return [[figure, ...[...places, 'release=first'].toSorted()].join('|'), shown] as const;
  });
  return { tables: [described], seen: new Map([...second, ...renamed]) };
}

/** Increases of 1 to 4 that are known exactly, of weeks. */
function narrowIncreases({ tables, seen }: ReturnType<typeof withIncrease>): string[] {
  const { keys, range } = attack(tables, seen);
  return keys
    .filter((key) => /^opened\|date=2027-W\d+\|release=since$/.test(key))
    .flatMap((key) => {
      const { low, high } = range(key);
      return high - low < 4 && high < 5 ? [`${key}: ${low} to ${high}`] : [];
    });
}

describe('[T3] linked tables', () => {
  const topics = grid(
    ['May', 'June'],
    ['loss', 'work', 'home', 'other'],
    [9, 6, 12, 3, 14, 7, 8, 11],
  );
  const tongues = grid(['May', 'June'], ['nb', 'en', 'ar'], [27, 2, 1, 20, 13, 7]);
  const renamed = (table: Table, name: string): Table => {
    const [rows, columns] = table.dimensions;
    if (rows === undefined || columns === undefined) throw new Error('two dimensions');
    return { ...table, dimensions: [rows, { ...columns, name }] };
  };
  const tables = [renamed(topics, 'topic'), renamed(tongues, 'tongue')];

  test('[T3] tables with shared totals are protected together', () => {
    expect(leaks(tables, released(tables), 40)).toEqual([]);
  });

  test('[T3] the attack succeeds if each is protected without the other', () => {
    const months = dimension('month', 'month', ['May', 'June']);
    const one = {
      figure: 'count',
      dimensions: [months],
      shown: [['month'], [ALL]],
      counts: [3, 30],
    };
    const other = {
      figure: 'count',
      dimensions: [months, dimension('tongue', 'tongue', ['nb', 'en'])],
      shown: [
        ['month', 'tongue'],
        ['month', ALL],
      ],
      counts: [2, 1, 20, 10],
    };
    // June is hidden in one table and shown in the other.
    const apart = new Map([...released([one]), ...released([other])]);
    expect(leaks([one, other], apart, 40)).toContain('count|month=May: 3 to 3');
    expect(leaks([one, other], released([one, other]), 40)).toEqual([]);
  });

  test('[T3] a pooled total less the other association is no way to a small count', () => {
    const pooled = (counts: readonly number[]): Table => {
      return {
        figure: 'opened',
        dimensions: [
          dimension('association', 'association', ['north', 'south']),
          dimension('month', 'month', ['May', 'June', 'July']),
        ],
        shown: [
          ['association', 'month'],
          [ALL, 'month'],
          ['association', ALL],
          [ALL, ALL],
        ],
        counts,
      };
    };
    const table = pooled([177, 60, 48, 3, 41, 37]);
    const release = released([table]);
    expect(leaks([table], release, 40)).toEqual([]);
    expect(release.get('opened')).toBe(366);
    expect(leaks([table], primaryOnly([table]), 40)).toEqual([
      'opened|association=south|month=May: 3 to 3',
    ]);
  });
});
