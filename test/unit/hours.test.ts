/** Opening hours, above all around changes of the local clock. */
import { hoursAt, type Hours } from '@terskel/server/domain/hours';
import { OpeningHours } from '@terskel/shared/hours';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const minute = 60_000;
const hour = 60 * minute;
const evening = { from: '18:00', until: '22:00' };
const everyDay = (...spans: OpeningHours['week'][number]): OpeningHours['week'] =>
  Array.from({ length: 7 }, () => spans);
const oslo: OpeningHours = {
  timeZone: 'Europe/Oslo',
  week: everyDay(evening),
  exceptions: {},
  marginMs: 15 * minute,
};
const at = (text: string) => Date.parse(text);
/** With times as UTC strings. */
const told = (hours: Hours) =>
  Object.fromEntries(
    Object.entries(hours).map(([name, value]) => [
      name,
      typeof value === 'number' ? new Date(value).toISOString().slice(0, 16) : (value as unknown),
    ]),
  );
const look = (hours: OpeningHours, text: string) => told(hoursAt(hours, at(text)));

describe('an ordinary week', () => {
  test('[I2] is open from the minute it opens until the minute it closes', () => {
    const open = { open: true, closesAt: '2026-11-23T21:00', lastIntakeAt: '2026-11-23T20:45' };
    expect(look(oslo, '2026-11-23T16:59:59.999Z')).toEqual({
      open: false,
      opensAt: '2026-11-23T17:00',
    });
    expect(look(oslo, '2026-11-23T17:00Z')).toEqual(open);
    expect(look(oslo, '2026-11-23T20:59:59.999Z')).toEqual(open);
    expect(look(oslo, '2026-11-23T21:00Z')).toEqual({ open: false, opensAt: '2026-11-24T17:00' });
  });

  test('[I2] an exception for a date replaces the plan of its day, and closes the day if empty', () => {
    const christmas = {
      ...oslo,
      exceptions: { '2026-12-24': [], '2026-12-25': [{ from: '12:00', until: '13:00' }] },
    };
    expect(look(christmas, '2026-12-23T21:00Z')).toEqual({
      open: false,
      opensAt: '2026-12-25T11:00',
    });
  });

  test('[I2] a span that begins in the evening may end in the morning, also of a closed day', () => {
    const night = { ...oslo, week: everyDay({ from: '22:00', until: '03:00' }) };
    const closed = { ...night, exceptions: { '2026-11-24': [] } };
    for (const hours of [night, closed]) {
      expect(look(hours, '2026-11-24T01:30Z')).toMatchObject({ closesAt: '2026-11-24T02:00' });
    }
    expect(look(closed, '2026-11-24T21:30Z')).toEqual({ open: false, opensAt: '2026-11-25T21:00' });
  });

  test('[I2] adjoining spans are merged, so that intake does not close at midnight', () => {
    const always = { ...oslo, week: everyDay({ from: '00:00', until: '24:00' }) };
    const never = { open: true, closesAt: null, lastIntakeAt: null };
    expect(hoursAt(always, at('2026-11-23T22:59Z'))).toEqual(never);
    const twice = {
      ...oslo,
      week: everyDay({ from: '18:00', until: '20:00' }, { from: '20:00', until: '22:00' }),
    };
    expect(look(twice, '2026-11-23T18:30Z')).toMatchObject({ closesAt: '2026-11-23T21:00' });
  });

  test('[I3] a plan that never opens again says so', () => {
    expect(hoursAt({ ...oslo, week: everyDay() }, 0)).toEqual({ open: false, opensAt: null });
  });
});

describe('the clock changes', () => {
  test('[I2] an evening keeps its local times across both clock changes', () => {
    expect(look(oslo, '2026-03-28T12:00Z')).toMatchObject({ opensAt: '2026-03-28T17:00' });
    expect(look(oslo, '2026-03-29T12:00Z')).toMatchObject({ opensAt: '2026-03-29T16:00' });
    expect(look(oslo, '2026-10-24T12:00Z')).toMatchObject({ opensAt: '2026-10-24T16:00' });
    expect(look(oslo, '2026-10-25T12:00Z')).toMatchObject({ opensAt: '2026-10-25T17:00' });
  });

  test('[I2] a night is an hour shorter in March and an hour longer in October', () => {
    const night = { ...oslo, week: everyDay({ from: '23:00', until: '05:00' }) };
    const length = (text: string) => {
      const hours = hoursAt(night, at(text));
      if (hours.open || hours.opensAt === null) throw new Error('it opens in the evening');
      const open = hoursAt(night, hours.opensAt);
      return open.open ? ((open.closesAt ?? 0) - hours.opensAt) / hour : 0;
    };
    expect(length('2026-03-28T12:00Z')).toBe(5);
    expect(length('2026-10-24T12:00Z')).toBe(7);
    expect(length('2026-11-24T12:00Z')).toBe(6);
  });

  test('[I2] a skipped local hour is not open, and a repeated one is open from its first occurrence', () => {
    const small = { ...oslo, week: everyDay({ from: '02:30', until: '03:30' }) };
    // 02:30 does not exist and counts as 03:30, when it closes.
    expect(look(small, '2026-03-29T00:00Z')).toEqual({ open: false, opensAt: '2026-03-30T00:30' });
    expect(look(small, '2026-10-25T00:00Z')).toEqual({ open: false, opensAt: '2026-10-25T00:30' });
    expect(look(small, '2026-10-25T01:00Z')).toMatchObject({ closesAt: '2026-10-25T02:30' });
  });
});

describe('any plan', () => {
  const clock = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(
      (m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`,
    );
  const spans = fc.array(fc.record({ from: clock, until: fc.oneof(clock, fc.constant('24:00')) }), {
    maxLength: 3,
  });
  const plans = fc.record({
    timeZone: fc.constantFrom(
      ...['Europe/Oslo', 'Arctic/Longyearbyen', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'],
      ...['Pacific/Apia', 'Africa/Casablanca', 'Asia/Kathmandu'],
    ),
    week: fc.array(spans, { minLength: 7, maxLength: 7 }),
    exceptions: fc.dictionary(
      fc
        .integer({ min: 0, max: 800 })
        .map((days) => new Date(at('2026-01-01') + days * 24 * hour).toISOString().slice(0, 10)),
      spans,
    ),
    marginMs: fc.integer({ min: 0, max: 2 * hour }),
  });
  const times = fc.oneof(
    fc.integer({ min: at('2026-01-01'), max: at('2028-01-01') }),
    // Around clock changes in Oslo, St John's and Lord Howe.
    ...['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2026-03-08T05:30Z', '2026-04-04T15:00Z'].map(
      (change) => fc.integer({ min: at(change) - 3 * hour, max: at(change) + 3 * hour }),
    ),
  );

  /** Whether it is open by the local time of that minute, computed with Intl only. */
  function openOnTheWall({ timeZone, week, exceptions }: OpeningHours, now: number): boolean {
    const wall = (ms: number) => {
      const parts = new Intl.DateTimeFormat('sv', {
        ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
        ...{ hour: '2-digit', minute: '2-digit' },
      }).format(ms);
      return { date: parts.slice(0, 10), time: parts.slice(11) };
    };
    const { date, time } = wall(now);
    const spansOf = (day: string) =>
      exceptions[day] ?? week[(new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7] ?? [];
    const before = new Date(at(date) - 24 * hour).toISOString().slice(0, 10);
    return (
      spansOf(date).some(({ from, until }) => from <= time && (until <= from || time < until)) ||
      spansOf(before).some(({ from, until }) => until <= from && time < until)
    );
  }
  /** Whether the UTC offset is the same 36 h before and after. */
  function isCalm({ timeZone }: OpeningHours, now: number): boolean {
    const offset = (ms: number) =>
      new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
        .formatToParts(ms)
        .find(({ type }) => type === 'timeZoneName')?.value;
    return offset(now - 36 * hour) === offset(now + 36 * hour);
  }

  test('[I2] is open exactly when the local time says so', () => {
    fc.assert(
      fc.property(plans, times, (plan, now) => {
        fc.pre(isCalm(plan, now));
        expect(hoursAt(plan, now).open).toBe(openOnTheWall(plan, now));
      }),
      { numRuns: 300 },
    );
  });

  test('[I2] stays as it is until the time it names, and changes then', () => {
    fc.assert(
      fc.property(plans, times, fc.nat(), (plan, now, part) => {
        expect(OpeningHours.safeParse(plan).success).toBe(true);
        const hours = hoursAt(plan, now);
        const until = hours.open ? hours.closesAt : hours.opensAt;
        if (until === null) return;
        expect(until).toBeGreaterThan(now);
        const between = now + (part % (until - now));
        expect(hoursAt(plan, between)).toEqual(hours);
        const next = hoursAt(plan, until);
        expect(next.open).toBe(!hours.open);
        const open = [hours, next].find((each) => each.open);
        expect(open?.lastIntakeAt ?? 0).toBeLessThanOrEqual(open?.closesAt ?? 0);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  { timeZone: 'Europe/Olso' },
  { timeZone: '' },
  { week: everyDay(evening).slice(1) },
  { week: everyDay({ from: '24:00', until: '01:00' }) },
  { week: everyDay({ from: '18:00', until: '25:00' }) },
  { exceptions: { '2026-02-30': [] } },
  { exceptions: { christmas: [] } },
  { marginMs: -1 },
])('[I2] an invalid plan is refused: %j', (wrong) => {
  expect(OpeningHours.safeParse({ ...oslo, ...wrong }).success).toBe(false);
  expect(OpeningHours.safeParse(oslo).success).toBe(true);
});
