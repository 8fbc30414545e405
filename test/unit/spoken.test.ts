/** Days in words. */
import { languageList, soon } from '@terskel/shared/spoken';
import { expect, test } from 'vitest';

const HOUR_MS = 60 * 60_000;
/** A Tuesday, 18:00 in Oslo. */
const AT = Date.UTC(2026, 10, 24, 17);

test.each([
  ['nb-NO', 2, 'i dag kl. 18'],
  ['nb-NO', 20, 'i morgen kl. 18'],
  ['nb-NO', 6 * 24, 'tirsdag kl. 18'],
  ['nb-NO', 7 * 24, 'tirsdag 24. november kl. 18'],
  ['en-GB', 20, 'tomorrow kl. 18:00'],
])('[I3] in %s, %d hours before: %s', (formats, hours, said) => {
  const join = (day: string, time: string) => `${day} kl. ${time}`;
  const zoned = { formats, timeZone: 'Europe/Oslo', join };
  expect(soon(AT, AT - hours * HOUR_MS, zoned)).toBe(said);
  expect(soon(AT + HOUR_MS / 2, AT, { ...zoned, formats: 'nb-NO' })).toMatch(
    /^i dag kl\. 18[:.]30$/,
  );
});

test('[I1] languages are named in the reader’s language', () => {
  expect(languageList(['no', 'en'], 'nb-NO', 'nordsamisk')).toBe('norsk eller engelsk');
  expect(languageList(['no', 'en', 'uk'], 'en-GB', '')).toBe('Norwegian, English or Ukrainian');
});
