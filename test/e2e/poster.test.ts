/** The printed poster, and its QR code as a camera reads it (rule U8). */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import jsQR from 'jsqr';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LOCALE_LIST } from '../../client/src/i18n/locales.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { expectAccessible, sitDown } from '../helpers/pages.ts';
import { startService, type TestService } from '../helpers/service.ts';

const SHOTS = join(import.meta.dirname, '..', 'artefacts', 'screens');
const PUBLIC_URL = 'https://noen-aa-skrive-med.mentalhelse-lillevik.example.org';

let browser: Browser;
let service: TestService;
beforeAll(async () => {
  [browser, service] = await Promise.all([
    launchBrowser(),
    startService({ publicUrl: PUBLIC_URL }),
    mkdir(SHOTS, { recursive: true }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
});

/** Settings with the longest text: different hours every day, and a long name. */
async function setMuch(): Promise<void> {
  const week = Array.from({ length: 7 }, (_, day) => [
    { from: `0${day}:00`, until: `0${day + 1}:30` },
    { from: `1${day}:00`, until: '22:00' },
  ]);
  const exceptions = { '2026-01-20': [] };
  await service.set({
    name: 'Mental Helse Lillevik, Storevik og Omegn, i hele Fjordfylket',
    openingHours: { timeZone: 'Europe/Oslo', week, exceptions, marginMs: 0 },
  });
}
const little = () => {
  const { name, openingHours, country } = DEFAULT_SETTINGS;
  return service.set({ name, openingHours, country });
};
const at = (lang: string) => `${service.origin()}/poster?lang=${lang}`;

/** The sizes of the pages in the PDF. Page objects are not compressed, unlike their content. */
function pagesOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  const boxes = [...text.matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box = '']) => box.trim());
  expect(text.match(/\/Type \/Page\b/g)).toHaveLength(boxes.length);
  return boxes.map((box) =>
    box
      .split(' ')
      .map((side) => Math.round(Number(side)))
      .join(' '),
  );
}

test.each(LOCALE_LIST)(
  '[U8, U1] in %s the poster is one sheet of A4, however long its text is',
  async (lang) => {
    await using seat = await sitDown(browser);
    const { page } = seat;
    for (const [much, set] of [
      ['little', little],
      ['much', setMuch],
    ] as const) {
      await set();
      await page.goto(at(lang));
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
      expect(pagesOf(pdf)).toEqual(['0 0 595 842']);
      await writeFile(join(SHOTS, `poster-${lang}-${much}.pdf`), pdf);
      // Nothing is cut off or covered to fit on the page.
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 794, height: 1123 });
      const [over, left] = await page.evaluate(() => {
        const sheet = document.querySelector('.sheet') ?? document.body;
        const [danger, strips] = ['.danger', '.strips'].map((name) =>
          document.querySelector(name)?.getBoundingClientRect(),
        );
        return [
          [sheet.scrollHeight - sheet.clientHeight, sheet.scrollWidth - sheet.clientWidth],
          (strips?.top ?? 0) - (danger?.bottom ?? Infinity),
        ];
      });
      expect(over).toEqual([0, 0]);
      expect(left).toBeGreaterThan(0);
      await page.screenshot({ path: join(SHOTS, `poster-${lang}-${much}.png`) });
      await page.emulateMedia({ media: null });
    }
    expect(seat.faults).toEqual([]);
  },
);

test('[U8] the QR code and the printed address both lead to the service', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.goto(at('nb'));
  const picture = await page.getByRole('img', { name: 'QR-kode med adressen' }).screenshot();
  await page.goto('about:blank');
  const { data, width, height } = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const drawn = context.getImageData(0, 0, image.width, image.height);
    return { data: [...drawn.data], width: drawn.width, height: drawn.height };
  }, picture.toString('base64'));
  expect(jsQR.default(Uint8ClampedArray.from(data), width, height)?.data).toBe(PUBLIC_URL);
  await page.goto(at('nb'));
  const typed = await page.locator('.address').innerText();
  expect(`https://${typed}`).toBe(PUBLIC_URL);
  expect(await page.locator('.strips bdi').allInnerTexts()).toEqual(Array(8).fill(typed));
});

test('[U8, U4] it shows the association’s name, weekly hours and emergency number, and no dates', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  const said = async (lang: string) => {
    await page.goto(at(lang));
    return page.locator('main').innerText();
  };
  await little();
  expect(await said('nb')).toContain('Trenger du noen å skrive med?');
  expect(await said('nb')).toContain('Fare for liv? Ring 113');
  expect(await said('nb')).not.toContain('Når har vi åpent?');
  await setMuch();
  const nn = await said('nn');
  expect(nn).toContain('Mental Helse Lillevik');
  expect(nn).toContain('Når har vi ope?\n\nMåndag: 00:00–01:30, 10:00–22:00\nTysdag: 01:00');
  expect(nn).not.toContain('januar');
  await service.set({ country: 'GB' });
  expect(await said('en')).toContain('Call 999');
  expect(await said('en')).not.toContain('113');
});

test.each([
  ['nb', 320],
  ['ar', 320],
  ['en', 1280],
] as const)('[U8, U2] on a screen: %s at %d px', async (lang, width) => {
  await setMuch();
  await using seat = await sitDown(browser, { width, height: 900 });
  const { page } = seat;
  await page.goto(at(lang));
  await expectAccessible(seat);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    width,
  );
  await page.getByRole('link', { name: 'Nynorsk' }).click();
  await page.waitForURL(at('nn'));
  expect(seat.faults).toEqual([]);
});
