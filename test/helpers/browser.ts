/**
 * A real browser for tests: the one that `pnpm test` chose, or, when a test is run directly, one found on this machine.
 */
import { chromium, type Browser } from 'playwright-core';
import { findChromium, type Chromium } from '../../scripts/chromium.ts';
import { findOldChromium } from '../../scripts/old-chromium.ts';

/**
 * Use `await using browser = await launchBrowser()`, or close it at the end. Each browser context is a separate person.
 */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env['TERSKEL_CHROMIUM'];
  return launch(given === undefined ? await findChromium() : (JSON.parse(given) as Chromium));
}

/** The oldest supported browser (rule U9). */
export async function launchOldBrowser(): Promise<Browser> {
  return launch(await findOldChromium());
}

function launch(found: Chromium): Promise<Browser> {
  const { LANG = 'C.UTF-8', PATH = '', HOME = '', TMPDIR = '' } = process.env;
  return chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args],
    env: { LANG, PATH, HOME, ...(TMPDIR !== '' && { TMPDIR }), ...found.env },
    headless: true,
  });
}
