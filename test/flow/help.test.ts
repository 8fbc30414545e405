/** Self-help: set by an operator, served by every node, as data without markup (rule U7). */
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Help } from '@terskel/shared/help';
import { ARTICLE_MAX_CHARS } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { run } from '../helpers/process.ts';
import { startService, type TestService } from '../helpers/service.ts';

const ask = (service: TestService, node: number, query: string) =>
  fetch(`${service.origin(node)}/api/help${query}`);

async function told(service: TestService, node: number, language = 'nb'): Promise<Help> {
  const response = await ask(service, node, `?language=${language}`);
  return z.parse(Help, await response.json());
}

/** Changes settings as an operator does, on the command line. */
async function set(service: TestService, contents: object) {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'terskel-help-'));
  const file = join(dir.path, 'settings.json');
  await writeFile(file, JSON.stringify(contents));
  return await run('cli.ts', ['settings', 'set', file], { LEDGER_URL: service.ledger.url });
}

test('[U7, S5] what an operator sets is served by every node as plain data and recorded in the audit log', async () => {
  await using service = await startService({ nodes: 2 });
  const before = await told(service, 0);
  expect(before.articles.length).toBeGreaterThan(1);
  const article = { title: '<b>Pust</b>', text: 'Ett <i>ord</i> og [en lenke](javascript:x).' };
  const place = { name: 'Kveldskafé', when: 'Tirsdager kl. 18', phone: '22 40 00 40' };
  const changes = { articles: { nb: [article] }, places: [place] };
  expect((await set(service, changes)).code).toBe(0);
  await service.tick();
  for (const node of [0, 1]) {
    expect(await told(service, node)).toEqual({
      language: 'nb',
      articles: [
        {
          title: '<b>Pust</b>',
          blocks: [
            {
              kind: 'paragraph',
              runs: ['Ett ', 'ord', ' og ', 'en lenke', '.'].map((text) => ({ text })),
            },
          ],
        },
      ],
      places: [place],
    });
    expect((await told(service, node, 'en')).articles.length).toBe(before.articles.length);
  }
  const { entries } = await service.book.audit({ what: 'settings.changed' });
  expect(entries[0]).toMatchObject({
    by: null,
    before: { articles: {}, places: [] },
    after: changes,
  });
});

test.each([
  ['a text of one megabyte', { articles: { nb: [{ title: 'a', text: 'a'.repeat(1_000_000) }] } }],
  [
    'more text than all languages may have together',
    {
      articles: Object.fromEntries(
        ['nb', 'nn', 'en', 'ar', 'se', 'uk', 'pl'].map((language) => [
          language,
          [{ title: 'a', text: 'a'.repeat(ARTICLE_MAX_CHARS) }],
        ]),
      ),
    },
  ],
  [
    'a link with another scheme',
    { places: [{ name: 'a', when: 'b', link: 'javascript:alert(1)' }] },
  ],
])('[U7, F8] %s is refused on one line and changes nothing', async (_what, contents) => {
  await using service = await startService();
  const { code, stderr } = await set(service, contents);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Not a setting, or none that makes sense: (?:articles|places)[^\n]*\n$/);
  expect(await service.book.settings()).toMatchObject({ articles: {}, places: [] });
});

test('[U7, A1] the response may be cached for a minute, sets no cookie, and takes only a language', async () => {
  await using service = await startService();
  const { status, headers } = await ask(service, 0, '?language=nn');
  expect([status, headers.get('cache-control'), headers.get('set-cookie')]).toEqual([
    ...[200, 'public, max-age=60', null],
  ]);
  for (const query of [
    '',
    '?language=',
    '?language=../nb',
    '?language=nb&more=1',
    '?language[]=nb',
  ])
    expect((await ask(service, 0, query)).status).toBe(400);
});
