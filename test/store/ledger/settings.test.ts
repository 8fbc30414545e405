/** Settings, and the keys that seal resume tickets. */
import { randomIds } from '@terskel/server/clock';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { ledger } from '@terskel/server/ledger/ledger';
import { NewSettings } from '@terskel/server/ledger/records';
import { redisClient } from '@terskel/server/redis/client';
import { tokenEncryption } from '@terskel/server/ledger/token-encryption';
import { z } from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { kari, ledgersOfFile } from '../../helpers/ledgers.ts';
import { startTestRedis } from '../../helpers/redis.ts';

const ledgers = ledgersOfFile();

describe('settings', () => {
  test('[I1] have their defaults, except for those that were set', async () => {
    const book = ledgers.open();
    expect(await book.settings()).toEqual(DEFAULT_SETTINGS);
    await book.setSettings('operator', { queueLimit: 3 });
    await book.other.setSettings('operator', { paused: true, languages: ['se'] });
    expect(await book.settings()).toEqual({
      ...{ ...DEFAULT_SETTINGS, queueLimit: 3, paused: true, languages: ['se'] },
    });
  });

  test('[I1] set at the same time on two nodes are all kept', async () => {
    const book = ledgers.open();
    await Promise.all([
      book.setSettings('operator', { queueLimit: 3 }),
      book.other.setSettings('operator', { paused: true }),
      book.setSettings('operator', { busyWaitMs: 1 }),
      book.setSettings('operator', {}),
    ]);
    const set = { queueLimit: 3, paused: true, busyWaitMs: 1 };
    expect(await book.settings()).toEqual({ ...DEFAULT_SETTINGS, ...set });
  });

  test.each([{ queueLimit: -1 }, { queueLimit: 1.5 }, { languages: [] }])(
    '[I1] that are invalid are refused: %o',
    async (changes) => {
      const book = ledgers.open();
      await expect(book.setSettings('operator', changes)).rejects.toBeInstanceOf(z.core.$ZodError);
      expect(await book.settings()).toEqual(DEFAULT_SETTINGS);
      expect((await book.dump()).expiries).toEqual({});
    },
  );

  test('[F6] are separate for two services on one Redis', async () => {
    const [ours, theirs] = [ledgers.open(), ledgers.open()];
    await ours.setSettings('operator', { paused: true });
    const id = await ours.addStaff('operator', kari);
    expect(await theirs.settings()).toEqual(DEFAULT_SETTINGS);
    expect(await theirs.hasStaff()).toBe(false);
    expect(await theirs.session(await ours.openSession(id, null))).toBeNull();
  });
});

test('[F3] without its ledger at midnight a node seals with the key of the day before', async () => {
  await using redis = await startTestRedis();
  const client = await redisClient(redis.url, () => {}).connect();
  const clock = testClock();
  const sealing = tokenEncryption(ledger(client, 'midnight', clock, randomIds), clock);
  await sealing.turn();
  expect(await sealing.seal('a', {})).not.toBeNull();
  await redis.kill();
  clock.move(24 * 3_600_000);
  await expect(sealing.turn()).rejects.toBeInstanceOf(Error);
  const sealed = await sealing.seal('a', { of: 'yesterday' });
  expect(await sealing.open('a', sealed ?? '')).toEqual({ of: 'yesterday' });
  expect(await sealing.open('b', sealed ?? '')).toBeNull();
  client.destroy();
});

test('[F3] nodes whose clocks differ at midnight seal with the same keys all day', async () => {
  const book = ledgers.open();
  const tomorrow = (await book.sealKeys(8)).get(8);
  // This node is new, and its clock is still on the day before.
  await book.other.sealKeys(7);
  expect((await book.other.sealKeys(8)).get(8)).toBe(tomorrow);
  const later = await book.sealKeys(9);
  expect(new Set(later.keys())).toEqual(new Set([8, 9]));
  expect((await book.dump()).hashes['seal-keys']).not.toHaveProperty('7');
});

test('[A4, F3] the first visitor of a day causes no write to the ledger: the day’s key exists, or that of the day before is used', async () => {
  const book = ledgers.open();
  const sealing = tokenEncryption(book, book.clock);
  await sealing.turn();
  const before = await book.dump();
  book.clock.move(24 * 3_600_000);
  const sealed = await sealing.seal('a', { of: 'the night' });
  expect(await sealing.open('a', sealed ?? '')).toEqual({ of: 'the night' });
  expect(await book.dump()).toEqual(before);
  await sealing.turn();
  const after = await book.dump();
  expect(after).not.toEqual(before);
  await sealing.turn();
  expect(await sealing.open('a', sealed ?? '')).toEqual({ of: 'the night' });
  expect(await book.dump()).toEqual(after);
});

test.each([
  ['Europe/Oslo', true],
  ['America/Coyhaique', true],
  ['+01:00', false],
  ['-0330', false],
  ['Europe/Nowhere', false],
])('[I2] time zone %s can be set: %s', (timeZone, isKnown) => {
  const week = Array.from({ length: 7 }, () => []);
  const openingHours = { timeZone, week, exceptions: {}, marginMs: 0 };
  // A zone that this Node version does not know yet is refused like any unknown zone.
  const isHere = Intl.supportedValuesOf('timeZone').includes(timeZone) || !isKnown;
  expect(NewSettings.safeParse({ openingHours }).success).toBe(isKnown && isHere);
});
