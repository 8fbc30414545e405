/** People at the pages: what a seeker and a volunteer do with their browsers, in English, by what they can see and hear. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { inviteTo } from './invites.ts';
import type { TestService } from './service.ts';
import { virtualDevice } from './virtual-device.ts';

/** All that is needed of a browser. */
type Contexts = Pick<Browser, 'newContext'>;

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

/** A page of its own context, with everything that went wrong in it; the context ends with the block that uses it. */
export interface Seat extends AsyncDisposable {
  readonly page: Page;
  readonly faults: string[];
}

export async function sitDown(browser: Contexts, viewport = DESK): Promise<Seat> {
  const context = await browser.newContext({ viewport, locale: 'en', reducedMotion: 'reduce' });
  const page = await context.newPage();
  // For what hangs, not for a machine that has much else to do.
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    // Asking who is signed in is answered 401 when nobody is, and browsers write that down; a used invite 404.
    if (line.type() === 'error' && !/ 40[14] /.test(line.text())) faults.push(line.text());
  });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

export async function seekerAt(browser: Contexts, origin: string): Promise<Seat> {
  const seat = await sitDown(browser, PHONE);
  await seat.page.goto(`${origin}/`);
  return seat;
}

/** From the landing page into the line, with no question answered. */
export async function joinLine({ page }: Seat): Promise<void> {
  await page.getByRole('button', { name: 'Start a chat' }).click();
  await page.getByRole('button', { name: 'Join the queue' }).click();
}

/** A volunteer who has followed an invite and is on duty and ready. */
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

/** The volunteer's page on a node, by the name of this machine: passkeys belong to names alone. */
export function pageOf(service: TestService, node = 0): string {
  return `${service.origin(node).replace('127.0.0.1', 'localhost')}/volunteer`;
}

/** Follows the link of an invite, up to the work. */
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

/** Waits until the log holds these texts, and then holds each just once and in this order. */
export async function hears(seat: Seat, texts: readonly string[]): Promise<void> {
  for (const text of texts) await log(seat).getByText(text, { exact: true }).first().waitFor();
  const shown = await log(seat).innerText();
  const found = shown.split('\n').filter((line) => texts.includes(line));
  expect(found).toEqual(texts);
}

/** Nothing that axe knows of keeps anybody out. */
export async function expectAccessible({ page }: Seat): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

export const button = ({ page }: Pick<Seat, 'page'>, name: string) =>
  page.getByRole('button', { name });
