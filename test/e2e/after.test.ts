/** After a conversation, in a real browser: the feedback form by keyboard alone, and the copy as a file. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import {
  expectAccessible,
  hears,
  joinLine,
  log,
  say,
  seekerAt,
  volunteerAt,
  type Seat,
} from '../helpers/pages.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });

/** A conversation with one message by each side, which the seeker has ended. */
async function ended(seeker: Seat, volunteer: Seat): Promise<void> {
  await joinLine(seeker);
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  await say(seeker, 'مرحبا');
  await hears(volunteer, ['مرحبا']);
  await say(volunteer, 'Good that you write.');
  await hears(seeker, ['مرحبا', 'Good that you write.']);
  await seeker.page.getByRole('button', { name: 'End chat' }).click();
  await seeker.page.getByRole('button', { name: 'Yes, end it' }).click();
  await seeker.page.getByText('We have deleted the chat.').waitFor();
}

test('[T6, U2] feedback is given by keyboard alone and acknowledged with thanks', async () => {
  await using volunteer = await volunteerAt(browser, service, 1);
  await using seeker = await seekerAt(browser, service.origin(0));
  const { page } = seeker;
  await ended(seeker, volunteer);
  await page.getByRole('heading', { name: 'How was it for you?' }).waitFor();
  await expectAccessible(seeker);

  // Without an answer nothing is sent.
  const send = page.getByRole('button', { name: 'Send my answer' });
  await send.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Answer one of the questions first.').waitFor();

  await page.getByRole('heading', { level: 1 }).focus();
  for (const key of ['Tab', 'ArrowLeft', 'Tab', 'ArrowLeft', 'ArrowLeft', 'Tab'])
    await page.keyboard.press(key);
  await page.keyboard.type('thank you');
  await page.keyboard.press('Tab');
  expect(await send.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  const thanks = page.getByText('Thank you for answering. It helps us improve.');
  await thanks.waitFor();
  // The focus moves there once it was drawn.
  await page.waitForFunction(
    (said) => said === document.activeElement,
    await thanks.elementHandle(),
  );
  await expectAccessible(seeker);
  const { hashes, sets } = await service.dump();
  expect(hashes['said']).toMatchObject({ 'after 5': '1', 'heard 4': '1' });
  expect(sets['comments-pending']?.map((comment) => comment.slice(23))).toEqual(['thank you']);
  expect(await page.evaluate(() => [sessionStorage.length, document.cookie])).toEqual([0, '']);
  expect(seeker.faults).toEqual([]);
});

test('[C10, A1] a copy is saved after a warning and is not available after a reload', async () => {
  await using volunteer = await volunteerAt(browser, service, 1, 'Ola');
  await using seeker = await seekerAt(browser, service.origin(0));
  const { page } = seeker;
  await ended(seeker, volunteer);
  const make = page.getByRole('button', { name: 'Make a copy' });
  await make.click();
  await page.getByRole('button', { name: 'No, leave it' }).click();
  expect(await make.evaluate((button) => button === document.activeElement)).toBe(true);
  await make.click();
  await page.getByText('Others who use the same device can find it').waitFor();
  await expectAccessible(seeker);
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Yes, save the copy' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('note.txt');
  const text = await readFile(await file.path(), 'utf8');
  const [day = '', ...said] = text.split('\n\n');
  expect(Date.parse(day)).not.toBeNaN();
  expect(said).toEqual(['You:\nمرحبا', 'Ola:\nGood that you write.\n']);
  await page.getByText('The copy is called “note.txt”.').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Start a chat' }).waitFor();
  expect(await make.count()).toBe(0);
  expect(seeker.faults).toEqual([]);
});
