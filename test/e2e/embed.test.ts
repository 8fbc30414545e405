/** The widget on a third-party site with the strictest content security policy (rule U8). */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { TIMES } from '@terskel/shared/limits';
import { EMBED } from '../../client/src/embed/languages.ts';
import { LOCALE_LIST, type Locale } from '../../client/src/i18n/locales.ts';
import { goReady, matchFive } from '../helpers/fixtures.ts';
import { type HostSite, hostSite } from '../helpers/host-site.ts';
import { expectAccessible, sitDown, type Seat } from '../helpers/pages.ts';
import { indiscreet, NOTHING, tracesOf } from '../helpers/traces.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const SHOTS = join(import.meta.dirname, '..', 'artefacts', 'screens');
const { browser, service } = await withBrowser();
afterEach(() => service.set({ paused: false, openingHours: null, busyWaitMs: 20 * 60_000 }));

/** A site with the script tag as a site includes it, plus optional markup. */
function siteWith(more: string, scheme = 'light'): Promise<HostSite> {
  const script = `<script type="module" src="${service.origin()}/embed.js" data-lang="en"></script>`;
  return hostSite(
    service.origin(),
    `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Lillevik</title>
    <meta name="color-scheme" content="${scheme}"><link rel="icon" href="data:,"></head>
    <body><main><h1>Lillevik</h1>${script}${more}</main></body></html>`,
  );
}

const widgets = (page: Page): Locator => page.locator('terskel-door');
const within = (widget: Locator): Locator => widget.locator('[role=group]');
const says = (page: Page): Promise<string> => within(widgets(page).first()).innerText();

/** Opens the site with a controllable clock and without the HTTP cache. */
async function visit(seat: Seat, site: HostSite): Promise<void> {
  const { page } = seat;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.clock.install();
  await page.goto(site.origin);
  await expect.poll(() => says(page)).not.toContain('Checking');
}

/** Waits for the text after the widget's next request. */
async function becomes(page: Page, text: string): Promise<void> {
  await service.tick();
  await page.clock.runFor(15_000);
  await expect.poll(() => says(page)).toContain(text);
}

test('[U8, I1, I3] the widget shows the state of intake, follows its changes, and always shows whom to call', async () => {
  await using site = await siteWith('');
  await using seat = await sitDown(browser);
  const { page } = seat;
  await visit(seat, site);
  const calls = async () => {
    const text = (await says(page)).replaceAll(/[\u2066\u2069]/g, '');
    expect(text).toContain('Call 116 123');
    expect(text).toContain('Call 113');
  };
  const closed = async () => {
    await calls();
    expect(await says(page)).toContain('See who you can call now');
    expect(await says(page)).not.toContain('Chat with us');
  };
  expect(await says(page)).toContain('Not open now');
  await closed();

  const volunteer = await service.volunteer();
  await goReady(volunteer);
  await becomes(page, 'Open now');
  await calls();
  expect(await says(page)).toContain('Chat with us');

  await matchFive(service, volunteer);
  // The public number of waiting seekers is updated every half minute (rule I4).
  await service.set({ busyWaitMs: 0 });
  await service.pass(TIMES.intakeReleaseMs);
  await becomes(page, 'Open now, but many are waiting');
  expect(await says(page)).toContain('Chat with us');

  await service.set({ queueLimit: 0 });
  await service.pass(TIMES.intakeReleaseMs);
  await becomes(page, 'The queue is full');
  await closed();
  await service.set({ queueLimit: 50, paused: true });
  await becomes(page, 'Not open now');
  await closed();

  const tomorrow = new Date(Date.now() + 24 * 60 * 60_000);
  const date = tomorrow.toISOString().slice(0, 10);
  const openingHours = {
    ...{ timeZone: 'UTC', week: Array.from({ length: 7 }, () => []), marginMs: 0 },
    exceptions: { [date]: [{ from: '18:00', until: '22:00' }] },
  };
  await service.set({ paused: false, openingHours });
  // The same wording as the service's own page, in the device's time zone.
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
  const next = time.format(new Date(`${date}T18:00:00Z`));
  await becomes(page, `Not open now. We open again tomorrow at ${next}.`);
  await closed();

  await service.live.kill();
  await becomes(page, 'We can’t be reached right now');
  await closed();
  await service.live.restart();
  await service.ready();
});

test('[U8, A1] it stores nothing, identifies nobody, and asks only the service, once for all widgets', async () => {
  await using site = await siteWith('<terskel-door></terskel-door><terskel-door lang="ar">');
  await using seat = await sitDown(browser);
  const { page } = seat;
  // The cookie of a staff member who visits the site.
  await page.context().addCookies([{ name: 'terskel', value: 'secret', url: service.origin() }]);
  const traces = await tracesOf(page);
  await visit(seat, site);
  await becomes(page, '');
  await expect.poll(() => widgets(page).count()).toBe(3);
  expect(await traces.kept()).toEqual({ ...NOTHING, cookies: ['terskel'] });
  const asked = traces.asked.filter(({ url }) => !url.startsWith('data:'));
  expect([...new Set(asked.map(({ url }) => url))].toSorted()).toEqual(
    [
      ...[`${site.origin}/`, `${service.origin()}/embed.js`, `${service.origin()}/api/intake`],
    ].toSorted(),
  );
  // The site loads the script itself, as its page says. The script's own requests must reveal no more than necessary.
  const byWidgets = asked.filter(({ url }) => url.endsWith('/api/intake'));
  expect(indiscreet(byWidgets, service.origin())).toEqual([]);
  expect(indiscreet(asked, site.origin).filter((what) => what.startsWith('cookie'))).toEqual([]);
  expect(seat.faults).toEqual([]);
});

test('[U8] it sends no requests while the page is hidden, and one as soon as the page is visible', async () => {
  await using site = await siteWith('<terskel-door></terskel-door>');
  await using seat = await sitDown(browser);
  const { page } = seat;
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/intake')) asked += 1;
  });
  await visit(seat, site);
  const look = (hidden: boolean) =>
    page.evaluate((isHidden) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  const before = asked;
  await look(true);
  await page.clock.runFor(5 * 60_000);
  const answer = page.waitForResponse(/intake/);
  await look(false);
  await answer;
  expect(asked).toBe(before + 1);
  // After the site has removed all widgets, no more requests are sent.
  await page.evaluate(() => {
    for (const widget of document.querySelectorAll('terskel-door')) widget.remove();
  });
  await page.clock.runFor(5 * 60_000);
  const again = page.waitForResponse(/intake/);
  await page.evaluate(() => document.body.append(document.createElement('terskel-door')));
  await again;
  expect(asked).toBe(before + 2);
});

test('[U8, U2] by keyboard: focus order and outlines are right, and the service opens in a tab without referrer or opener', async () => {
  await service.set({ paused: true });
  await using site = await siteWith('');
  await using seat = await sitDown(browser);
  const { page } = seat;
  await visit(seat, site);
  const focused = () =>
    widgets(page).evaluate((widget) => {
      const link = widget.shadowRoot?.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(link ?? widget);
      return [link?.getAttribute('href') ?? '', outlineStyle, outlineWidth];
    });
  for (const href of [`${service.origin()}/?lang=en`, 'tel:116123', 'tel:113']) {
    await page.keyboard.press('Tab');
    expect(await focused()).toEqual([href, 'solid', '3px']);
  }
  const way = page.getByRole('link', { name: /^See who you can call now.*opens in a new tab/ });
  await way.focus();
  const coming = page.context().waitForEvent('page');
  await page.keyboard.press('Enter');
  const opened = await coming;
  await opened.waitForURL(`${service.origin()}/?lang=en`);
  expect(await opened.evaluate(() => [document.referrer, window.opener === null])).toEqual([
    '',
    true,
  ]);
});

test('[U8, U2] a screen reader announces each change once, but not the initial state', async () => {
  await service.set({ paused: true });
  await using site = await siteWith('');
  await using seat = await sitDown(browser);
  const { page } = seat;
  await visit(seat, site);
  const group = page.getByRole('group', { name: 'Do you need someone to chat with?' });
  const status = group.getByRole('status');
  const told = await status.evaluateHandle((element) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(element.textContent)).observe(element, {
      ...{ childList: true, subtree: true, characterData: true },
    });
    return texts;
  });
  // An unchanged state must not be announced.
  const answer = page.waitForResponse(/intake/);
  await page.clock.runFor(15_000);
  await answer;
  await goReady(await service.volunteer());
  await service.set({ paused: false });
  await becomes(page, 'Open now');
  expect(await told.jsonValue()).toEqual(['Open now']);
});

describe.each(['light', 'dark'] as const)('[U8, U2] on a %s site', (scheme) => {
  test.each(LOCALE_LIST)('[U8, U2] %s on a small phone: axe finds nothing', async (locale) => {
    const others = LOCALE_LIST.map((lang) => `<terskel-door lang="${lang}"></terskel-door>`);
    await using site = await siteWith(others.join(''), scheme);
    await using seat = await sitDown(browser, { width: 320, height: 740 });
    const { page } = seat;
    await visit(seat, site);
    await expectAccessible(seat);
    const widget = page.locator(`terskel-door[lang="${locale}"]`).last();
    const { words, dir } = EMBED[locale];
    expect(await within(widget).innerText()).toContain(words.title);
    expect(await within(widget).evaluate((own) => getComputedStyle(own).direction)).toBe(dir);
    const box = await widget.boundingBox();
    expect((box?.x ?? -1) >= 0 && (box?.width ?? 999) <= 320).toBe(true);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(320);
    await page.screenshot({ path: join(SHOTS, `embed-${scheme}.png`), fullPage: true });
    expect(seat.faults).toEqual([]);
  });
});

test('[U8] it uses the language of the surrounding page, otherwise the browser’s', async () => {
  const around = (lang: string) => `<div lang="${lang}"><terskel-door></terskel-door></div>`;
  const langs = ['nb-NO', 'no', 'nn', 'ar-SY', 'sv', 'en-US', 'uk', ''];
  await using site = await siteWith(langs.map(around).join(''));
  await using seat = await sitDown(browser);
  await visit(seat, site);
  const spoken = await within(widgets(seat.page)).evaluateAll((all) =>
    all.map((one) => (one as HTMLElement).lang as Locale),
  );
  expect(spoken).toEqual(['en', 'nb', 'nb', 'nn', 'ar', 'nb', 'en', 'en', 'en']);
});

test('[U8] the site’s universal style rules do not change the widget', async () => {
  const rules = '* { color: red; font-size: 40px; display: none } b, a { letter-spacing: 1em }';
  await using site = await siteWith('');
  await using seat = await sitDown(browser);
  const { page } = seat;
  await visit(seat, site);
  const looks = () =>
    widgets(page).evaluate((widget) =>
      [...(widget.shadowRoot?.querySelectorAll('*') ?? [])].map((part) => {
        const { color, fontSize, letterSpacing, display } = getComputedStyle(part);
        return [color, fontSize, letterSpacing, display];
      }),
    );
  const before = await looks();
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, rules);
  expect(before.length).toBeGreaterThan(10);
  expect(await looks()).toEqual(before);
});

test('[U8] the service shows the widget on a demo page', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  await page.goto(`${service.origin()}/demo`);
  await expect.poll(() => widgets(page).count()).toBe(4);
  await expectAccessible(seat);
  await page.screenshot({ path: join(SHOTS, 'demo.png'), fullPage: true });
  expect(seat.faults).toEqual([]);
});
