/** What a seeker's page stores and requests, checked with the browser's own tools at every step (rule A1). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { hears, joinLine, log, say, seekerAt, sitDown, volunteerAt } from '../../helpers/pages.ts';
import { indiscreet, NOTHING, tracesOf } from '../../helpers/traces.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

test('[A1, U3] nothing is stored before Start, only tab storage until the end, nothing after it, and no other origin is contacted', async () => {
  await using volunteer = await volunteerAt(browser, service, 0);
  const own = service.origin();
  const answer = volunteer.page.getByRole('button', { name: 'Answer' });
  await using seeker = await seekerAt(browser, own);
  const { page } = seeker;
  const traces = await tracesOf(page);
  const button = (name: string) => page.getByRole('button', { name });
  const keepsNothing = async () => expect(await traces.kept()).toEqual(NOTHING);
  // The history state records only that a screen came after the first one, so that *Back* leads to the first.
  const STEP = ['{"step":true}'];
  const keepsStep = async () => expect(await traces.kept()).toEqual({ ...NOTHING, history: STEP });
  const keepsInTab = async () => {
    const kept = await traces.kept();
    expect(kept).toEqual({ ...NOTHING, session: kept['session'], history: STEP });
    expect(kept['session']).toContain('terskel.seeker.session');
  };

  // Wait until everything that is loaded before *Start* has arrived.
  await page.reload({ waitUntil: 'networkidle' });
  await keepsNothing();
  await button('Start a chat').click();
  await page.getByRole('radio', { name: 'Grief' }).check();
  await keepsStep();
  await button('Join the queue').click();
  await button('Leave the queue').waitFor();
  await keepsInTab();
  await page.getByRole('textbox').fill('a thought');
  await answer.click();
  await log(seeker).waitFor();
  await button('Send').click();
  await hears(volunteer, ['a thought']);
  await keepsInTab();
  await page.reload();
  await hears(seeker, ['a thought']);
  await keepsInTab();
  await button('End chat').click();
  await button('Yes, end it').click();
  await button('Start again').waitFor();
  await keepsStep();

  // A second conversation, this time ended by *Leave this page*.
  await volunteer.page.getByRole('button', { name: /Ready|ready/ }).click();
  await button('Start again').click();
  await button('Start a chat').waitFor();
  await keepsNothing();
  await joinLine(seeker);
  await answer.click();
  await log(seeker).waitFor();
  await say(seeker, 'hello');
  await keepsInTab();
  expect(indiscreet(traces.asked, own)).toEqual([]);
  await page.route(/^https:/, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>Weather</title>' }),
  );
  await button('Leave this page').click();
  await page.waitForURL(/^https:/);
  const neutral = new URL(page.url()).origin;
  await volunteer.page.getByText('left', { exact: false }).first().waitFor();
  // The neutral site does not learn the address of our page.
  expect(await page.evaluate(() => document.referrer)).toBe('');
  expect(indiscreet(traces.asked, own)).toEqual([`another origin: ${neutral}`]);
  // *Back* does not lead to the chat, because its history entry was replaced.
  await page.goBack();
  expect(page.url()).not.toContain(own);
  expect(await page.locator('body').innerText()).not.toContain('hello');
  await page.goto(own);
  await keepsNothing();
  expect(seeker.faults).toEqual([]);
});

describe('a page that breaks the promise is detected', () => {
  /** Code that leaves a trace, by the place where the trace appears. */
  const MISDEEDS = {
    cookies: `document.cookie = 'seen=1'`,
    local: `localStorage.setItem('seen', '1')`,
    session: `sessionStorage.setItem('seen', '1')`,
    databases: `new Promise((done) => { indexedDB.open('seen').onsuccess = done })`,
    caches: `caches.open('seen').then((cache) => cache.put('/seen', new Response('1')))`,
    workers: `navigator.serviceWorker.register('/worker.js')`,
    files: `navigator.storage.getDirectory().then((all) => all.getFileHandle('seen', { create: true }))`,
    history: `history.replaceState({ seen: 1 }, '')`,
  };

  test('[A1] every kind of storage, every foreign request, and every header that reveals something is found', async () => {
    await using seat = await sitDown(browser);
    const { page } = seat;
    const server = createServer((request, response) => {
      const script = request.url === '/worker.js';
      response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html');
      response.end(script ? '' : '<title>Breaks</title>');
    });
    await using _ = {
      [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
    };
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
    const own = `http://localhost:${(server.address() as AddressInfo).port}`;
    const traces = await tracesOf(page);
    await page.goto(own);
    expect(await traces.kept()).toEqual(NOTHING);
    for (const [place, misdeed] of Object.entries(MISDEEDS)) {
      await page.evaluate(`Promise.resolve(${misdeed}).then(() => {})`);
      expect((await traces.kept())[place]).toHaveLength(1);
    }
    // The browser's storage estimate in bytes also counts it.
    expect((await traces.kept())['counted']).toEqual(
      expect.arrayContaining(['cache_storage', 'indexeddb']),
    );
    await page.goto(`${own}/again`);
    await page.evaluate(`fetch('/worker.js')`);
    await page.evaluate(
      `new Promise((done) => { new Image().src = 'http://127.0.0.1:1/'; new WebSocket('ws://127.0.0.2:1/').onerror = done })`,
    );
    expect(indiscreet(traces.asked, own)).toEqual(
      expect.arrayContaining([
        ...[`cookie: ${own}`, `referer: ${own}`],
        ...['another origin: http://127.0.0.1:1', 'another origin: ws://127.0.0.2:1'],
      ]),
    );
    // A request that began before the recording is not reported as one of another origin.
    await page.goto(`${own}/busy`);
    await page.evaluate(`setInterval(() => fetch('/worker.js'), 5) && 0`);
    for (let looks = 0; looks < 10; looks += 1) {
      const later = await tracesOf(page);
      await page.evaluate(`fetch('/worker.js').then(() => {})`);
      expect(later.asked.map(({ url }) => new URL(url).origin)).not.toContain('null');
    }
    server.closeAllConnections();
  });
});
