/** A volunteer is gone: a leader takes the conversation over, or gives the seeker back to the line (rule V7). */
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { loadSeekerI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import staff from '../../client/src/i18n/staff/en.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import {
  button,
  expectAccessible,
  goOnDuty,
  hears,
  joinLine,
  leaderAt,
  pageOf,
  say,
  seekerAt,
  volunteerAt,
  type Seat,
} from '../helpers/pages.ts';
import { until } from '../helpers/until.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });
const i18n = await loadSeekerI18n('en');
const [late, transfer] = [await LATE.load(i18n), await TRANSFER.load(i18n)];
const { stuck: words } = staff;

/** A leader who has joined, and is off duty. */
/** Those of the test before are gone, and so are their conversations. */
async function empty(): Promise<void> {
  await until(async () => {
    await service.pass(TIMES.seekerLostMs);
    return !(await service.keys()).some((key) => /:(?:conversation|volunteer):/.test(key));
  });
}

/** A leader on a break, and a seeker who talks with Kari. */
async function talking() {
  await empty();
  const nora = await leaderAt(browser, service, 0, 'Nora');
  await goOnDuty(nora);
  await button(nora, staff.duty.pause).click();
  const kari = await volunteerAt(browser, service, 1, 'Kari');
  const seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await button(kari, staff.offer.accept).click();
  await say(seeker, 'hello Kari');
  await hears(kari, ['hello Kari']);
  return {
    ...{ nora, kari, seeker },
    async [Symbol.asyncDispose]() {
      for (const seat of [seeker, kari, nora]) await seat[Symbol.asyncDispose]();
    },
  };
}

/** Kari's network breaks for so long that leaders are told. */
async function breaks(kari: Seat, nora: Seat): Promise<void> {
  await kari.page.context().setOffline(true);
  await kari.page.goto('about:blank').catch(() => {});
  const card = nora.page.getByRole('region', { name: words.heading });
  await expect
    .poll(
      async () => {
        await service.pass(TIMES.tickMs);
        return card.count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
}
async function returns(kari: Seat): Promise<void> {
  await kari.page.context().setOffline(false);
  await kari.page.goto(`${pageOf(service, 1)}?lang=en`);
}

test('[V7, C11] the leader’s page takes over by one press; all three pages say what happened', async () => {
  await using three = await talking();
  const { nora, kari, seeker } = three;
  await breaks(kari, nora);
  await expectAccessible(nora);
  await button(nora, words.takeOver).click();
  // The seeker's tab and the leader's tab agree by themselves.
  await seeker.page.getByText(transfer.tookOver('Nora', 'Kari')).waitFor();
  await seeker.page.getByText(transfer.sharesNot('Nora', 'Kari')).waitFor();
  await expectAccessible(seeker);
  await nora.page.getByText(staff.transfer.tookOverAlone('Kari')).waitFor();
  expect(await nora.page.getByText('hello Kari').count()).toBe(0);
  await say(seeker, 'hello Nora');
  await hears(nora, ['hello Nora']);
  await say(nora, 'hello');
  await hears(seeker, ['hello Kari', 'hello Nora', 'hello']);
  expect(await nora.page.getByRole('region', { name: words.heading }).count()).toBe(0);
  await returns(kari);
  await kari.page.getByText(words.taken_over).waitFor();
  await kari.page.getByText(staff.duty.wrapping.title).first().waitFor();
  await expectAccessible(kari);
});

test('[V7, C16] released, the seeker is back in line by itself, and reads why', async () => {
  await using three = await talking();
  const { nora, kari, seeker } = three;
  await breaks(kari, nora);
  await button(nora, words.release).click();
  // It is final, so it asks first. No changes nothing.
  const question = nora.page.getByRole('region', { name: words.releaseTitle('Kari') });
  await question.waitFor();
  await expectAccessible(nora);
  await question.getByRole('button', { name: words.releaseNo }).click();
  await button(nora, words.release).click();
  await question.getByRole('button', { name: words.release }).click();
  await seeker.page.getByText(late.waiting.givenBack('Kari')).waitFor();
  await expectAccessible(seeker);
  await returns(kari);
  await kari.page.getByText(words.released).waitFor();
  expect(await nora.page.getByRole('region', { name: words.heading }).count()).toBe(0);
});

test('[V4] a call that nobody takes reaches a leader off duty, who goes on duty and takes it by one press', async () => {
  await empty();
  await using off = await leaderAt(browser, service, 0, 'Ida');
  await using kari = await volunteerAt(browser, service, 1, 'Kari');
  await service.set({ leaderNeeded: false });
  await using seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await button(kari, staff.offer.accept).click();
  const { calls } = staff;
  await button(kari, calls.open).click();
  await button(kari, calls.ask.help).click();
  await kari.page.getByRole('heading', { name: calls.own.unheard.help }).waitFor();
  const take = button(off, calls.takeOnDuty);
  await expect
    .poll(
      async () => {
        await service.pass(TIMES.tickMs);
        return take.count();
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  await kari.page.getByText(calls.own.escalatedNobody).first().waitFor();
  await kari.page.getByRole('heading', { name: calls.own.help }).waitFor();
  await expectAccessible(kari);
  await expectAccessible(off);
  await take.click();
  await kari.page.getByText(calls.own.taken('Ida')).first().waitFor();
  await off.page.getByText(staff.duty.paused.title).first().waitFor();
  await kari.page.getByText(staff.guide.leaderCalled).waitFor({ state: 'attached' });
});
