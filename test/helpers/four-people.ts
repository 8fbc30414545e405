/** Four people in their browsers, on two nodes: a volunteer, a leader and two seekers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import { type Font, drawnIn } from './fonts.ts';
import { inviteTo } from './invites.ts';
import {
  type Seat,
  box,
  button,
  expectAccessible,
  goOnDuty,
  joinBy,
  log,
  pageOf,
  sitDown,
} from './pages.ts';
import { startService } from './service.ts';
import { startTcpProxy } from './tcp-proxy.ts';
import { virtualDevice } from './virtual-device.ts';

const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };
/** Each language on one size of window and in one colour scheme. */
export const LOOKS = [
  ['nb', PHONE, 'light'],
  ['en', DESK, 'dark'],
] as const;
type Locale = (typeof LOOKS)[number][0];

const SHOTS = join(import.meta.dirname, '..', 'artefacts', 'screens');

/** The texts of a language. */
export async function wordsIn(locale: Locale) {
  const i18n = await loadSeekerI18n(locale);
  return {
    ...{ locale, words: i18n.words, staff: (await loadStaffI18n(locale)).staff },
    ...{ late: await LATE.load(i18n), transfer: await TRANSFER.load(i18n) },
  };
}
export type Texts = Awaited<ReturnType<typeof wordsIn>>;

/** Something that a page has sent or received: a WebSocket frame, or the body of a request or a response. */
export interface Sent {
  readonly way: 'up' | 'down';
  readonly text: string;
}

/** Records everything that this page sends and receives, except its own files. */
function recorded({ page }: Seat): readonly Sent[] {
  const all: Sent[] = [];
  const keep = (way: Sent['way'], payload: string | Buffer): void => {
    all.push({ way, text: typeof payload === 'string' ? payload : payload.toString('latin1') });
  };
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => keep('up', payload));
    socket.on('framereceived', ({ payload }) => keep('down', payload));
  });
  page.on('request', (request) => {
    keep('up', `${request.url()}\n${request.postData() ?? ''}`);
  });
  page.on('response', (response) => {
    if (!/\/(?:api|socket\.io)\//.test(response.url())) return;
    // A page that is left has no bodies any more.
    void response.text().then(
      (text) => keep('down', text),
      () => {},
    );
  });
  return all;
}

/** The secret keys in a tab's storage, in each way in which they could be written. */
export async function keysOf({ page }: Pick<Seat, 'page'>): Promise<string[]> {
  const stored = await page.evaluate(() => Object.values(sessionStorage).join('\n'));
  const found = stored.matchAll(/"(?:seed|secret)":"([\w-]+)"/g);
  return [...found].flatMap(([, key = '']) => {
    const bytes = Buffer.from(key, 'base64url');
    return [key, bytes.toString('base64'), bytes.toString('hex')];
  });
}

interface FourPeopleOptions {
  readonly viewport: { readonly width: number; readonly height: number };
  readonly scheme: 'light' | 'dark';
  /** First part of the names of the pictures. */
  readonly name: string;
  readonly font?: Font;
}

/**
 * A volunteer (Kari) on node 0, who talks with the first seeker, and a leader (Nora) on a break on node 1. The second
 * seeker has not started yet. Each page is behind a proxy, with which the test can cut it off.
 */
export async function fourPeople(
  browser: Browser,
  { locale, words, staff, late }: Texts,
  { viewport, scheme, name, font }: FourPeopleOptions,
) {
  // A service of their own, so that nobody else waits.
  const service = await startService({ realTime: true, nodes: 2 });
  const open = async (): Promise<Seat> => {
    const seat = await sitDown(browser, viewport);
    await seat.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    if (font !== undefined) await drawnIn(seat.page.context(), font);
    return seat;
  };
  const people = {
    kari: await open(),
    nora: await open(),
    seeker: await open(),
    other: await open(),
  };
  const { kari, nora, seeker, other } = people;
  const seats = Object.values(people);
  const wire = (node: number) => startTcpProxy(Number(new URL(service.origin(node)).port));
  const wires = { kari: await wire(0), nora: await wire(1), seeker: await wire(1) };
  const sent = {
    ...{ kari: recorded(kari), nora: recorded(nora) },
    ...{ seeker: recorded(seeker), other: recorded(other) },
  };
  for (const who of ['kari', 'nora'] as const) {
    const { page } = people[who];
    const alias = who === 'nora' ? 'Nora' : 'Kari';
    const roles = who === 'nora' ? (['volunteer', 'leader'] as const) : (['volunteer'] as const);
    const invite = await inviteTo(service, { kind: 'join', roles: [...roles], trained: true });
    await virtualDevice(page);
    await joinBy(page, `${pageOf(service, who === 'nora' ? 1 : 0)}#invite=${invite}`, alias);
    await goOnDuty(people[who]);
    if (who === 'nora') await button(nora, 'Take a break').click();
    // The same host name on another port gets the same cookie.
    const { port } = wires[who];
    await page.goto(`http://localhost:${port}/volunteer?lang=${locale}`);
  }
  await nora.page.getByRole('button', { name: staff.duty.ready, exact: true }).waitFor();
  const joins = async ({ page }: Seat, origin: string): Promise<void> => {
    await page.goto(`${origin}/?lang=${locale}`);
    await page.getByRole('button', { name: words.landing.start }).click();
    await page.getByRole('button', { name: late.questions.submit, exact: true }).click();
  };
  await other.page.goto(`${service.origin(0)}/?lang=${locale}`);
  await joins(seeker, wires.seeker.origin);
  await button(kari, staff.offer.accept).click();
  await log(seeker).waitFor();
  let shots = 0;
  return {
    ...{ kari, nora, seeker, other, service, wires, sent },
    /** Everything that all pages have sent and received, as one text. */
    frames: () =>
      Object.values(sent)
        .flatMap((all) => all.map(({ text }) => text))
        .join('\n'),
    /** Errors on any page, except those of a network that the test has cut. */
    faults: () => seats.flatMap(({ faults }) => faults.filter((fault) => !/net::ERR_/.test(fault))),
    otherJoins: () => joins(other, service.origin(0)),
    /** Checks every page with axe and for its width; with `SCREENS=1` it writes pictures of all pages. */
    look: async (state: string): Promise<void> => {
      shots += 1;
      for (const [who, seat] of Object.entries(people)) {
        await expectAccessible(seat);
        expect(await seat.page.evaluate(() => document.documentElement.scrollWidth)).toBe(
          viewport.width,
        );
        if (viewport === DESK && who !== 'seeker' && who !== 'other') {
          // On a desk, each column of the work screen scrolls by itself.
          expect(await seat.page.evaluate(() => document.documentElement.scrollHeight)).toBe(
            viewport.height,
          );
        }
        if (process.env['SCREENS'] !== '1') continue;
        mkdirSync(SHOTS, { recursive: true });
        const file = `${name}-${String(shots).padStart(2, '0')}-${state}-${who}.jpg`;
        await seat.page.screenshot({ path: join(SHOTS, file), type: 'jpeg', quality: 80 });
      }
    },
    async [Symbol.asyncDispose]() {
      for (const one of [...seats, ...Object.values(wires), service])
        await one[Symbol.asyncDispose]();
    },
  };
}
export type Four = Awaited<ReturnType<typeof fourPeople>>;

export const says = async (seat: Seat, { words }: Texts, text: string): Promise<void> => {
  await box(seat).fill(text);
  await button(seat, words.talk.send).click();
};

/** By keyboard. */
export const press = async ({ page }: Seat, name: string): Promise<void> => {
  const one = page.getByRole('button', { name, exact: true });
  await one.focus();
  await page.keyboard.press('Enter');
};

export const shows = ({ page }: Seat, text: string): Promise<void> =>
  page.getByText(text).filter({ visible: true }).first().waitFor();

export const focusIsIn = ({ page }: Seat, name: string): Promise<boolean> =>
  page
    .getByRole('button', { name, exact: true })
    .evaluate((element) => element === document.activeElement);

/** Asks for a transfer, by keyboard, from *End*: the way that is the same on every size of window. */
export async function asks(
  seat: Seat,
  { staff }: Texts,
  to: string,
  why: 'end_of_shift' | 'leader',
): Promise<void> {
  await press(seat, staff.talk.end);
  await press(seat, staff.transfer.instead);
  await seat.page
    .getByRole('heading', { name: staff.transfer.title })
    .and(seat.page.locator(':focus'))
    .waitFor();
  await seat.page.getByRole('radio', { name: staff.transfer.reasons[why] }).check();
  await seat.page.getByRole('radio', { name: to, exact: true }).check();
  await press(seat, staff.transfer.ask);
}
