/** A transfer on the seeker's page: it interrupts nobody who is writing, and sends nothing to the wrong person. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  PHONE,
  button,
  called,
  openedGallery,
  show,
  talking,
  type Talking,
} from './gallery-page.ts';

const openState = openedGallery();

/** The conversation with Ida, before anything is asked, and the one with Ola, which follows it. */
const ida = talking('talk');
const asked = talking('talk-transfer');
const after = talking('talk-taken-over');
const former = { conversationId: ida.talk.conversationId, alias: 'Ida', takeover: false };
const ola: Talking = {
  ...after,
  talk: { ...after.talk, conversationId: 'conversation-9' as never, former },
};

const open = (options: BrowserContextOptions = {}) => openState('talk', options);
const hasFocus = (page: Page): Promise<boolean> =>
  page.getByRole('textbox').evaluate((box) => box === document.activeElement);

test('[C11, U2] the question takes no focus; to a seeker who is writing it is one line', async () => {
  await using opened = await open(PHONE);
  const { page } = opened;
  const box = page.getByRole('textbox');
  await box.tap();
  await page.keyboard.type('jeg holder på å skr');
  const { y } = (await box.boundingBox()) ?? {};
  await show(page, asked);
  const line = page.getByRole('alert').filter({ hasText: 'Ida har et spørsmål til deg.' });
  await line.waitFor();
  expect(await hasFocus(page)).toBe(true);
  expect((await box.boundingBox())?.y).toBeCloseTo(y ?? 0, 0);
  await page.keyboard.type('ive');
  expect(await box.inputValue()).toBe('jeg holder på å skrive');
  await button(page, 'Les spørsmålet').tap();
  const heading = page.getByRole('heading', { name: 'Kan Ola ta over?' });
  await heading.and(page.locator(':focus')).waitFor();
  const sizes = await Promise.all(
    ['Ja, og vis det vi skrev', 'Ja, men ikke vis det', 'Nei, bli hos Ida'].map((name) =>
      button(page, name).evaluate((it) => {
        const { backgroundColor, color } = getComputedStyle(it);
        return [it.clientWidth, it.clientHeight, backgroundColor, color].join();
      }),
    ),
  );
  expect(new Set(sizes).size).toBe(1);
  await button(page, 'Nei, bli hos Ida').tap();
  expect(await called(page)).toContain('answerTransfer no');
});

test('[C11, U2] a seeker who is not writing gets the whole question, announced at once', async () => {
  await using opened = await open();
  const { page } = opened;
  await page.getByRole('textbox').focus();
  await show(page, asked);
  const question = page.getByRole('alert').filter({ hasText: 'Kan Ola ta over?' });
  await question.getByText('Et nei endrer ingenting.').waitFor();
  expect(await hasFocus(page)).toBe(true);
});

test('[C11, Q8] a text that was begun for Ida stays in the box, and goes to Ola only after a press', async () => {
  await using opened = await open();
  const { page } = opened;
  const box = page.getByRole('textbox');
  await box.focus();
  await page.keyboard.type('Ida, jeg vil bare si');
  const element = await box.elementHandle();
  await show(page, ola);
  await page.keyboard.type(' takk');
  await page.keyboard.press('Enter');
  expect(await box.inputValue()).toBe('Ida, jeg vil bare si takk');
  expect(await hasFocus(page)).toBe(true);
  expect(await box.evaluate((now, before) => now === before, element)).toBe(true);
  expect((await called(page)).filter((one) => one.startsWith('send '))).toEqual([]);
  await page.getByText('Du begynte å skrive mens du var hos Ida.').waitFor();
  await button(page, 'Skriv til Ola').click();
  await page.keyboard.press('Enter');
  expect(await called(page)).toContain('send "Ida, jeg vil bare si takk"');
});

test('[C11] a text that is deleted, or begun afterwards, is not held back', async () => {
  await using opened = await open();
  const { page } = opened;
  const box = page.getByRole('textbox');
  await box.fill('til Ida');
  await show(page, ola);
  await box.fill('');
  await box.fill('hei Ola');
  await box.press('Enter');
  expect(await called(page)).toContain('send "hei Ola"');
});

test('[C11, U2] what was said before has a heading, and is not announced as new messages', async () => {
  await using opened = await open();
  const { page } = opened;
  await show(page, ola);
  const before = page.getByRole('region', { name: 'Sagt før Ola kom' });
  expect(await before.getByRole('listitem').count()).toBe(7);
  expect(await before.getAttribute('aria-live')).toBe('off');
  await page.getByRole('heading', { name: 'Nå er Ola her' }).waitFor();
});

test('[C11, U2] when somebody has taken over, that is in view, and no older message counts as new', async () => {
  await using opened = await open(PHONE);
  const { page } = opened;
  const log = page.getByRole('log');
  await log.evaluate((area) => {
    area.scrollTop = 0;
  });
  const { lines } = ida.talk;
  const more = { ...lines[0], key: 'more', text: 'Er du der?' } as (typeof lines)[number];
  const chip = button(page, 'Ny melding');
  await expect
    .poll(async () => {
      await show(page, { ...ida, talk: { ...ida.talk, lines } });
      await show(page, { ...ida, talk: { ...ida.talk, lines: [...lines, more] } });
      return chip.count();
    })
    .toBe(1);
  await show(page, ola);
  await expect.poll(() => chip.count()).toBe(0);
  const heading = page.getByRole('heading', { name: 'Nå er Ola her' });
  const [area, shown] = await Promise.all([log.boundingBox(), heading.boundingBox()]);
  expect(shown?.y).toBeGreaterThanOrEqual(area?.y ?? 0);
});
