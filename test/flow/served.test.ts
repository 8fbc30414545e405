/** The landing page as the server renders it, complete without script (rules I1, U1, U4). */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { DEFAULT_SETTINGS, type Settings } from '@terskel/server/domain/ports';
import { landing } from '@terskel/server/http/served/landing';
import { readWords } from '@terskel/server/http/served/words';
import type { Facts } from '@terskel/shared/phone-lines';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/env.ts';
import { ask } from '../helpers/raw-http.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());
const { name, country, phoneLines, exitSite, openingHours } = DEFAULT_SETTINGS;
afterEach(() => service.set({ name, country, phoneLines, exitSite, openingHours, paused: false }));

async function page(query = '?lang=nb', headers = {}): Promise<string> {
  const response = await fetch(`${service.origin()}/${query}`, { headers });
  expect(response.status).toBe(200);
  return response.text();
}
/** The text that a reader without script sees, on one line. */
const seen = (html: string): string =>
  html
    .replace(/^[^]*<body>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const said = async (lang: string) => seen(await page(`?lang=${lang}`));
const dialled = (html: string) => [...html.matchAll(/href="tel:([^"]+)"/g)].map(([, to]) => to);

function facts(html: string): Facts {
  const [, attribute = ''] = /data-facts="([^"]*)"/.exec(html) ?? [];
  const signs: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>' };
  const json = attribute.replaceAll(
    /&(\w+);|&#(\d+);|&#x(\w+);/g,
    (_, sign?: string, ten?: string, hex?: string) =>
      typeof sign === 'string'
        ? (signs[sign] ?? '?')
        : String.fromCodePoint(Number(ten ?? `0x${hex}`)),
  );
  return JSON.parse(json) as Facts;
}

/** Opening hours with this week. The test clock stands at Thursday, 21:00 in Oslo. */
function hours(week: NonNullable<Settings['openingHours']>['week'], exceptions = {}) {
  return { openingHours: { timeZone: 'Europe/Oslo', week, exceptions, marginMs: 0 } };
}
const closed = Array.from({ length: 7 }, () => []);
const evening = [{ from: '18:00', until: '22:00' }];
const night = [{ from: '20:00', until: '02:00' }];

test.each([
  ['nb', 'Ingen kan svare', 'Åpent nå', 'Vi tar en pause', 'Stengt nå', 'Velkommen mandag kl. 18'],
  ['en', 'Nobody can answer', 'Open now', 'taking a break', 'Closed now', 'again Monday at 18:00'],
])(
  '[I1, I3] the page in %s says whether intake is open at this moment',
  async (lang, ...states) => {
    const [unstaffed, open, paused, shut, next] = states;
    await service.tick();
    expect(await said(lang)).toContain(unstaffed);
    const volunteer = await service.volunteer();
    await volunteer.send('shift:start', {});
    await service.tick();
    expect(await said(lang)).toContain(open);
    await service.set({ paused: true });
    expect(await said(lang)).toContain(paused);
    await service.set({ paused: false, ...hours([evening, ...closed.slice(1)]) });
    expect(await said(lang)).toContain(shut);
    expect(await said(lang)).toContain(next);
    await volunteer.send('shift:end', {});
  },
);

test('[I1] while the intake state is unknown the page says so, with the phone numbers', async () => {
  const folder = join(ROOT, 'client', 'dist');
  const template = readFileSync(join(folder, 'index.html'), 'utf8');
  const now = { settings: DEFAULT_SETTINGS, intake: null, at: 0 };
  const html = landing(template, await readWords(folder), 'nb', now);
  expect(seen(html)).toContain('Vi får ikke kontakt akkurat nå');
  expect(dialled(html)).toContain('+4722400040');
});

test.each([
  [
    'nb',
    'Mandag til torsdag: 18:00–22:00\nFredag og lørdag: 20:00–02:00\nSøndag: stengt\nDisse dagene er annerledes:\nMandag 19. januar: stengt\nSøndag 1. februar: 12:00–24:00',
  ],
  [
    'nn',
    'Måndag til torsdag: 18:00–22:00\nFredag og laurdag: 20:00–02:00\nSøndag: stengt\nDesse dagane er annleis:\nMåndag 19. januar: stengt\nSøndag 1. februar: 12:00–24:00',
  ],
  [
    'en',
    'Monday to Thursday: 18:00–22:00\nFriday and Saturday: 20:00–02:00\nSunday: closed\nThese days are different:\nMonday 19 January: closed\nSunday 1 February: 12:00–24:00',
  ],
  [
    'ar',
    'من الاثنين إلى الخميس: 18:00–22:00\nالجمعة والسبت: 20:00–02:00\nالأحد: مغلق\nهذه الأيام مختلفة:\nالاثنين، 19 يناير: مغلق\nالأحد، 1 فبراير: 12:00–24:00',
  ],
])('[I2] the page lists the opening hours and the exceptions in words: %s', async (lang, text) => {
  await service.set(
    hours([evening, evening, evening, evening, night, night, []], {
      '2026-01-14': [],
      '2026-01-19': [],
      '2026-02-01': [{ from: '12:00', until: '24:00' }],
      '2026-06-01': [],
    }),
  );
  const html = await page(`?lang=${lang}`);
  expect(html).toContain(text);
  expect(facts(html).timeZone).toBe('Europe/Oslo');
  // The hours are also there in the other languages, for a change of language on the page.
  for (const other of ['nb', 'nn', 'en', 'ar']) {
    const [, told] = facts(await page(`?lang=${other}`)).hours?.[lang] ?? [];
    expect(told).toBe(text);
  }
});

test('[I2] days with the same hours are one line; without hours, intake is open when someone is on duty', async () => {
  expect(await said('en')).toContain('We are open when someone is on duty.');
  await service.set(hours(Array.from({ length: 7 }, () => [...night, ...evening])));
  expect(await said('en')).toContain('Every day: 18:00–22:00, 20:00–02:00');
});

test("[U4] the page has the phone numbers of its country, also in its texts, and the association's own", async () => {
  expect(dialled(await page())).toEqual([
    '113',
    '113',
    '116117',
    '116123',
    '+4722400040',
    '116111',
  ]);
  expect(facts(await page()).lines).toBeUndefined();
  const own = { name: { nb: 'Vår egen', en: 'Our own' }, number: '+47 22 00-00 01', when: '17–20' };
  await service.set({ country: 'GB', phoneLines: [own] });
  const html = await page('?lang=en');
  expect(dialled(html)).toEqual(['999', '999', '111', '116123', '08001111', '+4722000001']);
  expect(seen(html)).toContain('Call 999');
  expect(seen(html)).not.toContain('113');
  expect(seen(html)).toContain('Our own +47 22 00-00 01 17–20');
  expect(seen(await page('?lang=nn'))).toContain('Vår egen');
  expect(facts(html).lines?.map(({ dial }) => dial)).toEqual(dialled(html).slice(1));
});

test('[U3] the exit link leads to the site in the settings', async () => {
  const exit = async () => /id="leave"[^>]*\shref="(https:[^"]*)"/.exec(await page())?.[1];
  expect((await exit())?.replaceAll('&#x2F;', '/')).toBe('https://www.yr.no/');
  await service.set({ exitSite: 'https://www.vg.no/?a=1' });
  expect(facts(await page()).exitSite).toBe('https://www.vg.no/?a=1');
});

test('[U1] the language is the one in the address, otherwise the one of the browser', async () => {
  const lang = async (query: string, accepts = '') =>
    /<html lang="(\w\w)" dir="(\w+)"/
      .exec(await page(query, { ...(accepts !== '' && { 'accept-language': accepts }) }))
      ?.slice(1);
  expect(await lang('?lang=en', 'nb')).toEqual(['en', 'ltr']);
  expect(await lang('', 'ar-SY,nb;q=0.5')).toEqual(['ar', 'rtl']);
  expect(await lang('', 'sv')).toEqual(['nb', 'ltr']);
  expect(await lang('', 'fr, de')).toEqual(['en', 'ltr']);
  expect(await lang('', '*')).toEqual(['nb', 'ltr']);
  expect(await lang('?lang=xx&lang=en', 'nn')).toEqual(['nn', 'ltr']);
});

test('[A1, U5] the page is compressed, not cached, and the same in every encoding', async () => {
  const plain = await page();
  for (const encoding of ['br', 'gzip', 'gzip, deflate, br']) {
    const response = await fetch(`${service.origin()}/?lang=nb`, {
      headers: { 'accept-encoding': encoding },
    });
    expect(response.headers.get('content-encoding')).toBe(encoding.split(', ').at(-1));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Accept-Encoding, Accept-Language');
    expect(await response.text()).toBe(plain);
  }
  const head = await ask(service.origin(), '/?lang=nb', { method: 'HEAD' });
  expect(head).toMatchObject({ status: 200, body: '' });
});

test('[C7] what an association writes is shown as text, never as markup', async () => {
  const evil = `"><script src='x'>`;
  await service.set({ name: evil, phoneLines: [{ name: evil, number: '123', when: evil }] });
  const html = await page();
  expect(html).not.toContain(evil);
  const scripts = html.match(/<script[^>]*>/g) ?? [];
  // It names two more scripts, which it fetches itself.
  expect(scripts).toHaveLength(1);
  const [one = ''] = scripts;
  const file = /^\/assets\/[\w-]+\.js$/;
  const named = [...one.replaceAll('&#x2F;', '/').matchAll(/="([^"]*\/[^"]*)"/g)];
  expect(named.map(([, path]) => file.test(path ?? ''))).toEqual([true, true, true]);
  expect(facts(html)).toMatchObject({ name: evil, lines: { 5: { name: evil, when: evil } } });
});

test('[U4] the template is filled in whatever way its path is written', async () => {
  const ways = [
    '/index%2ehtml',
    '/%69ndex.html',
    '/assets/../index.html',
    '/assets/..%2findex.html',
  ];
  for (const path of [...ways, '//index.html', '/.//index.html', '/assets/%2e%2e/', '/./']) {
    const { body } = await ask(service.origin(), path);
    expect([path, body.includes('{{')]).toEqual([path, false]);
  }
});

test('[U8, U4] the embed script has the phone numbers of its country, and is under 3 kB compressed', async () => {
  for (const [land, danger, talk] of [
    ['NO', '113', '116123'],
    ['SE', '112', '90101'],
    ['GB', '999', '116123'],
  ] as const) {
    await service.set({ country: land, phoneLines: [{ name: '`${alert(1)}', number: '123' }] });
    const script = await (await fetch(`${service.origin()}/embed.js`)).text();
    expect([...script.matchAll(/dial:[`'"]([^`'"]+)/g)].map(([, dial]) => dial)).toEqual([
      danger,
      talk,
    ]);
    expect(script).not.toMatch(/\{\{|alert/);
    const { headers } = await ask(service.origin(), '/embed.js', {
      headers: { 'Accept-Encoding': 'gzip, br' },
    });
    expect(headers['content-encoding']).toBe('br');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(Number(headers['content-length'])).toBeLessThan(3_000);
  }
});

test('[U8] the landing page may be indexed; the staff pages, the demo and the poster ask not to be', async () => {
  const isHidden = async (path: string) => {
    const html = await (await fetch(`${service.origin()}${path}`)).text();
    return html.includes('<meta name="robots" content="noindex"');
  };
  expect(await isHidden('/')).toBe(false);
  for (const path of ['/volunteer', '/admin', '/demo', '/poster']) {
    expect([path, await isHidden(path)]).toEqual([path, true]);
  }
});

test('[V4, U4] the volunteer’s page has the numbers of the country, and whom to phone while no leader is on duty', async () => {
  const open = async () => (await fetch(`${service.origin()}/volunteer`)).text();
  expect(facts(await open())).toEqual({});
  expect(dialled(await open())).toEqual(['113']);
  await service.set({
    ...{ country: 'SE', name: 'Lillevik' },
    contact: { responsible: 'Oda "Lund" <Å>', email: 'oda@example.org', phone: '+47 900 12-345' },
  });
  const html = await open();
  expect(facts(html)).toMatchObject({
    name: 'Lillevik',
    contact: { name: 'Oda "Lund" <Å>', number: '+47 900 12-345', dial: '+4790012345' },
  });
  expect(facts(html).lines?.[0]?.dial).toBe('112');
  expect(dialled(html)).toEqual(['112']);
  expect(html).not.toContain('oda@example.org');
  // The seeker's page does not need it.
  expect(facts(await page()).contact).toBeUndefined();
  await service.set({ contact: {} });
});

test('[T5] the admin’s page has the name, the opening hours of an ordinary week, and the number of the country', async () => {
  const open = async () => (await fetch(`${service.origin()}/admin`)).text();
  expect(facts(await open())).toEqual({});
  const week = [[{ from: '18:00', until: '22:00' }], [], [], [], [], [], []];
  await service.set({ country: 'SE', ...hours(week, { '2026-12-24': [] }) });
  expect(facts(await open())).toEqual({ week });
  expect(dialled(await open())).toEqual(['112']);
  expect(facts(await page()).week).toBeUndefined();
  // Prints carry it.
  await service.set({ name: 'Mental Helse Lillevik' });
  expect(facts(await open())).toEqual({ name: 'Mental Helse Lillevik', week });
  await service.set({ name: 'Terskel' });
});
