/** A volunteer calls the leaders on duty, by keyboard and by mouse; what both pages show and announce, in each language. */
import { expect, test } from 'vitest';
import callsEn from '../../../client/src/i18n/staff/calls-en.ts';
import callsNb from '../../../client/src/i18n/staff/calls-nb.ts';
import staffEn from '../../../client/src/i18n/staff/en.ts';
import staffNb from '../../../client/src/i18n/staff/nb.ts';
import { hearing } from '../../helpers/hearing.ts';
import {
  button,
  expectAccessible,
  hears,
  joinLine,
  pageOf,
  pausedLeaderAt,
  say,
  seekerAt,
  volunteerAt,
  type Seat,
} from '../../helpers/pages.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });

/** Loads the page again, in another language. Returns what it announces from then on. */
async function speak({ page }: Seat, node: number, lang: string, ready: string) {
  const ear = await hearing(page);
  await page.goto(`${pageOf(service, node)}?lang=${lang}`);
  await page.getByRole('button', { name: ready, exact: true }).waitFor();
  return async (): Promise<string[]> => {
    const all = [...(await ear.settled())].map((text) => text.trim());
    ear.forget();
    return all;
  };
}

test.each([
  ['en', callsEn, staffEn],
  ['nb', callsNb, staffNb],
] as const)(
  '[V4] %s: a volunteer calls a leader, who takes the call and hands it back; danger is announced at once',
  async (lang, words, staff) => {
    await service.set({ contact: { responsible: 'Oda Lunde', phone: '900 12 345' } });
    await using leader = await pausedLeaderAt(browser, service, 0, 'Nora');
    await using volunteer = await volunteerAt(browser, service, 1, 'Kari');
    await using seeker = await seekerAt(browser, service.origin(0));
    await joinLine(seeker);
    await button(volunteer, 'Answer').click();
    await say(seeker, 'hello');
    await hears(volunteer, ['hello']);
    const leaderHears = await speak(leader, 0, lang, staff.duty.ready);
    const volunteerHears = await speak(volunteer, 1, lang, staff.talk.end);
    const { page } = volunteer;

    // The question closes by Escape, and the focus returns.
    const ask = page.getByRole('button', { name: words.open, exact: true });
    await ask.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: words.ask.title }).waitFor();
    await expectAccessible(volunteer);
    await page.keyboard.press('Escape');
    await expect.poll(() => ask.evaluate((it) => it === document.activeElement)).toBe(true);

    await page.keyboard.press('Enter');
    await button(volunteer, words.ask.help).click();
    const state = page.getByRole('heading', { name: words.own.help, exact: true });
    await state.waitFor();
    await expect.poll(() => state.evaluate((it) => it === document.activeElement)).toBe(true);
    expect((await volunteerHears()).at(-1)).toContain(words.own.help);

    const take = button(leader, words.take);
    await take.waitFor();
    expect(await leaderHears()).toContain(words.newHelp('Kari'));
    await expect.poll(() => leader.page.title()).toContain(words.titleHelp);
    await expectAccessible(leader);
    await take.focus();
    await leader.page.keyboard.press('Enter');
    await leader.page.getByText(words.mine('Kari')).waitFor();
    const section = page.getByRole('region', { name: words.own.help });
    await section.getByText(words.own.taken('Nora')).waitFor();
    expect(await volunteerHears()).toContain(words.own.taken('Nora'));
    await expectAccessible(volunteer);

    // The same button hands the call back, and keeps the focus.
    const giveBack = button(leader, words.giveBack);
    expect(await giveBack.evaluate((it) => it === document.activeElement)).toBe(true);
    await leader.page.keyboard.press('Enter');
    await leader.page.getByText(words.untaken).waitFor();
    await expect.poll(volunteerHears).toContain(words.own.back);
    await leaderHears();

    // Danger opens the checklist, marks the conversation, and interrupts the leader's screen reader.
    await section.getByRole('button', { name: words.own.raise }).click();
    await page.getByRole('heading', { name: words.own.danger }).waitFor();
    await leader.page.getByRole('listitem').filter({ hasText: words.danger }).waitFor();
    expect(await leaderHears()).toContain(words.newDanger('Kari'));
    await page.getByText(staff.guide.trace).waitFor();
    const checklist = page.getByRole('complementary', { name: staff.guide.heading });
    expect(await checklist.locator('a[href="tel:113"]').isVisible()).toBe(true);
    await seeker.page.getByRole('main').locator('a[href="tel:113"]').first().waitFor();

    // Nobody leads any more: the volunteer sees whom to phone, at once.
    await button(leader, staff.duty.end).click();
    await leader.page.getByRole('heading', { name: words.heading }).waitFor({ state: 'detached' });
    await page.getByText(words.own.nobody).waitFor();
    await page.getByText(words.own.phone('Oda Lunde')).waitFor();
    expect(await page.locator('a[href="tel:90012345"]').innerText()).toContain('900 12 345');
    await expectAccessible(volunteer);

    await button(volunteer, words.own.withdraw).click();
    await ask.waitFor();
    expect(await volunteerHears()).toContain(words.own.withdrawn);
    expect([...leader.faults, ...volunteer.faults, ...seeker.faults]).toEqual([]);
  },
);
