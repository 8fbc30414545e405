/** Ledgers as earlier versions wrote them, and checks of what they must have become. */
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import type { Ledger } from '@terskel/server/domain/ledger';
import type { RedisClient } from '@terskel/server/redis/client';
import { expect } from 'vitest';
import { HOUR_MS } from './counts.ts';
import { done, passkey, staffId } from './ledgers.ts';

export const kari = {
  ...{ alias: 'Kari', roles: ['volunteer', 'leader', 'admin'], trained: true },
  ...{ capacity: 2, languages: ['no', 'se'], topics: ['grief'] },
};
const ola = { ...kari, alias: 'Åse "\\" {} 🙂', roles: ['volunteer'], topics: [] };

/** Writes a ledger as the first version did. */
export async function firstSchema(client: RedisClient, namespace: string) {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  const ids = { kari: staffId(), ola: staffId(), gone: staffId() };
  const tokens = { kari: randomIds.secret(), ola: randomIds.secret(), gone: randomIds.secret() };
  const invites = { join: randomIds.secret(), first: randomIds.secret() };
  await client.hSet(key('staff'), ids.kari, JSON.stringify(kari));
  await client.hSet(key('staff'), ids.ola, JSON.stringify(ola));
  await client.hSet(key('settings'), { queueLimit: '7', paused: 'true' });
  await client.hSet(key('seal-keys'), '20000', 'a key');
  for (const [name, token] of Object.entries(tokens)) {
    const expiration = { type: 'PX', value: 5 * HOUR_MS } as const;
    await client.set(key('session', digest(token)), ids[name as keyof typeof ids], {
      expiration,
    });
  }
  for (const [name, token] of Object.entries(invites)) {
    const profile = {
      roles: ['leader'],
      trained: true,
      capacity: 1,
      languages: ['no', 'en'],
      topics: [],
    };
    const fields = { profile: JSON.stringify(profile), first: name === 'first' ? '1' : '' };
    await client
      .multi()
      .hSet(key('invite', digest(token)), fields)
      .pExpire(key('invite', digest(token)), 72 * HOUR_MS)
      .exec();
  }
  return { ids, tokens, invites };
}

/** Writes a ledger as the second version did: it counted pairs of answers. */
export async function secondSchema(client: RedisClient, namespace: string) {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  const [id, token, invite] = [staffId(), randomIds.secret(), randomIds.secret()];
  const at = Date.now();
  const since = { joinedAt: at, signedInAt: at, revision: 3, signIns: 2 };
  const fields = { staff: id, generation: '2', openedAt: `${at}`, usedAt: `${at}`, device: '' };
  const terms = { kind: 'join', roles: ['leader'], trained: true };
  const stored = { terms, by: null, expiresAt: at + 5 * HOUR_MS };
  const counters = {
    ...{ '2026-10 feeling 1 3': '5', '2026-10 feeling 2 2': '4', '2026-10 feeling none 3': '2' },
    ...{ '2026-10 feeling 5 3': '1', '2026-10 heard 5': '6', '2026-10 heard 1': '4' },
    ...{ '2026-11 heard 1': '5' },
  };
  await client
    .multi()
    .set(key('schema'), '2')
    .hSet(key('head'), { version: '9' })
    .hSet(key('staff'), id, JSON.stringify({ ...kari, ...since }))
    .hSet(key('passkeys'), id, JSON.stringify([{ ...passkey(), addedAt: at, usedAt: null }]))
    .hSet(key('invites'), digest(invite), JSON.stringify(stored))
    .hSet(key('session', digest(token)), fields)
    .hSet(key('counters'), counters)
    .rPush(key('batches'), [randomIds.id(), randomIds.id()])
    .exec();
  return { id, token, invite };
}

export async function checkSecond(
  book: Ledger,
  { id, token, invite }: Awaited<ReturnType<typeof secondSchema>>,
) {
  expect(await book.people()).toMatchObject([{ id, ...kari, passkeys: 1 }]);
  expect(await book.session(token)).toMatchObject({ staff: { id, ...kari } });
  expect(await book.inviteTerms(invite)).toMatchObject({ kind: 'join', roles: ['leader'] });
  await checkFigures(book);
}

/** A cell of which there are too few to tell is not kept. */
export async function checkFigures(book: Ledger) {
  const months = {
    ...{ 'after 2026-10 3': 8, 'before 2026-10 1': 5, 'change 2026-10 better': 5 },
    ...{ 'heard 2026-10 5': 6, 'heard 2026-11 1': 5 },
  };
  expect(await book.figures()).toEqual({
    ...{ hours: {}, days: {}, weekHours: {}, months, gaps: [] },
    ...{ openFrom: null, countedTo: null },
  });
}

/** Writes a ledger as the third version did: it split the time of volunteers. */
export async function thirdSchema(client: RedisClient, namespace: string): Promise<void> {
  const key = (...parts: string[]) => [`{${namespace}:ledger}`, ...parts].join(':');
  await client
    .multi()
    .set(key('schema'), '3')
    .hSet(key('figures:hours'), {
      ...{ 'staff 494000 ready': '6', 'staff 494000 busy': '3', 'staff 494001 busy': '1' },
      'tickets 494000 matched': '1',
    })
    .hSet(key('figures:days'), {
      ...{ 'staff 2026-05-03 ready': '20', 'staff 2026-05-03 busy': '7', 'open 2026-05-03': '4' },
      'offers 2026-05-03 missed': '2',
    })
    .hSet(key('figures:week-hours'), {
      ...{ 'staff 2026-Q2-7 18 ready': '20', 'staff 2026-Q2-7 19 busy': '7' },
      'open 2026-Q2-7 18': '1',
    })
    .hSet(key('figures:head'), { openFrom: '493996', countedTo: '494002' })
    .exec();
}

export async function checkThird(book: Ledger) {
  expect(await book.figures()).toEqual({
    hours: { 'staff 494000': 9, 'staff 494001': 1, 'tickets 494000 matched': 1 },
    days: { 'staff 2026-05-03': 27, 'open 2026-05-03': 4, 'offers 2026-05-03 missed': 2 },
    weekHours: { 'staff 2026-Q2-7 18': 20, 'staff 2026-Q2-7 19': 7, 'open 2026-Q2-7 18': 1 },
    ...{ months: {}, gaps: [], openFrom: 493_996, countedTo: 494_002 },
  });
}

export async function checkFirst(book: Ledger, was: Awaited<ReturnType<typeof firstSchema>>) {
  const { ids, tokens, invites } = was;
  expect(new Map((await book.people()).map((person) => [person.id, person]))).toEqual(
    new Map(
      [[ids.kari, kari] as const, [ids.ola, ola] as const].map(([id, profile]) => [
        id,
        { id, ...profile, joinedAt: expect.any(Number) as number, signedInAt: null, passkeys: 0 },
      ]),
    ),
  );
  expect(await book.session(tokens.kari)).toMatchObject({ staff: { id: ids.kari, ...kari } });
  expect(await book.session(tokens.ola)).toMatchObject({ staff: { id: ids.ola } });
  expect(await book.session(tokens.gone)).toBeNull();
  const [own] = await book.sessions(tokens.ola);
  expect(Math.round(((own?.openedAt ?? 0) - Date.now()) / HOUR_MS)).toBe(-7);
  expect(await book.settings()).toMatchObject({ queueLimit: 7, paused: true });
  expect(await book.inviteTerms(invites.first)).toBeNull();
  expect(await book.inviteTerms(invites.join)).toEqual({
    kind: 'join',
    roles: ['leader'],
    trained: true,
  });
  const [open] = await book.invites();
  expect(Math.round(((open?.expiresAt ?? 0) - Date.now()) / HOUR_MS)).toBe(72);
  // The migrated invite still works.
  const newcomer = { id: staffId(), alias: 'Ny', passkey: passkey() };
  done(await book.join(invites.join, newcomer));
  done(await book.changeStaff(ids.kari, ids.ola, { roles: ['leader'] }));
  expect(await book.session(tokens.ola)).toBeNull();
}
