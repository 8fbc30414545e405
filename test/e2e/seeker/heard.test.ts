/** What a screen reader announces during a conversation: each thing once, and nothing transient. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Line, Talk } from '../../../client/src/state/model.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { hearing } from '../../helpers/hearing.ts';
import { box, hears, joinLine, log, say, seekerAt, volunteerAt } from '../../helpers/pages.ts';
import { startService, type TestService } from '../../helpers/service.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { serveGallery, type GalleryServer } from '../gallery-server.ts';
import { STATES } from '../gallery-states.ts';

let browser: Browser;
let service: TestService;
let gallery: GalleryServer;

beforeAll(async () => {
  [browser, service, gallery] = await Promise.all([
    launchBrowser(),
    startService({ nodes: 1, realTime: true }),
    serveGallery(),
  ]);
});
afterAll(async () => {
  await browser.close();
  await service[Symbol.asyncDispose]();
  await gallery[Symbol.asyncDispose]();
});

test('[U2, C2, C4] each message of the other side is announced once: over a reconnect, a resync, a reload and a flapping network', async () => {
  await using proxy = await startTcpProxy(Number(new URL(service.origin()).port));
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, proxy.origin);
  const { page } = seeker;
  const ear = await hearing(page);
  await page.reload();
  await joinLine(seeker);
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  await page.getByRole('button', { name: 'Send', disabled: false }).waitFor();

  const said: string[] = [];
  const exchange = async (mine: string, theirs: string) => {
    await say(seeker, mine);
    await hears(volunteer, [...said, mine]);
    await box(volunteer).fill(theirs);
    await volunteer.page.getByRole('button', { name: 'Send' }).click();
    said.push(mine, theirs);
    await hears(seeker, said);
    await log(seeker).getByText('Delivered').waitFor();
  };
  await box(volunteer).pressSequentially('hm');
  await page.getByText('Kari is writing').waitFor();
  await exchange('one', 'two');
  await exchange('three', 'four');
  proxy.cut();
  await exchange('five', 'six');
  // Missed while offline, and delivered by a resync.
  await page.context().setOffline(true);
  await say(volunteer, 'seven');
  await volunteer.page.getByText('Disconnected').first().waitFor();
  await page.context().setOffline(false);
  said.push('seven');
  await hears(seeker, said);
  await page.reload();
  await hears(seeker, said);
  await exchange('eight', 'nine');
  proxy.cut();
  await exchange('ten', 'eleven');

  const heard = await ear.settled();
  const words = (text: string) => heard.filter((one) => one.split(' ').at(-1) === text);
  expect(said.filter((text) => words(text).length !== 1)).toEqual([]);
  expect(heard.filter((one) => one.endsWith('The chat has begun.'))).toHaveLength(1);
  expect(heard.filter((one) => /writing|Sending|Sent|Delivered|\d\d:\d\d/.test(one))).toEqual([]);
  expect(heard).not.toContain('Good that you are back.');
});

describe('on fixtures', () => {
  /** Every state with a good connection; new states are included automatically. */
  const ONLINE = Object.keys(STATES).filter((name) => {
    const view = STATES[name]?.page === 'admin' ? null : STATES[name]?.view;
    return view !== null && view !== undefined && 'link' in view && view.link === 'online';
  });

  async function drawn(state: string) {
    const context = await browser.newContext({ reducedMotion: 'reduce' });
    const page = await context.newPage();
    const ear = await hearing(page);
    await page.goto(gallery.url);
    await page.evaluate((name) => globalThis.gallery.show(name, 'en'), state);
    await ear.settled();
    ear.forget();
    return { page, ear, [Symbol.asyncDispose]: () => context.close() };
  }

  test('[U2, U6] on any screen a connection loss shorter than a second is neither shown nor announced', async () => {
    await using shown = await drawn(ONLINE[0] ?? '');
    const { page, ear } = shown;
    const found: string[] = [];
    for (const name of ONLINE) {
      await page.evaluate((state) => globalThis.gallery.show(state, 'en'), name);
      await ear.settled();
      ear.forget();
      const seen = await page.evaluate(async (view) => {
        const texts = new Set([document.body.innerText]);
        for (const link of ['reconnecting', 'offline', 'unavailable']) {
          await globalThis.gallery.next({ ...view, link } as never);
          globalThis.gallery.pass(900);
          texts.add(document.body.innerText);
          await globalThis.gallery.next(view as never);
          texts.add(document.body.innerText);
        }
        const [before = '', ...after] = texts;
        const known = before.split('\n');
        return after.flatMap((text) => text.split('\n').filter((line) => !known.includes(line)));
      }, STATES[name]?.view);
      found.push(...[...seen, ...(await ear.settled())].map((what) => `${name}: ${what}`));
      ear.forget();
    }
    expect(found).toEqual([]);
  });

  test('[U2, C3, C6] transient and repeated states are not announced', async () => {
    await using shown = await drawn('talk');
    const { page, ear } = shown;
    const state = STATES['talk'];
    if (state?.page !== 'seeker' || state.view.page !== 'conversation') throw new Error('no talk');
    const { view } = state;
    const show = (talk: Partial<Talk>): Promise<void> =>
      page.evaluate((next) => globalThis.gallery.next(next), {
        ...view,
        talk: structuredClone({ ...view.talk, ...talk }),
      });
    const mine = { ...(view.talk.lines[1] as Line), text: 'mine' };
    const deliveries = ['sending', 'sent', 'delivered'] as const;
    for (const [nth, delivery] of deliveries.entries()) {
      for (const otherIsTyping of [true, false, true]) {
        const acceptedAt = nth === 0 ? null : mine.acceptedAt;
        const line = { ...mine, key: 'mine', delivery, acceptedAt };
        await show({ lines: [...view.talk.lines, line], otherIsTyping });
      }
    }
    // Own messages are announced once, when they are added to the log.
    expect(await ear.settled()).toEqual(['You : mine']);
  });

  test('[U2] the announcement recorder itself detects a log that is read again and a repeated status', async () => {
    await using shown = await drawn('talk');
    const { page, ear } = shown;
    await page.evaluate(() => {
      const [log, status] = ['log', 'status'].map((role) =>
        document.querySelector(`[role=${role}]`),
      );
      const lines = log?.querySelector('ol');
      lines?.replaceWith(lines.cloneNode(true));
      if (status) status.textContent = 'Once more';
      const box = document.createElement('div');
      box.role = 'status';
      box.textContent = 'Not there before';
      document.body.append(box);
    });
    const heard = await ear.settled();
    expect(heard).toHaveLength(2);
    expect(heard.join(' ')).toContain('hei');
    expect(heard).toContain('Once more');
  });
});
