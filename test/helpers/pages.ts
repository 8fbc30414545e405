/** What seekers and volunteers do in their browsers, in English, by visible text and accessible names. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { inviteTo } from './invites.ts';
import type { TestService } from './service.ts';
import { virtualDevice } from './virtual-device.ts';

/** The only part of a browser that is needed. */
type Contexts = Pick<Browser, 'newContext'>;

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** A page in its own context, with every error that occurs in it. The context closes at the end of the block. */
export interface Seat extends AsyncDisposable {
  readonly page: Page;
  readonly faults: string[];
}

export async function sitDown(browser: Contexts, viewport = DESK): Promise<Seat> {
  const context = await browser.newContext({ viewport, locale: 'en', reducedMotion: 'reduce' });
  const page = await context.newPage();
  // High enough that only a hang exceeds it, not a busy machine.
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    // Two answers are expected and logged by browsers: 401 when nobody is signed in, and 404 for a used invite.
    if (line.type() === 'error' && !/ 40[14] /.test(line.text())) faults.push(line.text());
  });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

export async function seekerAt(browser: Contexts, origin: string): Promise<Seat> {
  const seat = await sitDown(browser, PHONE);
  await seat.page.goto(`${origin}/`);
  return seat;
}

/** From the landing page into the queue, without answering any question. */
export async function joinLine({ page }: Seat): Promise<void> {
  await page.getByRole('button', { name: 'Start a chat' }).click();
  await page.getByRole('button', { name: 'Join the queue' }).click();
}

/** A volunteer who has joined with an invite and is on duty and ready. */
export async function volunteerAt(
  browser: Contexts,
  service: TestService,
  node: number,
  alias = 'Kari',
  device: (page: Page) => Promise<unknown> = virtualDevice,
): Promise<Seat> {
  const invite = await inviteTo(service);
  const seat = await sitDown(browser);
  await device(seat.page);
  await joinBy(seat.page, `${pageOf(service, node)}#invite=${invite}`, alias);
  await goOnDuty(seat);
  return seat;
}

/** A leader who has joined, and is off duty. */
export async function leaderAt(
  browser: Contexts,
  service: TestService,
  node: number,
  alias: string,
  viewport = DESK,
): Promise<Seat> {
  const terms = { kind: 'join', roles: ['volunteer', 'leader'], trained: true } as const;
  const invite = await inviteTo(service, terms);
  const seat = await sitDown(browser, viewport);
  await virtualDevice(seat.page);
  await joinBy(seat.page, `${pageOf(service, node)}#invite=${invite}`, alias);
  return seat;
}

/** A leader who is on duty and gets no requests. */
export async function pausedLeaderAt(...leader: Parameters<typeof leaderAt>): Promise<Seat> {
  const seat = await leaderAt(...leader);
  await goOnDuty(seat);
  await button(seat, 'Take a break').click();
  await button(seat, 'I’m ready').waitFor();
  return seat;
}

/** The volunteer's page on a node, at `localhost`: passkeys need a host name, not an IP address. */
export function pageOf(service: TestService, node = 0): string {
  return `${service.origin(node).replace('127.0.0.1', 'localhost')}/volunteer`;
}

/** Opens an invite link and joins. */
export async function joinBy(page: Page, link: string, alias: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name here').fill(alias);
  await page.getByRole('button', { name: 'Create passkey and join' }).click();
  await page.getByRole('button', { name: `${alias}, My page` }).waitFor();
}

export async function goOnDuty({ page }: Seat): Promise<void> {
  await page.getByRole('button', { name: 'Go on duty' }).click();
  await page.getByRole('button', { name: 'Take a break' }).waitFor();
}

export const log = ({ page }: Seat): Locator => page.getByRole('log');
export const box = ({ page }: Seat): Locator => page.getByRole('textbox');

export async function say(seat: Seat, text: string): Promise<void> {
  await box(seat).fill(text);
  await seat.page.getByRole('button', { name: 'Send' }).click();
}

/** Waits until the log holds these texts, and checks that each occurs once and in this order. */
export async function hears(seat: Seat, texts: readonly string[]): Promise<void> {
  for (const text of texts) await log(seat).getByText(text, { exact: true }).first().waitFor();
  const shown = await log(seat).innerText();
  const found = shown.split('\n').filter((line) => texts.includes(line));
  expect(found).toEqual(texts);
}

/** Expects no accessibility violations that axe detects. */
export async function expectAccessible({ page }: Seat): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

export const button = ({ page }: Pick<Seat, 'page'>, name: string) =>
  page.getByRole('button', { name });
