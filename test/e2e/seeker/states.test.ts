/** Rare situations of a page: updates, missing files, frozen tabs, full storage. */
import type { Browser, BrowserContext } from 'playwright-core';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { describe, expect, test } from 'vitest';
import {
  button,
  box,
  expectAccessible,
  hears,
  joinLine,
  log,
  say,
  seekerAt,
  volunteerAt,
} from '../../helpers/pages.ts';
import { startService } from '../../helpers/service.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser();

/** A browser whose contexts are prepared by this function. */
const with_ = (prepare: (context: BrowserContext) => Promise<unknown>) => ({
  newContext: async (options: Parameters<Browser['newContext']>[0]) => {
    const context = await browser.newContext(options);
    await prepare(context);
    return context;
  },
});

/** A conversation with one message. The seeker is behind a proxy that the test can cut. */
async function talkOf(contexts: Pick<Browser, 'newContext'> = browser, at = service) {
  const proxy = await startTcpProxy(Number(new URL(at.origin()).port));
  const volunteer = await volunteerAt(browser, at, 0);
  const seeker = await seekerAt(contexts, proxy.origin);
  await joinLine(seeker);
  await button(volunteer, 'Answer').click();
  await log(seeker).waitFor();
  await say(seeker, 'hello');
  await hears(volunteer, ['hello']);
  return {
    ...{ proxy, volunteer, seeker },
    async [Symbol.asyncDispose]() {
      for (const one of [seeker, volunteer, proxy]) await one[Symbol.asyncDispose]();
    },
  };
}

test('[U6, C4] an outdated page asks for a reload and continues where it was', async () => {
  let old = false;
  const aged = with_((context) =>
    context.routeWebSocket(/socket\.io/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((data) => {
        const [now, then] = [PROTOCOL_VERSION, PROTOCOL_VERSION - 1].map(
          (version) => `"protocol":${version}`,
        );
        server.send(old && typeof data === 'string' ? data.replace(now ?? '', then ?? '') : data);
      });
    }),
  );
  await using on = await talkOf(aged);
  const { seeker, volunteer, proxy } = on;
  await box(seeker).fill('half a thought');
  old = true;
  proxy.cut();
  await seeker.page.getByRole('heading', { name: 'The page has been updated' }).waitFor();
  await expectAccessible(seeker);
  await say(volunteer, 'still here');
  old = false;
  await button(seeker, 'Reload').click();
  await hears(seeker, ['hello', 'still here']);
  expect(await box(seeker).inputValue()).toBe('half a thought');
  await button(seeker, 'Send').click();
  await hears(volunteer, ['hello', 'still here', 'half a thought']);
});

describe('a script that fails to load', () => {
  test('[U6] is loaded again at the next press', async () => {
    await using volunteer = await volunteerAt(browser, service, 0);
    await using seeker = await seekerAt(
      with_((context) => context.route(/\/assets\/seeker-/, (route) => route.abort())),
      service.origin(),
    );
    await joinLine(seeker);
    await seeker.page.getByRole('alert').waitFor();
    await expectAccessible(seeker);
    await seeker.page.context().unroute(/\/assets\/seeker-/);
    await button(seeker, 'Join the queue').click();
    await button(volunteer, 'Answer').click();
    await log(seeker).waitFor();
    expect(await box(seeker).isEnabled()).toBe(true);
  });

  test('[U6, F2] is missing after a deployment: the page asks for a reload and then works', async () => {
    await using _ = await volunteerAt(browser, service, 0);
    let deployed = false;
    // After the deployment the page's files have other names, and the old ones are gone.
    const after = with_(async (context) => {
      await context.route(/\/assets\/seeker-/, (route) =>
        deployed ? route.fulfill({ status: 404 }) : route.abort(),
      );
      await context.route(/\/$/, async (route) => {
        const response = await route.fetch();
        const text = await response.text();
        const body = deployed ? text.replace(/index-[\w-]{8}\.js/, 'index-new.js') : text;
        await route.fulfill({ response, body });
      });
    });
    await using seeker = await seekerAt(after, service.origin());
    deployed = true;
    await button(seeker, 'Start a chat').click();
    const reload = button(seeker, 'Reload');
    await button(seeker, 'Join the queue').or(reload).first().waitFor();
    if (!(await reload.isVisible())) await button(seeker, 'Join the queue').click();
    await reload.waitFor();
    await expectAccessible(seeker);
    expect(await seeker.page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
    await seeker.page.context().unrouteAll();
    await reload.click();
    await joinLine(seeker);
    await button(seeker, 'Leave the queue').click();
    await button(seeker, 'Yes, leave').click();
    await button(seeker, 'Start again').waitFor();
  });
});

test('[U6] with the same conversation in two tabs one is suspended, and either can take over', async () => {
  await using on = await talkOf();
  const { seeker, volunteer } = on;
  const [kept, address] = await seeker.page.evaluate(() => {
    const items = Object.keys(sessionStorage).map(
      (key) => [key, sessionStorage.getItem(key) ?? ''] as const,
    );
    return [items, location.href] as const;
  });
  // A duplicated tab copies the storage.
  const second = await seeker.page.context().newPage();
  await second.addInitScript((items) => {
    for (const [key, value] of items) sessionStorage.setItem(key, value);
  }, kept);
  await second.goto(address);
  await hears({ ...seeker, page: second }, ['hello']);
  await seeker.page.getByRole('heading', { name: 'This page is open in another tab' }).waitFor();
  await expectAccessible(seeker);
  await button(seeker, 'Use this tab').click();
  await hears(seeker, ['hello']);
  await second.getByRole('heading', { name: 'This page is open in another tab' }).waitFor();
  await say(seeker, 'from the first');
  await hears(volunteer, ['hello', 'from the first']);
  expect(await second.getByRole('log').count()).toBe(0);
});

describe('unavailable storage', () => {
  test('[A1, C4] with forbidden storage everything works, except continuing after a reload', async () => {
    const forbidding = with_((context) =>
      context.addInitScript(() => {
        Object.defineProperty(globalThis, 'sessionStorage', {
          get() {
            throw new DOMException('forbidden', 'SecurityError');
          },
        });
      }),
    );
    await using on = await talkOf(forbidding);
    const { seeker, volunteer, proxy } = on;
    proxy.cut();
    await say(volunteer, 'still here');
    await hears(seeker, ['hello', 'still here']);
    await seeker.page.reload();
    await button(seeker, 'Start a chat').waitFor();
    expect(seeker.faults).toEqual([]);
  });

  test('[A1, C3] with full storage messages still go through, and no old ones return', async () => {
    await using on = await talkOf();
    const { seeker, volunteer, proxy } = on;
    await seeker.page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await say(seeker, 'one');
    proxy.cut();
    await say(seeker, 'two');
    await hears(volunteer, ['hello', 'one', 'two']);
    await say(volunteer, 'three');
    await hears(volunteer, ['hello', 'one', 'two', 'three']);
    await hears(seeker, ['hello', 'one', 'two', 'three']);
    expect(seeker.faults).toEqual([]);
  });
});

test('[R1, C3] writing faster than the rate limit loses nothing and shows no error', async () => {
  await using on = await talkOf();
  const { seeker, volunteer } = on;
  const many = Array.from({ length: 24 }, (_, nth) => `line ${nth}`);
  for (const text of many) await say(seeker, text);
  await hears(volunteer, ['hello', ...many]);
  expect(await log(seeker).getByText('Not sent').count()).toBe(0);
  expect(seeker.faults).toEqual([]);
});

test('[F4, F3, U6] when the store fails and restarts empty, the page says so and continues', async () => {
  await using own = await startService({ nodes: 1, realTime: true });
  await using on = await talkOf(browser, own);
  const { seeker, volunteer, proxy } = on;
  await own.live.kill();
  proxy.cut();
  await seeker.page.getByText('The service isn’t answering right now').waitFor();
  await expectAccessible(seeker);
  await say(seeker, 'meanwhile');
  await own.live.restart();
  await own.ready();
  await hears(volunteer, ['hello', 'meanwhile']);
  await hears(seeker, ['hello', 'meanwhile']);
  expect(await seeker.page.getByText('The service isn’t answering').count()).toBe(0);
});

describe('a tab that was away', () => {
  test('[F5, U6] frozen for minutes on a dead connection, it reconnects as soon as it is visible', async () => {
    await using on = await talkOf();
    const { seeker, volunteer, proxy } = on;
    const cdp = await seeker.page.context().newCDPSession(seeker.page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    proxy.freeze();
    await say(volunteer, 'are you there?');
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    // Two minutes have passed on the device's clock, but not for the frozen timers.
    await seeker.page.evaluate(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 120_000;
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    });
    await hears(seeker, ['hello', 'are you there?']);
    expect(seeker.faults).toEqual([]);
  });

  test('[Q6, C4] the conversation continues after visiting another site and going back', async () => {
    await using on = await talkOf();
    const { seeker, volunteer } = on;
    await seeker.page.goto('about:blank');
    await say(volunteer, 'are you there?');
    await seeker.page.goBack();
    await hears(seeker, ['hello', 'are you there?']);
    await say(seeker, 'yes');
    await hears(volunteer, ['hello', 'are you there?', 'yes']);
    expect(seeker.faults).toEqual([]);
  });
});
