/**
 * A conversation on a small phone, and pages with user settings: open keyboard, zoom, wider spacing, forced colours.
 */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Line, SeekerView } from '../../../client/src/state/model.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { drawnIn, type Font } from '../../helpers/fonts.ts';
import { serveGallery, type GalleryServer } from '../gallery-server.ts';
import { STATES } from '../gallery-states.ts';

type Talking = Extract<SeekerView, { page: 'conversation' }>;

let browser: Browser;
let gallery: GalleryServer;

beforeAll(async () => {
  [browser, gallery] = await Promise.all([launchBrowser(), serveGallery()]);
});
afterAll(async () => {
  await browser.close();
  await gallery[Symbol.asyncDispose]();
});

const SEEKERS = Object.keys(STATES).filter((name) => STATES[name]?.page === 'seeker');
const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true } as const;

const LONG_NAME = 'Mental Helse Lillevik og omegn lokallag';

async function open(state: string, options: BrowserContextOptions = {}, font: Font = 'wide') {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  await drawnIn(context, font);
  const page = await context.newPage();
  await page.goto(`${gallery.url}?name=${encodeURIComponent(LONG_NAME)}`);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate((name) => globalThis.gallery.show(name, 'en'), state);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

function talking(...texts: readonly string[]): Talking {
  const state = STATES['talk'];
  if (state?.page !== 'seeker' || state.view.page !== 'conversation') throw new Error('no talk');
  const { view } = state;
  const lines = texts.map((text, nth): Line => {
    const from = nth % 2 === 0 ? 'volunteer' : 'seeker';
    return {
      key: String(nth),
      alias: null,
      text,
      from,
      acceptedAt: 1,
      delivery: 'delivered',
    };
  });
  return { ...view, talk: { ...view.talk, otherIsTyping: false, lines } };
}
const show = (page: Page, view: SeekerView): Promise<void> =>
  page.evaluate((next) => globalThis.gallery.next(next), view);

/** How far the content extends sideways beyond the window (px). */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const log = document.querySelector('[role=log]') ?? document.documentElement;
    const { documentElement: html } = document;
    return Math.max(html.scrollWidth - html.clientWidth, log.scrollWidth - log.clientWidth);
  });

describe('a phone with its keyboard open', () => {
  const LONG = Array.from({ length: 30 }, (_, nth) => `Line ${nth}`);

  /** An open keyboard either shrinks the window or covers it. */
  const KEYBOARDS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
    'makes the page smaller': (page) => page.setViewportSize({ width: 360, height: 320 }),
    'lies over the page': (page) =>
      page.evaluate(() => {
        const visual = visualViewport as object;
        for (const [name, value] of Object.entries({ height: 320, offsetTop: 0, scale: 1 })) {
          Object.defineProperty(visual, name, { configurable: true, value });
        }
        visualViewport?.dispatchEvent(new Event('resize'));
      }),
  };

  test.each(Object.entries(KEYBOARDS))(
    '[U5, U2] that %s: the message box, the newest message and Leave this page stay visible',
    async (_, openKeyboard) => {
      await using shown = await open('talk', PHONE);
      const { page } = shown;
      await show(page, talking(...LONG));
      await page.getByRole('textbox').tap();
      await openKeyboard(page);
      const inView = async () => {
        const boxes = await Promise.all([
          page.getByRole('textbox').boundingBox(),
          page
            .getByText(/^(?:Line 29|And now)$/)
            .last()
            .boundingBox(),
          page.getByRole('button', { name: 'Leave this page' }).boundingBox(),
          page.getByRole('link', { name: /113/ }).first().boundingBox(),
        ]);
        return boxes.every((at) => at !== null && at.y >= 0 && at.y + at.height <= 320);
      };
      await expect.poll(inView).toBe(true);
      await show(page, talking(...LONG, 'And now'));
      await expect.poll(inView).toBe(true);
    },
  );
});

describe('at 400 % zoom', () => {
  const SIZES = [
    [320, 256],
    [342, 192],
  ] as const;
  const boxes = (page: Page, ...names: readonly string[]) =>
    Promise.all(names.map((name) => page.locator(name).first().boundingBox()));

  test.each(SIZES)(
    '[U13] %d × %d: the page scrolls and nothing is sticky; the message box and Send are usable',
    async (width, height) => {
      await using shown = await open('talk', { viewport: { width, height } });
      const { page } = shown;
      const roomy = await page.getByRole('log').evaluate((log) => log.clientHeight);
      expect(roomy).toBeGreaterThanOrEqual(96);
      for (const state of ['landing-open', 'questions', 'waiting', 'talk', 'talk-long-draft']) {
        await page.evaluate((name) => globalThis.gallery.show(name, 'en'), state);
        await page.evaluate(() => scrollTo(0, 150));
        expect(await page.evaluate(() => scrollY)).toBe(150);
        for (const box of await boxes(page, '#leave', 'header a[href^="tel:"]')) {
          expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(0);
        }
      }
      await page.getByRole('textbox').focus();
      await page.keyboard.type('.');
      await page.getByRole('button', { name: 'Send' }).scrollIntoViewIfNeeded();
      for (const box of await boxes(page, 'form textarea', 'form button')) {
        expect(box?.y).toBeGreaterThanOrEqual(0);
        expect((box?.y ?? 0) + (box?.height ?? height)).toBeLessThanOrEqual(height);
      }
    },
  );
});

describe('unusual messages', () => {
  const FAMILY = '👨‍👩‍👧‍👦';
  const TEXTS = {
    'four thousand characters': 'A word and another one. '.repeat(170).slice(0, 4_000).trim(),
    'a word of five hundred letters': 'å'.repeat(500),
    'emoji that are made of others': `${FAMILY}❤️‍🩹🏳️‍🌈`.repeat(40),
    'both directions in one line': 'Jeg heter أنا لا أعرف, du vet, שלום 123 (ikke sant)?',
    'many short lines': Array.from({ length: 60 }, (_, nth) => String(nth)).join('\n'),
    'nothing that shows': '​‎‏⁣',
  };
  test.each(Object.entries(TEXTS))(
    '[C7, U5] %s: shown as written, and never wider than the phone',
    async (_, text) => {
      await using shown = await open('talk', { ...PHONE, viewport: { width: 320, height: 568 } });
      const { page } = shown;
      await show(page, talking('before', text, text));
      const words = page.getByRole('log').locator('li div[dir=auto]');
      const found = await words.evaluateAll((all) =>
        all.map((one) => (one as HTMLElement).innerText),
      );
      expect(found.slice(1).map((one) => one.trim())).toEqual([text.trim(), text.trim()]);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    },
  );

  test('[C7] only web addresses become links, complete, without referrer, and without prefetching', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await show(
      page,
      talking(
        'See https://www.helsenorge.no/psykisk-helse?a=1&b=2#her, or (http://example.org/å_(x)).',
        'javascript:alert(1) JAVASCRIPT://x%0aalert(1) data:text/html,<b>x vbscript:x file:///etc/passwd',
        'tel:113 mailto:a@example.org ftp://example.org //example.org www.example.org',
        'https:// http://? https://exa mple https://user:secret@example.org/ “https://example.com/»',
        'https://xn--80ak6aa92e.com/ https://еxample.org/‮gnp.exe',
      ),
    );
    const links = await page
      .getByRole('log')
      .locator('a')
      .evaluateAll((all) =>
        all.map((one) => {
          const { protocol, rel, target, textContent } = one as HTMLAnchorElement;
          return { protocol, rel, target, same: one.getAttribute('href') === textContent };
        }),
      );
    expect(links.length).toBeGreaterThanOrEqual(4);
    for (const link of links) {
      expect(link.protocol).toMatch(/^https?:$/);
      expect(link).toMatchObject({ rel: 'noopener noreferrer', target: '_blank', same: true });
    }
    const { width = 0 } = (await page.getByRole('log').boundingBox()) ?? {};
    expect(width).toBeGreaterThan(0);
    expect(
      await page.getByRole('log').locator('img, iframe, video, object, embed, link').count(),
    ).toBe(0);
    expect(asked).toEqual([]);
  });
});

describe('with user settings', () => {
  /** The text spacing of WCAG 1.4.12. */
  const SPACED = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`;

  test('[U2] with wider text spacing nothing is cut off or outside the window, on any screen', async () => {
    await using shown = await open(SEEKERS[0] ?? '', {
      bypassCSP: true,
      viewport: { width: 320, height: 568 },
    });
    const { page } = shown;
    await page.addStyleTag({ content: SPACED });
    const found: string[] = [];
    for (const name of SEEKERS) {
      await page.evaluate((state) => globalThis.gallery.show(state, 'nb'), name);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('body *')]
          .filter((one) => {
            const { overflowX, overflowY, clipPath } = getComputedStyle(one);
            const hides = [overflowX, overflowY].some((way) => way === 'hidden' || way === 'clip');
            const over =
              one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1;
            // Text for screen readers has no visible position. The window itself is checked below.
            const isHeard = clipPath !== 'none' || one.closest('.heard') !== null;
            const asked = !isHeard && one.parentElement?.id !== 'page';
            return hides && over && asked && one.innerText !== '';
          })
          .map((one) => one.outerHTML.slice(0, 100)),
      );
      if ((await sideways(page)) > 0) cut.push('wider than the window');
      const { room, below } = await page.evaluate(() => {
        const shown = [...document.querySelectorAll('main > div > *')];
        const bottoms = shown.map((one) => one.getBoundingClientRect().bottom);
        const log = document.querySelector('[role=log]');
        return {
          room: log === null || log.clientHeight >= 48,
          below: log !== null && Math.max(...bottoms) > innerHeight + 1,
        };
      });
      if (!room) cut.push('no room for the messages');
      if (below) cut.push('out of the window');
      found.push(...cut.map((what) => `${name}: ${what}`));
    }
    expect(found).toEqual([]);
  });

  test('[U2] in forced colours every button has a border and the focus has an outline', async () => {
    await using shown = await open(SEEKERS[0] ?? '', { forcedColors: 'active' });
    const { page } = shown;
    const found: string[] = [];
    for (const name of SEEKERS) {
      await page.evaluate((state) => globalThis.gallery.show(state, 'nb'), name);
      // After a key press, the focused element shows its focus outline.
      await page.keyboard.press('Tab');
      const bare = await page.evaluate(() => {
        const faults: string[] = [];
        for (const one of document.querySelectorAll<HTMLElement>(
          'button, textarea, input, main a',
        )) {
          if (!one.checkVisibility()) continue;
          one.focus();
          const shown = [one, ...(one.closest('label')?.querySelectorAll('*') ?? [])];
          const style = shown.map((each) => getComputedStyle(each));
          const ring = style.some(
            (each) => each.outlineStyle !== 'none' && each.outlineWidth !== '0px',
          );
          if (!ring) faults.push(`no ring: ${one.outerHTML.slice(0, 100)}`);
          const { borderTopStyle, borderTopWidth, textDecorationLine } = getComputedStyle(one);
          const marked = borderTopStyle !== 'none' && borderTopWidth !== '0px';
          const isBox = one.tagName === 'BUTTON' || one.tagName === 'TEXTAREA';
          if (isBox && !marked && textDecorationLine === 'none') {
            faults.push(`no border: ${one.outerHTML.slice(0, 100)}`);
          }
        }
        return faults;
      });
      found.push(...bare.map((what) => `${name}: ${what}`));
    }
    expect([...new Set(found.map((what) => what.replace(/^[^:]*: /, '')))]).toEqual([]);
  });

  test.each([
    ['reduce', false],
    ['no-preference', true],
  ] as const)('[U2] animations with prefers-reduced-motion: %s', async (reducedMotion, moves) => {
    await using shown = await open(SEEKERS[0] ?? '', { reducedMotion });
    const { page } = shown;
    let moving = 0;
    for (const name of SEEKERS) {
      await page.evaluate((state) => globalThis.gallery.show(state, 'nb'), name);
      moving += await page.evaluate(
        () =>
          document
            .getAnimations()
            .filter(({ effect }) => Number(effect?.getComputedTiming().endTime ?? 0) > 20).length,
      );
    }
    expect(moving > 0).toBe(moves);
  });
});

test('[U3] Leave this page is fully visible in the widest font, beside a long name, on every screen', async () => {
  await using shown = await open(
    SEEKERS[0] ?? '',
    { viewport: { width: 320, height: 568 } },
    'widest',
  );
  const { page } = shown;
  const found: string[] = [];
  for (const name of SEEKERS) {
    for (const [width, locale] of [
      [320, 'en'],
      [412, 'nb'],
    ] as const) {
      await page.setViewportSize({ width, height: 568 });
      await page.evaluate(([state, tongue]) => globalThis.gallery.show(state, tongue), [
        name,
        locale,
      ] as const);
      const { x = -1, width: wide = 0 } = (await page.locator('#leave').boundingBox()) ?? {};
      const isWhole = x >= 0 && x + wide <= width && (await sideways(page)) <= 0;
      if (!isWhole) found.push(`${name} ${width}: ${x} to ${x + wide}`);
    }
  }
  expect(found).toEqual([]);
});
