/** A transfer, on phones: two volunteers and a seeker, in two languages (rule C11). */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { loadSeekerI18n, loadStaffI18n } from '../../client/src/i18n/i18n.ts';
import { LATE } from '../../client/src/i18n/late/words.ts';
import { TRANSFER } from '../../client/src/i18n/transfer/words.ts';
import {
  type Seat,
  box,
  button,
  expectAccessible,
  hears,
  log,
  pageOf,
  seekerAt,
  volunteerAt,
} from '../helpers/pages.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const PHONE = { width: 360, height: 740 };
const { browser, service } = await withBrowser({ nodes: 2 });

/** The texts of a language. */
async function wordsIn(locale: 'nb' | 'en') {
  const i18n = await loadSeekerI18n(locale);
  return {
    ...{ locale, words: i18n.words, staff: (await loadStaffI18n(locale)).staff },
    ...{ late: await LATE.load(i18n), transfer: await TRANSFER.load(i18n) },
  };
}
type Texts = Awaited<ReturnType<typeof wordsIn>>;

/** A volunteer on duty, with a phone. */
async function onDuty({ locale }: Texts, node: number, alias: string): Promise<Seat> {
  const seat = await volunteerAt(browser, service, node, alias);
  await seat.page.setViewportSize(PHONE);
  await seat.page.goto(`${pageOf(service, node)}?lang=${locale}`);
  return seat;
}

const say = async (seat: Seat, { words }: Texts, text: string): Promise<void> => {
  await box(seat).fill(text);
  await button(seat, words.talk.send).click();
};

/** The seeker talks with Kari; Ola is on duty too. */
async function talking(texts: Texts) {
  const { words, staff, late } = texts;
  const kari = await onDuty(texts, 0, 'Kari');
  const seeker = await seekerAt(browser, service.origin(1));
  await seeker.page.goto(`${service.origin(1)}/?lang=${texts.locale}`);
  await button(seeker, words.landing.start).click();
  await seeker.page.getByRole('button', { name: late.questions.submit, exact: true }).click();
  await kari.page.getByRole('button', { name: staff.offer.accept, exact: true }).click();
  await log(seeker).waitFor();
  await say(kari, texts, 'ett');
  await say(seeker, texts, 'to');
  await hears(kari, ['ett', 'to']);
  const ola = await onDuty(texts, 1, 'Ola');
  return {
    ...{ kari, ola, seeker },
    async [Symbol.asyncDispose]() {
      for (const seat of [seeker, kari, ola]) await seat[Symbol.asyncDispose]();
    },
  };
}

/** Kari asks whether Ola may take over. */
async function ask({ page }: Seat, { staff }: Texts): Promise<void> {
  // On a phone the rarer tools are under the guidance.
  await page.getByRole('button', { name: staff.guide.heading }).click();
  await page.getByRole('button', { name: staff.transfer.open }).click();
  await page.getByRole('radio', { name: staff.transfer.reasons.end_of_shift }).check();
  await page.getByRole('radio', { name: 'Ola' }).check();
  await expectAccessible({ page } as Seat);
  await page.getByRole('button', { name: staff.transfer.ask }).click();
}

const fitsIn = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe.each(['en', 'nb'] as const)('in %s', (locale) => {
  test('[C11, U2] with what was said: the seeker goes on with Ola, who can read it; Kari is free', async () => {
    const texts = await wordsIn(locale);
    const { staff, late, transfer } = texts;
    await using three = await talking(texts);
    const { kari, ola, seeker } = three;
    await ask(kari, texts);
    const yes = button(seeker, transfer.yesHistory);
    await yes.waitFor();
    await expectAccessible(seeker);
    expect(await fitsIn(seeker.page)).toBe(true);
    await yes.click();
    await ola.page.getByText(staff.transfer.offer.heading('Kari')).waitFor();
    await expectAccessible(ola);
    await seeker.page.getByText(transfer.until.colleague('Kari', 'Ola')).first().waitFor();
    await expectAccessible(kari);
    await say(kari, texts, 'hade bra');
    await hears(seeker, ['ett', 'to', 'hade bra']);
    // Whether to leave Kari is no question about Ola.
    await button(seeker, late.conversation.another).click();
    await button(seeker, late.conversation.anotherYes).waitFor();
    await ola.page.getByRole('button', { name: staff.offer.accept, exact: true }).click();
    await seeker.page.getByRole('heading', { name: transfer.arrived('Ola') }).waitFor();
    await hears(ola, ['ett', 'to', 'hade bra']);
    await ola.page.getByRole('heading', { name: staff.transfer.before('Kari') }).waitFor();
    await kari.page.getByText(staff.note.ended.transferred).first().waitFor();
    expect(await button(seeker, late.conversation.anotherYes).count()).toBe(0);
    await say(ola, texts, 'hei, jeg er Ola');
    await say(seeker, texts, 'hei Ola');
    await hears(ola, ['ett', 'to', 'hade bra', 'hei, jeg er Ola', 'hei Ola']);
    await hears(seeker, ['ett', 'to', 'hade bra', 'hei, jeg er Ola', 'hei Ola']);
    await hears(kari, ['ett', 'to', 'hade bra']);
    await expectAccessible(seeker);
    await expectAccessible(ola);
    // Both pages still have it after a reload.
    await seeker.page.reload();
    await ola.page.reload();
    await hears(seeker, ['ett', 'to', 'hade bra', 'hei, jeg er Ola', 'hei Ola']);
    await hears(ola, ['ett', 'to', 'hade bra', 'hei, jeg er Ola', 'hei Ola']);
    expect([...kari.faults, ...ola.faults, ...seeker.faults]).toEqual([]);
  });

  test('[C11, U2] no, and yes that Ola declines: the seeker stays with Kari, who is told', async () => {
    const texts = await wordsIn(locale);
    const { staff, transfer } = texts;
    await using three = await talking(texts);
    const { kari, ola, seeker } = three;
    await ask(kari, texts);
    await button(seeker, transfer.no('Kari')).click();
    await kari.page.getByText(staff.transfer.outcome.refused).waitFor();
    await ask(kari, texts);
    await button(seeker, transfer.yesWithout).click();
    await ola.page.getByRole('button', { name: staff.offer.decline, exact: true }).click();
    await kari.page.getByText(staff.transfer.outcome.declined('Ola')).waitFor();
    await seeker.page.getByText(transfer.stays('Kari')).first().waitFor();
    await say(seeker, texts, 'jeg er her');
    await hears(kari, ['ett', 'to', 'jeg er her']);
    await expectAccessible(kari);
    expect([...kari.faults, ...ola.faults, ...seeker.faults]).toEqual([]);
  });
});

test('[C11, U5] a page that cannot load the question says so, and a reload shows it', async () => {
  const texts = await wordsIn('en');
  await using three = await talking(texts);
  const { kari, seeker } = three;
  const scripts = '**/assets/transfer-*.js';
  await seeker.page.route(scripts, (route) => route.abort());
  await ask(kari, texts);
  await seeker.page.getByText(texts.late.conversation.askedUnseen('Kari')).waitFor();
  await seeker.page.unroute(scripts);
  await button(seeker, texts.words.link.outdated.action).click();
  await button(seeker, texts.transfer.yesHistory).waitFor();
  await hears(seeker, ['ett', 'to']);
  expect(kari.faults).toEqual([]);
});
