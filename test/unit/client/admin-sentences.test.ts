/** Audit log entries as readable sentences (rule S5). */
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import type { StaffId } from '@terskel/shared/ids';
import { AuditKind, type AuditEntry } from '@terskel/shared/staff';
import { describe, expect, test } from 'vitest';
import { loadAdminI18n } from '../../../client/src/i18n/admin/i18n.ts';
import { LOCALE_LIST, STAFF_LOCALES } from '../../../client/src/i18n/locales.ts';
import { changes, sentence } from '../../../client/src/ui/admin/audit-sentence.ts';

const kari = { id: 'k'.repeat(22) as StaffId, alias: 'Kari' };
const ola = { id: 'o'.repeat(22) as StaffId, alias: 'Ola' };
const entry = (over: Partial<AuditEntry>): AuditEntry => ({
  ...{ number: 1, at: 0, by: kari, what: 'staff.changed', about: ola, before: null, after: null },
  ...over,
});
const change = (before: object, after: object, over: Partial<AuditEntry> = {}): AuditEntry =>
  entry({ before: { ...before }, after: { ...after }, ...over });

test.each([
  [change({ trained: false }, { trained: true }), 'Kari markerte Ola som ferdig opplært'],
  [change({ trained: true }, { trained: false }), 'Kari satte Ola tilbake i opplæring'],
  [
    change({ roles: ['volunteer'] }, { roles: ['volunteer', 'leader'] }),
    'Kari gjorde Ola til vaktleder',
  ],
  [
    change({ roles: ['volunteer', 'admin'] }, { roles: ['volunteer'] }),
    'Kari tok bort rollen som administrator fra Ola',
  ],
  // Roles both added and removed, or other fields changed too: only the general sentence is correct.
  [change({ roles: ['volunteer'] }, { roles: ['admin'] }), 'Kari endret Ola'],
  [
    change({ roles: ['volunteer', 'admin'], invites: 2 }, { roles: ['volunteer'], invites: 0 }),
    'Kari tok bort rollen som administrator fra Ola',
  ],
  [
    change({ roles: ['volunteer'], capacity: 1 }, { roles: ['admin'], capacity: 2 }),
    'Kari endret Ola',
  ],
  [change({ alias: 'Olav' }, { alias: 'Ola' }, { by: ola }), 'Ola endret noe om seg selv'],
  [
    change({ roles: ['admin'] }, { roles: ['admin', 'volunteer'] }, { by: null }),
    'En operatør på maskinen gjorde Ola til frivillig',
  ],
  [
    entry({
      what: 'invite.made',
      about: null,
      after: { kind: 'join', roles: ['volunteer', 'leader'], trained: true, expiresAt: 1 },
    }),
    'Kari laget en invitasjon: frivillig og vaktleder, ferdig opplært',
  ],
  [
    entry({
      what: 'invite.made',
      about: null,
      after: { kind: 'join', roles: ['volunteer'], trained: false, note: 'Til Per', expiresAt: 1 },
    }),
    'Kari laget en invitasjon: frivillig, under opplæring (Til Per)',
  ],
  [
    entry({ what: 'invite.made', after: { kind: 'recovery', expiresAt: 1 } }),
    'Kari laget en lenke for ny passnøkkel til Ola',
  ],
  [
    entry({
      what: 'staff.joined',
      by: ola,
      after: { ...ola, roles: ['volunteer'], trained: false, invitedBy: 'Kari' },
    }),
    'Ola ble med: frivillig, under opplæring. Invitert av Kari',
  ],
  [entry({ what: 'staff.revoked' }), 'Kari tok bort tilgangen for Ola'],
])('[S5] %#: who did what to whom', async (given, expected) => {
  expect(sentence(given, await loadAdminI18n('nb'))).toBe(expected);
});

test('[S5] values before and after, field by field, in words', async () => {
  const i18n = await loadAdminI18n('nb');
  const given = change(
    { roles: ['volunteer'], capacity: 1, languages: ['no'], topics: [], trained: false },
    { roles: ['admin'], capacity: 3, languages: ['no', 'uk'], topics: ['grief'], trained: true },
  );
  expect(changes(given, i18n).map(({ field, before, after }) => [field, before, after])).toEqual([
    ['Roller', 'frivillig', 'administrator'],
    ['Samtaler om gangen', '1', '3'],
    ['Språk', 'Norsk', 'Norsk, Ukrainsk'],
    ['Temaer', 'Alle', 'Sorg'],
    ['Opplæring', 'Under opplæring', 'Ferdig opplært'],
  ]);
});

describe.each(LOCALE_LIST)('[S5] in %s', (locale) => {
  test.each(AuditKind.options)(
    '[S5] %s has a sentence, even if its entry lacks fields',
    async (what) => {
      const i18n = await loadAdminI18n(locale);
      const odd = { roles: ['emperor'], languages: [7], name: null, hours: { monday: [] } };
      for (const by of [kari, null]) {
        for (const about of [ola, null]) {
          for (const fields of [null, {}, odd]) {
            const given = entry({ what, by, about, before: fields, after: fields });
            const words = [
              sentence(given, i18n),
              ...changes(given, i18n).flatMap(({ field, before, after }) => [field, before, after]),
            ];
            for (const text of words) expect(text).not.toMatch(/undefined|\[object|^\s*$/);
          }
        }
      }
    },
  );
});

test('[S5] settings are shown by their own names and never as JSON', async () => {
  const i18n = await loadAdminI18n('nb');
  const day = [{ from: '18:00', until: '22:00' }];
  const given = entry({
    what: 'settings.changed',
    about: null,
    before: {
      name: 'Terskel',
      openingHours: null,
      busyWaitMs: 1_200_000,
      places: [],
      paused: true,
    },
    after: {
      name: 'Mental Helse Lillevik',
      openingHours: {
        timeZone: 'Europe/Oslo',
        week: [day, [], [], [], [], [], []],
        marginMs: 900_000,
      },
      busyWaitMs: 600_000,
      places: [{ name: { nb: 'Kveldskafé', en: 'Evening café' }, when: 'Tirsdager' }],
      paused: false,
    },
  });
  const told = changes(given, i18n);
  expect(told.map(({ field, before, after }) => [field, before, after])).toEqual([
    ['Navnet på tjenesten', 'Terskel', 'Mental Helse Lillevik'],
    [
      'Åpningstider',
      'ingenting',
      'tidssone: Europe/Oslo; man. fra: 18:00; til: 22:00; tir. ingenting; ons. ingenting; tor. ingenting; fre. ingenting; lør. ingenting; søn. ingenting; slutter å ta inn før stengetid: 15 minutter',
    ],
    ['Lang ventetid fra', '20 minutter', '10 minutter'],
    ['Steder', 'ingenting', 'navn: nb: Kveldskafé; en: Evening café; tid: Tirsdager'],
    ['Stengt for nye', 'ja', 'nei'],
  ]);
  expect(JSON.stringify(told)).not.toMatch(/[{}[\]]\\"/);
});

test('[S5] every setting has a name in the log', async () => {
  for (const locale of STAFF_LOCALES) {
    const { settings } = (await loadAdminI18n(locale)).admin.audit;
    expect(Object.keys(settings).toSorted()).toEqual(Object.keys(DEFAULT_SETTINGS).toSorted());
  }
});
