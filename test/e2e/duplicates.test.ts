/** Duplicated tabs of a conversation: which of them can read it, and what the others say (rules C16, E3, E4, E5). */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import {
  DESK,
  type Four,
  type Texts,
  asks,
  fourPeople,
  press,
  says,
  shows,
  wordsIn,
} from '../helpers/four-people.ts';
import { type Seat, box, button, expectAccessible, hears, log } from '../helpers/pages.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

const LOOK = { viewport: DESK, scheme: 'light', name: 'duplicates' } as const;

/** A duplicate of this tab as it is now, which is opened by the returned function. */
async function duplicate({ page, faults }: Seat): Promise<() => Promise<Seat>> {
  const [kept, address] = await page.evaluate(() => {
    const items = Object.keys(sessionStorage).map(
      (key) => [key, sessionStorage.getItem(key) ?? ''] as const,
    );
    return [items, location.href] as const;
  });
  return async () => {
    const copy: Page = await page.context().newPage();
    // Only for the first page: a reload keeps what the tab has stored since.
    await copy.addInitScript((items) => {
      if (sessionStorage.length > 0) return;
      for (const [key, value] of items) sessionStorage.setItem(key, value);
    }, kept);
    await copy.goto(address);
    return { page: copy, faults, [Symbol.asyncDispose]: () => copy.close() };
  };
}

/** Kari lets Nora in as soon as her page has got the key that this tab of Nora's has now. */
async function letsIn({ kari, sent }: Four, nora: Seat, { staff }: Texts): Promise<void> {
  await expect.poll(async () => known(sent.kari) === (await visitKeyOf(nora))).toBe(true);
  await press(kari, staff.talk.visit.letIn('Nora'));
}
/** The leader's key in the latest event that names one. */
const known = (sent: Four['sent']['kari']) =>
  sent
    .filter(({ way }) => way === 'down')
    .map(({ text }) => /.*"leaderKey":"([\w-]+)"/s.exec(text)?.[1])
    .findLast((publicKey) => publicKey !== undefined);
/** The public key with which this tab has taken the call. */
const visitKeyOf = ({ page }: Seat) =>
  page.evaluate(() => {
    const slot = Object.keys(sessionStorage).find((key) => key.includes('.visit.'));
    const kept = slot === undefined ? null : sessionStorage.getItem(slot);
    return kept === null ? null : (JSON.parse(kept) as { readonly publicKey: string }).publicKey;
  });

test('[E3, E4, C16] a volunteer’s tab that was duplicated before the conversation says that another tab may have the key', async () => {
  const texts = await wordsIn('en');
  const { staff, words } = texts;
  await using four = await fourPeople(browser, texts, LOOK);
  const { kari, seeker } = four;
  // A tab without the conversation's keys, as it was before it began.
  const open = await duplicate(kari);
  await press(kari, staff.talk.end);
  await press(kari, staff.talk.endYes);
  await shows(seeker, texts.late.ended.conversation.volunteer.title);
  await four.otherJoins();
  await press(kari, staff.duty.done);
  await press(kari, staff.offer.accept);
  await says(kari, texts, 'hei');
  await hears(four.other, ['hei']);
  await using copy = await open();
  await shows(copy, staff.talk.missing);
  await shows(four.other, texts.late.conversation.unreadTitle('Kari'));
  await expectAccessible(copy);
  // The first tab has the key, and goes on.
  await press(kari, words.link.replaced.action);
  await hears(kari, ['hei']);
  await says(kari, texts, 'her er jeg');
  await hears(four.other, ['hei', 'her er jeg']);
  expect(await four.other.page.getByText(texts.late.conversation.unreadTitle('Kari')).count()).toBe(
    0,
  );
  expect(four.faults()).toEqual([]);
});

test('[E4, C11] a seeker’s tab that was duplicated before the yes says that another tab may have the key', async () => {
  const texts = await wordsIn('en');
  const { staff, transfer, late, words } = texts;
  await using four = await fourPeople(browser, texts, LOOK);
  const { kari, nora, seeker } = four;
  await says(kari, texts, 'hei');
  await hears(seeker, ['hei']);
  await asks(kari, texts, staff.transfer.leader, 'leader');
  await button(seeker, transfer.yesHistory).waitFor();
  const open = await duplicate(seeker);
  await press(seeker, transfer.yesHistory);
  await press(nora, staff.offer.accept);
  await hears(nora, ['hei']);
  await using copy = await open();
  await copy.page.getByRole('heading', { name: late.conversation.missingTitle }).waitFor();
  await shows(copy, late.conversation.missingText);
  await expectAccessible(copy);
  // The first tab has the key, and goes on.
  await press(seeker, words.link.replaced.action);
  await says(seeker, texts, 'jeg er her');
  await log(nora).getByText('jeg er her', { exact: true }).waitFor();
  expect(four.faults()).toEqual([]);
});

test('[E5] a leader’s tab that was duplicated during the visit reads on; one without the key leaves and says so', async () => {
  const texts = await wordsIn('en');
  const { staff, late, words } = texts;
  const { calls, note } = staff;
  await using four = await fourPeople(browser, texts, LOOK);
  const { kari, nora, seeker } = four;
  await says(kari, texts, 'hei');
  await hears(seeker, ['hei']);
  const early = await duplicate(nora);
  await press(kari, calls.open);
  await press(kari, calls.ask.help);
  await press(nora, calls.take);
  await shows(kari, calls.own.taken('Nora'));
  // A duplicate without the key takes the call with its own, and then the first tab again.
  await using between = await early();
  await shows(between, calls.mine('Kari'));
  await press(nora, words.link.replaced.action);
  await shows(nora, calls.mine('Kari'));
  await letsIn(four, nora, texts);
  await says(nora, texts, 'jeg er her');
  await hears(seeker, ['hei', 'jeg er her']);

  // With the key.
  const openCopy = await duplicate(nora);
  await using copy = await openCopy();
  await hears(copy, ['jeg er her']);
  await says(copy, texts, 'fra den andre fanen');
  await hears(seeker, ['hei', 'jeg er her', 'fra den andre fanen']);
  await press(nora, words.link.replaced.action);
  await hears(nora, ['jeg er her', 'fra den andre fanen']);
  await shows(seeker, late.conversation.leader.here('Nora'));

  // Without it: the visit is over, and the seeker sees it. Kari can let this tab in.
  await using other = await early();
  await shows(other, note.visit.no_key('Kari'));
  await shows(seeker, late.conversation.leader.left('Nora'));
  await expectAccessible(other);
  await letsIn(four, other, texts);
  await box(other).waitFor();
  await says(other, texts, 'nå er jeg her igjen');
  await log(seeker).getByText('nå er jeg her igjen', { exact: true }).waitFor();
  await hears(other, ['nå er jeg her igjen']);

  // The first tab lacks the key of this visit: it leaves as well, and takes the call with a key of its own.
  await press(nora, words.link.replaced.action);
  await shows(nora, note.visit.no_key('Kari'));
  await letsIn(four, nora, texts);
  await box(nora).waitFor();
  expect(await log(nora).innerText()).not.toContain('nå er jeg her igjen');
  expect(four.faults()).toEqual([]);
});
