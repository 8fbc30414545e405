/** Reading and writing messages, also from right to left, in a browser with fixtures. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Line } from '../../client/src/state/model.ts';
import {
  PHONE,
  button,
  called,
  heard,
  openedGallery,
  saying,
  show,
  talking,
} from './gallery-page.ts';

const open = openedGallery();

describe('reading', () => {
  /** Records what is added to the log from now on and is announced by screen readers. */
  const listen = (page: Page): Promise<void> =>
    page.evaluate(() => {
      const log = document.querySelector('[role=log]');
      Object.assign(globalThis, { heard: [] });
      new MutationObserver((changes) => {
        const { heard } = globalThis as unknown as { heard: string[] };
        for (const node of changes.flatMap((change) => [...change.addedNodes])) {
          const silent = node.parentElement?.closest('[aria-live=off]') !== null;
          if (node instanceof HTMLElement && !silent) heard.push(node.innerText);
        }
      }).observe(log ?? document, { childList: true, subtree: true });
    });

  test('[U2, C2] a message is announced once, and a reconnect announces nothing again', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    await listen(page);
    const more = saying(talking(), { text: 'Jeg er her fortsatt.' });
    await show(page, more);
    await show(page, { ...more, link: 'reconnecting' });
    const again = {
      ...more,
      talk: structuredClone(more.talk),
    };
    await show(page, again);
    expect(
      (await heard(page)).filter((text) => text.includes('Jeg er her fortsatt.')),
    ).toHaveLength(1);
    expect(await heard(page)).toHaveLength(1);
  });

  test('[C3] a message’s delivery state changes in place, and a failed message can be retried', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const mine = { from: 'seeker', text: 'nå', key: 'now' } as Partial<Line>;
    const log = page.getByRole('log');
    await show(page, saying(talking(), { ...mine, delivery: 'sending', acceptedAt: null }));
    await log.getByText('Sender …').waitFor();
    await show(page, saying(talking(), { ...mine, delivery: 'sent' }));
    await log.getByText('Sendt').waitFor();
    await show(page, saying(talking(), { ...mine, delivery: 'delivered' }));
    await log.getByText('Kommet fram').waitFor();
    await show(page, saying(talking(), { ...mine, delivery: 'failed', acceptedAt: null }));
    await page.getByRole('alert').getByText('En melding ble ikke sendt.').waitFor();
    await button(page, 'Prøv igjen').click();
    expect(await called(page)).toContain('retry "now"');
  });

  test('[U2] after scrolling up the log stays there and offers a button to the new message', async () => {
    await using shown = await open('talk', PHONE);
    const { page } = shown;
    const log = page.getByRole('log');
    const top = () => log.evaluate((box) => box.scrollTop);
    const toEnd = () => log.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
    expect(await toEnd()).toBeLessThan(2);
    await log.evaluate((box) => box.scrollTo(0, 40));
    await page.waitForFunction(() => document.querySelector('[role=log]')?.scrollTop === 40);
    const more = saying(talking(), {});
    await show(page, more);
    expect(await top()).toBe(40);
    await button(page, 'Ny melding').tap();
    expect(await toEnd()).toBeLessThan(2);
    await show(page, saying(more, { text: 'Og her.' }));
    expect(await toEnd()).toBeLessThan(2);
    expect(await button(page, 'Ny melding').count()).toBe(0);
  });

  test('[C7] messages stay plain text with line breaks, and addresses become links without referrer and opener', async () => {
    await using shown = await open('talk-hard');
    const { page } = shown;
    const log = page.getByRole('log');
    await log.getByText('<b>ikke fet</b> & <script>alert(1)</script>').waitFor();
    expect(await log.locator('b, script, img, iframe').count()).toBe(0);
    const link = log.getByRole('link');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/www\.helsenorge\.no\/.*=den$/);
    const broken = log.getByText('Takk for at du sier det.');
    expect(await broken.evaluate((box) => (box as HTMLElement).innerText.split('\n'))).toHaveLength(
      4,
    );
    const arabic = log.getByText('مرحبا', { exact: false });
    expect(await arabic.evaluate((box) => getComputedStyle(box).direction)).toBe('rtl');
  });
});

describe('writing', () => {
  test('[C7] with a physical keyboard Enter sends, and Shift+Enter inserts a line break', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const box = page.getByRole('textbox');
    await box.fill('en');
    await box.press('Shift+Enter');
    await page.keyboard.type('to');
    await box.press('Enter');
    expect(await called(page)).toContain('send "en\\nto"');
    expect(await box.inputValue()).toBe('');
    await box.fill('   ');
    await box.press('Enter');
    expect((await called(page)).filter((call) => call.startsWith('send'))).toHaveLength(1);
  });

  test('[C7] on a touch screen Enter inserts a line break, and the button sends', async () => {
    await using shown = await open('talk', PHONE);
    const { page } = shown;
    const box = page.getByRole('textbox');
    await box.tap();
    await page.keyboard.type('en');
    await page.keyboard.press('Enter');
    await page.keyboard.type('to');
    expect((await called(page)).filter((call) => call.startsWith('send'))).toEqual([]);
    await button(page, 'Send').tap();
    expect(await called(page)).toContain('send "en\\nto"');
    // The focus has not left the box, so the on-screen keyboard stays open.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
  });

  test('[Q8] the draft from the queue is in the conversation’s message box, which has the focus', async () => {
    await using shown = await open('waiting', PHONE);
    const { page } = shown;
    await page.getByLabel('Du kan begynne å skrive.').tap();
    await page.keyboard.type('hei, jeg');
    await show(page, talking('talk-first'));
    const box = page.getByLabel('Skriv en melding');
    await box.waitFor();
    await page.keyboard.type(' heter');
    expect(await box.inputValue()).toBe('hei, jeg heter');
    await page.getByText('Det du skrev mens du ventet, er ikke sendt ennå.').waitFor();
    expect((await called(page)).filter((call) => call.startsWith('send'))).toEqual([]);
  });

  test.each([
    ['a phone with its keyboard open', { width: 320, height: 260 }],
    ['400 % zoom', { width: 320, height: 256 }],
  ])(
    '[U2, U13] on %s the message box and the end of the last message are visible',
    async (_, viewport) => {
      await using shown = await open('talk', { ...PHONE, viewport });
      const { page } = shown;
      // A page this low scrolls to the focused message box (rule U13).
      await page.getByRole('textbox').focus();
      const box = await page.getByRole('textbox').boundingBox();
      const last = await page.getByText('nei. har ikke turt').boundingBox();
      const ends = [box, last].map((seen) => (seen?.y ?? 0) + (seen?.height ?? 0));
      expect(box?.y).toBeGreaterThan(0);
      expect(Math.min(...ends)).toBeGreaterThan(0);
      expect(Math.max(...ends)).toBeLessThanOrEqual(viewport.height);
    },
  );
});

describe('right to left', () => {
  async function arabic(state: string): Promise<Awaited<ReturnType<typeof open>>> {
    const shown = await open(state);
    await shown.page.evaluate((name) => gallery.show(name, 'ar'), state);
    return shown;
  }
  const left = async (where: Locator): Promise<number> => (await where.boundingBox())?.x ?? -1;
  const direction = (where: Locator): Promise<string> =>
    where.evaluate((element) => getComputedStyle(element).direction);

  test('[U1] the page is laid out from right to left, and each message follows its own direction', async () => {
    await using shown = await arabic('talk-hard');
    const { page } = shown;
    const log = page.getByRole('log');
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    const mine = log.getByText('مرحبا، أنا', { exact: false });
    const theirs = log.getByText('Takk for at du sier det.');
    expect(await left(mine)).toBeLessThan(await left(theirs));
    expect([await direction(mine), await direction(theirs)]).toEqual(['rtl', 'ltr']);
    // The corner that points at the speaker is on the speaker's side, whatever the direction of the text.
    const corners = await theirs.evaluate((words) => {
      const { borderTopRightRadius, borderTopLeftRadius } = getComputedStyle(
        words.parentElement ?? words,
      );
      return [borderTopRightRadius, borderTopLeftRadius].map(Number.parseFloat);
    });
    expect(corners[0]).toBeLessThan(corners[1] ?? 0);
  });

  test('[U1] the message box starts right to left, and follows the direction of its text', async () => {
    await using shown = await arabic('talk');
    const box = shown.page.getByRole('textbox');
    const seen = [await direction(box)];
    for (const text of ['jeg', 'أنا', '']) {
      await box.fill(text);
      seen.push(await direction(box));
    }
    expect(seen).toEqual(['rtl', 'ltr', 'rtl', 'rtl']);
  });

  test('[U1, U4] a telephone number reads in the order of dialling', async () => {
    await using shown = await arabic('landing-closed');
    const number = shown.page.locator('main a[href="tel:+4722400040"] [dir=ltr]');
    const places = await number.evaluate((element) => {
      const text = element.firstChild ?? element;
      const at = (from: number): number => {
        const range = new Range();
        range.setStart(text, from);
        range.setEnd(text, from + 1);
        return range.getBoundingClientRect().x;
      };
      return [at(0), at(3), at(6), at(9)];
    });
    expect(await number.textContent()).toBe('22 40 00 40');
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('[U1] arrows are mirrored', async () => {
    await using shown = await arabic('questions');
    const icons = shown.page.locator('.points');
    const turned = await icons.evaluateAll((all) =>
      all.map((icon) => getComputedStyle(icon).transform),
    );
    expect(turned).toEqual(Array(2).fill('matrix(-1, 0, 0, 1, 0, 0)'));
  });
});
