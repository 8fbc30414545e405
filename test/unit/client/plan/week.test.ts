/** Opening hours of an ordinary week. */
import { DEFAULT_WEEK, openHours, weekOf } from '@terskel/client/state/plan/week';
import { expect, test } from 'vitest';

/** The open hours of a week that is open on one day only. */
function openOn(day: number, from: number, until: number): number[] {
  const week = DEFAULT_WEEK.map((_, nth) => (nth === day ? [{ from, until }] : []));
  return openHours(week).flatMap((isOpen, hour) => (isOpen ? [hour] : []));
}

test('[T5] the guess is every evening, 28 hours a week', () => {
  expect(openHours(DEFAULT_WEEK).filter(Boolean)).toHaveLength(28);
});

test('[T5] an evening that ends after midnight goes on into the next day, on Sunday into Monday', () => {
  expect(openOn(0, 22, 1)).toEqual([22, 23, 24]);
  expect(openOn(6, 23, 2)).toEqual([0, 1, 167]);
  expect(openOn(2, 5, 5)).toHaveLength(24);
  expect(openOn(2, 0, 24)).toHaveLength(24);
});

test('[T5] an hour that is open in part is planned; midnight ends the same day', () => {
  const times = [[{ from: '18:30', until: '21:15' }], [{ from: '20:00', until: '00:00' }]];
  expect(weekOf(times).slice(0, 3)).toEqual([
    [{ from: 18, until: 22 }],
    [{ from: 20, until: 24 }],
    [],
  ]);
  expect(weekOf([[{ from: '08:00', until: '24:00' }]])[0]).toEqual([{ from: 8, until: 24 }]);
});
