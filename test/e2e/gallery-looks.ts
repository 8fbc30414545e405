/**
 * Checks every state of all pages: on a small and a common phone and a desktop, in light and dark, in a wide and a
 * narrow font, in every language of the page.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Locale, staffLocale } from '../../client/src/i18n/locales.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { drawnIn, type Font } from '../helpers/fonts.ts';
import { loadAxe, violations } from './gallery-axe.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';
import { STATES } from './gallery-states.ts';

const SHOTS = join(import.meta.dirname, '..', 'artefacts', 'screens');
/** Screenshots are only for people to look at, and add an eighth to the time: `SCREENS=1 pnpm test e2e/gallery`. */
const PICTURES = process.env['SCREENS'] === '1';
/**
 * `axe`: the languages in which axe runs, the first one also in the dark scheme. Other languages give the same result.
 */
const SIZES = [
  { width: 320, height: 568, phone: true, locales: ['en', 'nb'], axe: ['nb', 'ar'], shot: false },
  { width: 360, height: 740, phone: true, locales: ['nb'], axe: [], shot: true },
  { width: 1280, height: 800, phone: false, locales: ['en', 'nb'], axe: ['en'], shot: true },
] as const;
/** The dark scheme differs only in colours, so only axe and the screenshots run there. */
const SCHEMES = ['light', 'dark'] as const;
/** Most languages are checked in the light scheme. */
const FONT: Readonly<Record<(typeof SCHEMES)[number], Font>> = { light: 'wide', dark: 'narrow' };
const NAME: Readonly<Record<(typeof SCHEMES)[number], string>> = {
  light: '?name=Mental+Helse+Lillevik+og+omegn+lokallag',
  dark: '',
};
/** The language that is shown last, and therefore in the screenshots, also in the dark scheme. */
const PICTURED = 'nb';
/** In the light scheme: nynorsk on the narrowest window, and right to left, which only seekers have, on every size. */
const MORE: Readonly<Record<Look['size']['width'], readonly Locale[]>> = {
  320: ['nn', 'ar'],
  360: ['ar'],
  1280: ['ar'],
};

interface Look {
  readonly name: string;
  readonly scheme: (typeof SCHEMES)[number];
  readonly size: (typeof SIZES)[number];
  readonly page: Page;
}

/** Policy violations and errors on any page. */
const faults: string[] = [];

async function open(
  browser: Browser,
  url: string,
  size: Look['size'],
  scheme: Look['scheme'],
): Promise<Look> {
  const { width, height, phone } = size;
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: phone,
    hasTouch: phone,
    colorScheme: scheme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Oslo',
  });
  await drawnIn(context, FONT[scheme]);
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(url + NAME[scheme]);
  await page.evaluate(() => document.fonts.ready);
  if (size.axe.length > 0) await loadAxe(page);
  await page.evaluate(`globalThis.looks = [${[tooWide, tooSmall, exitBroken].join(',')}]`);
  return { name: `${width}-${scheme}`, scheme, size, page };
}

/**
 * Elements that extend beyond the window, by the start of their markup; empty if all fit. Images, elements for screen
 * readers, and what can be scrolled by itself, also by keyboard, are ignored.
 */
function tooWide(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement;
  const out = [
    ...document.querySelectorAll('body *:not(svg *, .heard, .heard *, [role=region][tabindex] *)'),
  ].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < -0.5 || right > clientWidth + 0.5);
  });
  const found = out.map((element) => `too wide: ${element.outerHTML.slice(0, 120)}`);
  return scrollWidth > clientWidth ? ['too wide: the page', ...found] : found;
}

/**
 * Controls that are too small for a finger. WCAG 2.5.8 requires 24 px; we require a height of 44 px, and 24 px for
 * links in a text.
 */
function tooSmall(): string[] {
  return [...document.querySelectorAll('button, summary, input, main a, header a')]
    .map((element) => ({ element, box: element.getBoundingClientRect() }))
    .filter(({ element, box }) => {
      const inText = element.closest('p, [dir=auto]') !== null;
      const skip = element.getAttribute('href') === '#main';
      const [height, width] = inText ? [20, 24] : [43.5, 23.5];
      // Check boxes and radio buttons are pressed by their label.
      const byLabel = element.closest('label') !== null;
      return box.width > 0 && !skip && !byLabel && (box.height < height || box.width < width);
    })
    .map(
      ({ element, box }) =>
        `too small: ${box.width} × ${box.height} ${element.outerHTML.slice(0, 120)}`,
    );
}

/** *Leave this page* keeps its whole text on one line, in any font and beside any name (rule U3). */
function exitBroken(): string[] {
  const exit = document.querySelector('#leave');
  if (exit === null) return [];
  const texts = document.createTreeWalker(exit, NodeFilter.SHOW_TEXT);
  const lines = new Set<number>();
  while (texts.nextNode() !== null) {
    const words = document.createRange();
    words.selectNodeContents(texts.currentNode);
    for (const { top, width } of words.getClientRects()) if (width > 0) lines.add(Math.round(top));
  }
  const { left, right, top } = exit.getBoundingClientRect();
  const isWhole =
    left >= 0 && right <= innerWidth && top >= 0 && exit.scrollWidth <= exit.clientWidth;
  return isWhole && lines.size === 1
    ? []
    : [`the way out: ${lines.size} lines, ${left} to ${right}`];
}

declare global {
  var looks: readonly (() => string[])[];
}

async function faultsOf(look: Look, state: string): Promise<string[]> {
  const { name, scheme, size, page } = look;
  const ofSeekers = STATES[state]?.page === 'seeker';
  const more = MORE[size.width].filter((locale) => ofSeekers || staffLocale(locale) === locale);
  const locales = [...more, ...size.locales].filter(
    (locale) => scheme === 'light' || locale === PICTURED || locale === size.axe[0],
  );
  const axed = scheme === 'light' ? size.axe : size.axe.slice(0, 1);
  const found: string[] = [];
  for (const locale of locales) {
    const seen = await page.evaluate(
      async ([state, locale]) => {
        await gallery.show(state, locale);
        return globalThis.looks.flatMap((faults) => faults());
      },
      [state, locale] as const,
    );
    if (axed.some((one) => one === locale)) seen.push(...(await violations(page)));
    if (PICTURES && size.shot && locale === 'ar') await shoot(page, `${state}-${name}-ar`);
    found.push(...seen.map((what) => `${name} ${locale}: ${what}`));
  }
  if (PICTURES && size.shot) await shoot(page, `${state}-${name}`);
  return found;
}

const shoot = (page: Page, name: string): Promise<unknown> =>
  page.screenshot({ path: join(SHOTS, `${name}.jpg`), type: 'jpeg', quality: 80 });

/**
 * Defines the tests for these states. Two test files share all states, because these are most of the browser's work.
 */
export function looksAt(states: readonly string[]): void {
  let server: GalleryServer;
  let browser: Browser;
  let looks: readonly Look[];

  beforeAll(async () => {
    if (PICTURES) mkdirSync(SHOTS, { recursive: true });
    [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
    const { url } = server;
    looks = await Promise.all(
      SIZES.flatMap((size) => SCHEMES.map((scheme) => open(browser, url, size, scheme))),
    );
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
  });

  test.each(states)('[U2] %s', async (state) => {
    const found = await Promise.all(looks.map((look) => faultsOf(look, state)));
    expect(found.flat()).toEqual([]);
  });

  test('[U2] no page had an error or a policy violation', () => {
    expect(faults).toEqual([]);
  });
}
