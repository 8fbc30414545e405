/** A leader's visit by keyboard alone, and what the screen readers of all three announce (rules E5, U2, V4). */
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { DESK, fourPeople, press, shows, wordsIn } from '../helpers/four-people.ts';
import { type Hearing, hearing } from '../helpers/hearing.ts';
import { look as focusOf, tabTo } from '../helpers/keyboard.ts';
import { type Seat, box, hears, log } from '../helpers/pages.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

/** Tabs to a button and presses it. */
async function go({ page }: Seat, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Tabs to the message box, writes and sends. */
async function write({ page }: Seat, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Returns what has been announced since the last time. */
async function heardBy(ear: Hearing): Promise<string[]> {
  const all = [...(await ear.settled())];
  ear.forget();
  return all;
}
const focus = (page: Page) => page.evaluate(focusOf);

describe.each(['nb', 'en'] as const)('in %s', { timeout: 180_000 }, (locale) => {
  test('[E5, U2, V4] by keyboard alone, and announced to all three', async () => {
    const texts = await wordsIn(locale);
    const { staff, late, words } = texts;
    const { calls, talk, note } = staff;
    const name = `visit-heard-${locale}`;
    await using four = await fourPeople(browser, texts, { viewport: DESK, scheme: 'light', name });
    const { kari, nora, seeker } = four;
    const ears = {
      kari: await hearing(kari.page),
      nora: await hearing(nora.page),
      seeker: await hearing(seeker.page),
    };
    for (const seat of [kari, nora, seeker]) await seat.page.reload();
    await log(seeker).waitFor();
    await log(kari).waitFor();

    await go(kari, calls.open);
    await go(kari, calls.ask.help);
    await go(nora, calls.take);
    await shows(kari, calls.own.taken('Nora'));
    for (const ear of Object.values(ears)) await heardBy(ear);
    await go(kari, talk.visit.letIn('Nora'));
    await box(nora).waitFor();
    await expect.poll(() => ears.seeker.heard).toContain(late.conversation.leader.here('Nora'));
    await expect.poll(() => ears.kari.heard).toContain(talk.visit.here('Nora'));
    await expect.poll(() => ears.nora.heard).toContain(talk.visit.from('Kari'));
    // The focus of the leader is at the conversation; that of the others is not lost.
    expect((await focus(nora.page)).on).toBe(talk.visit.name('Kari'));
    for (const { page } of [kari, seeker]) expect((await focus(page)).on).not.toBe('');
    for (const ear of Object.values(ears)) await heardBy(ear);

    await write(nora, talk.box, 'jeg er Nora');
    const byLeader = `${talk.visit.role} Nora : jeg er Nora`;
    await expect.poll(() => ears.kari.heard).toContain(byLeader);
    await expect.poll(() => ears.seeker.heard).toContain(byLeader);
    await write(seeker, words.talk.box, 'hei Nora');
    await expect.poll(() => ears.nora.heard).toContain(`${talk.seeker} : hei Nora`);
    await write(kari, talk.box, 'fint');
    await expect.poll(() => ears.nora.heard).toContain('Kari : fint');
    for (const ear of Object.values(ears)) await heardBy(ear);

    // After a reload, who reads along is announced again, and no message is.
    await seeker.page.reload();
    await hears(seeker, ['jeg er Nora', 'hei Nora', 'fint']);
    await expect.poll(() => ears.seeker.heard).toContain(late.conversation.leader.here('Nora'));
    expect((await heardBy(ears.seeker)).filter((text) => /hei Nora|fint/.test(text))).toEqual([]);

    await go(nora, talk.visit.leave);
    await expect.poll(() => ears.nora.heard).toContain(note.visit.left('Kari'));
    await expect.poll(() => ears.kari.heard).toContain(talk.visit.left('Nora'));
    await expect.poll(() => ears.seeker.heard).toContain(late.conversation.leader.left('Nora'));
    for (const { page } of [kari, nora]) expect((await focus(page)).on).not.toBe('');

    // Danger is announced to the leader, who is in the conversation.
    await go(kari, talk.visit.letIn('Nora'));
    await box(nora).waitFor();
    await heardBy(ears.nora);
    await go(kari, talk.markDanger);
    await expect.poll(() => ears.nora.heard).toContain(talk.dangerMarked);
    await press(kari, talk.visit.close);
    await expect.poll(() => ears.nora.heard).toContain(note.visit.left('Kari'));
    expect((await focus(nora.page)).on).not.toBe('');
    expect(four.faults()).toEqual([]);
  });
});
