/** A volunteer on a phone: the conversation gets the space. */
import { expect, test } from 'vitest';
import { STAFF_LOCALES } from '../../../client/src/i18n/locales.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { drawnIn } from '../../helpers/fonts.ts';
import { serveGallery } from '../gallery-server.ts';

const WIDTH = 360;
const HEIGHT = 740;

test('[U14] on a phone the messages have at least half of the window in every state of a conversation', async () => {
  await using server = await serveGallery();
  const browser = await launchBrowser();
  const page = await browser.newPage({
    ...{ viewport: { width: WIDTH, height: HEIGHT }, isMobile: true, hasTouch: true },
    reducedMotion: 'reduce',
  });
  await page.goto(server.url);
  const shares: Record<string, number> = {};
  for (const state of [
    ...['work-talk', 'work-talk-urgent', 'work-talk-away', 'work-talk-frame', 'work-talk-warning'],
    ...['work-two-talks', 'work-two-talks-danger', 'work-offline', 'work-calls-talk'],
    ...['work-talk-called', 'work-talk-called-danger', 'work-talk-called-taken'],
    ...['work-talk-aside', 'work-talk-visited-aside', 'work-talk-aside-over', 'work-over-aside'],
    ...['work-talk-visited', 'work-talk-visited-away', 'work-talk-visit', 'work-talk-visit-alone'],
  ]) {
    await page.evaluate((name) => globalThis.gallery.show(name, 'nb'), state);
    const seen = await page.evaluate(() => document.querySelector('[role=log]')?.clientHeight ?? 0);
    shares[state] = seen / HEIGHT;
  }
  await browser.close();
  expect(Object.entries(shares).filter(([, share]) => share < 0.5)).toEqual([]);
});

test('[U14, E5] on a phone beside a folded aside the leader can be let in, and asked to leave', async () => {
  await using server = await serveGallery();
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  await page.goto(server.url);
  const answers = {
    'work-talk-aside': ['Slipp inn Nora', 'Det er fare for liv', 'Trekk tilbake'],
    'work-talk-visited-aside': ['Avslutt besøket', 'Det er fare for liv'],
  };
  for (const [state, names] of Object.entries(answers)) {
    await page.evaluate((name) => globalThis.gallery.show(name, 'nb'), state);
    await page.getByRole('button', { name: 'Mellom deg og Nora', expanded: false }).waitFor();
    for (const name of names) {
      expect(await page.getByRole('button', { name, exact: true }).isVisible()).toBe(true);
    }
  }
  await browser.close();
});

test('[U14, V4] on a phone beside an unfolded aside the messages keep half of the window, and there is only one message box', async () => {
  await using server = await serveGallery();
  const browser = await launchBrowser();
  const page = await browser.newPage({
    ...{ viewport: { width: WIDTH, height: HEIGHT }, isMobile: true, hasTouch: true },
    reducedMotion: 'reduce',
  });
  await page.goto(server.url);
  await page.evaluate(() => globalThis.gallery.show('work-talk-aside', 'en'));
  const fold = page.getByRole('button', { name: 'Between you and Nora' });
  const boxes = () =>
    page
      .getByRole('textbox')
      .evaluateAll((all) => all.map((box) => box.getAttribute('placeholder')));
  expect(await boxes()).toEqual(['Write a message']);
  await fold.click();
  expect(await boxes()).toEqual(['Write to Nora']);
  expect(await fold.evaluate((it) => it === document.activeElement)).toBe(true);
  const share = await page.evaluate(
    () => (document.querySelector('[role=log]')?.clientHeight ?? 0) / innerHeight,
  );
  expect(share).toBeGreaterThanOrEqual(0.5);
  await fold.click();
  expect(await boxes()).toEqual(['Write a message']);
  await browser.close();
});

test('[U14, V4] on a small phone the checklist, the newest message and the whole message box fit beside a call', async () => {
  await using server = await serveGallery();
  const browser = await launchBrowser();
  const context = await browser.newContext({
    ...{ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
    reducedMotion: 'reduce',
  });
  await drawnIn(context, 'wide');
  const page = await context.newPage();
  await page.goto(server.url);
  const found: Record<string, unknown> = {};
  for (const state of [
    ...['work-talk-urgent', 'work-talk-called', 'work-talk-called-danger'],
    ...['work-talk-called-taken', 'work-talk-called-nobody', 'work-transfer-offered'],
    ...['work-talk-visited', 'work-talk-visited-away', 'work-talk-visit'],
  ]) {
    for (const locale of STAFF_LOCALES) {
      await page.evaluate(([name, lang]) => globalThis.gallery.show(name, lang), [
        state,
        locale,
      ] as const);
      await page.getByRole('button', { name: locale === 'en' ? 'Support' : 'Støtte' }).click();
      const seen = await page.evaluate(() => {
        const shareOf = (selector: string): number =>
          (document.querySelector(selector)?.clientHeight ?? 0) / innerHeight;
        const box = document.querySelector('textarea')?.getBoundingClientRect();
        const foot = document.querySelector('textarea')?.closest('form')?.parentElement;
        return {
          log: shareOf('[role=log]'),
          guide: shareOf('#guide'),
          boxEnds: box?.bottom ?? 0,
          footEnds: foot?.getBoundingClientRect().bottom ?? 0,
          window: innerHeight,
        };
      });
      const { log, guide, boxEnds, footEnds, window } = seen;
      const fits = log >= 0.15 && guide >= 0.2 && boxEnds <= Math.min(footEnds, window);
      if (!fits) found[`${state} ${locale}`] = seen;
    }
  }
  await browser.close();
  expect(found).toEqual({});
});
