/** The page about the service: who is responsible, what it keeps, and the redirect after leaving (rule U12). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service[Symbol.asyncDispose]());

const page = async (path: string): Promise<string> => (await fetch(service.origin() + path)).text();

test.each([
  ['nb', 'Hva vi lagrer om deg', 'WCAG 2.2'],
  ['nn', 'Kva vi lagrar om deg', 'WCAG 2.2'],
  ['en', 'What we keep about you', 'WCAG 2.2'],
  ['ar', 'ما نحفظه عنك', 'صفحة للجميع'],
])(
  '[U12] %s: privacy, accessibility and contact details are on the page without script',
  async (lang, ...texts) => {
    await service.set({
      name: 'Mental Helse Lillevik',
      contact: { responsible: 'Styret', email: 'post@lillevik.example', phone: '22 00 00 01' },
    });
    const html = await page(`/about?lang=${lang}`);
    for (const text of [...texts, 'Mental Helse Lillevik', 'Styret', 'tel:22000001', 'tel:113']) {
      expect(html).toContain(text);
    }
    expect(html).toContain('mailto:post@lillevik.example');
    for (const path of ['/', '/poster'])
      expect(await page(`${path}?lang=${lang}`)).toContain(`href="/about?lang=${lang}"`);
  },
);

test.each([
  ['nb', 'Hva krypteringen beskytter', 'Noe må du stole på.'],
  ['nn', 'Kva krypteringa vernar', 'Noko må du stole på.'],
  ['en', 'What the encryption protects', 'Some things you have to trust.'],
  ['ar', 'ما الذي يحميه التشفير', 'هناك أمور لا بد من الثقة بها.'],
])(
  '[E6] %s: the page says what the encryption protects, and what must be trusted',
  async (lang, ...texts) => {
    const html = await page(`/about?lang=${lang}`);
    for (const text of texts) expect(html).toContain(text);
  },
);

test('[U12] the page does not invite to write when no contact is set', async () => {
  await service.set({ contact: { email: 'post@lillevik.example' } });
  expect(await page('/about?lang=nb')).toContain('Skriv til oss');
  await service.set({ contact: {} });
  const html = await page('/about?lang=nb');
  expect(html).toContain('Kontaktinformasjon er ikke lagt inn her ennå.');
  expect(html).not.toMatch(/Skriv til oss|Du kan spørre oss/u);
});

test('[U3] /away, the history entry that remains after leaving, redirects to the neutral site', async () => {
  const answer = await fetch(`${service.origin()}/away`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://www.yr.no/']);
});
