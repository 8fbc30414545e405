/** A volunteer on a phone: the conversation gets the space. */
import { expect, test } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
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
  ]) {
    await page.evaluate((name) => globalThis.gallery.show(name, 'nb'), state);
    const seen = await page.evaluate(() => document.querySelector('[role=log]')?.clientHeight ?? 0);
    shares[state] = seen / HEIGHT;
  }
  await browser.close();
  expect(Object.entries(shares).filter(([, share]) => share < 0.5)).toEqual([]);
});
