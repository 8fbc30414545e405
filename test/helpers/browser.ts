/** A real browser for tests, as `pnpm test` found it; run by hand, the one of this machine. */
import { chromium, type Browser } from 'playwright-core';
import { findChromium, type Chromium } from '../../scripts/chromium.ts';

/** `await using browser = await launchBrowser()`, or close it at the end. Each context in it is a person of their own. */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env['TERSKEL_CHROMIUM'];
  const found = given === undefined ? await findChromium() : (JSON.parse(given) as Chromium);
  const { LANG = 'C.UTF-8', PATH = '', HOME = '', TMPDIR = '' } = process.env;
  return chromium.launch({
    executablePath: found.executablePath,
    args: [...found.args],
    env: { LANG, PATH, HOME, ...(TMPDIR !== '' && { TMPDIR }), ...found.env },
    headless: true,
  });
}
