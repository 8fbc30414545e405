/** Leaving the seeker's page, its navigation and announcements, in a browser with fixtures. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PHONE, button, called, openedGallery, show, talking } from './gallery-page.ts';

const open = openedGallery();

test('[U4, R6] with a full queue only the danger flow starts; with closed intake it shows only the numbers', async () => {
  for (const [state, starts, answers] of [
    ['open', true, true],
    ['full', false, true],
    ['unstaffed', false, false],
    ['paused', false, false],
    ['closed', false, false],
  ] as const) {
    await using at = await open(`landing-${state}`);
    await at.page.getByRole('heading', { level: 1 }).waitFor();
    const there = (name: string) => button(at.page, name).count();
    const found = [await there('Start en samtale'), await there('Jeg er i fare nå')];
    expect([state, ...found]).toEqual([state, Number(starts), 1]);
    await button(at.page, 'Jeg er i fare nå').click();
    await at.page.getByRole('main').getByRole('link', { name: 'Ring 113' }).waitFor();
    expect([state, await there('Skriv med oss')]).toEqual([state, Number(answers)]);
  }
});

describe('[U3] Leave this page', () => {
  /** Serves the neutral site, and returns a list that receives what is left of our page just before that site loads. */
  async function neutralSite(page: Page): Promise<unknown[]> {
    const left: unknown[] = [];
    await page.route('https://www.yr.no/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>Vær</title>' }),
    );
    page.on('console', (message) => left.push(JSON.parse(message.text())));
    await page.evaluate(() => {
      new MutationObserver(() => {
        const { body, title } = document;
        console.log(JSON.stringify({ called: gallery.called, text: body.innerText.trim(), title }));
      }).observe(document.body, { childList: true });
    });
    return left;
  }
  const BLANK = [{ called: ['leave'], text: 'Laster.', title: 'Laster.' }];
  /** Where *Back* leads from the neutral site: our own history entry has been replaced. */
  async function gone(page: Page): Promise<string> {
    await page.waitForURL('https://www.yr.no/');
    await page.goBack();
    return page.url();
  }

  test('[U3] blanks the page at once, ends the session, and replaces the history entry', async () => {
    await using shown = await open('talk', PHONE);
    const left = await neutralSite(shown.page);
    await button(shown.page, 'Forlat siden').tap();
    expect(await gone(shown.page)).toBe('about:blank');
    expect(left).toEqual(BLANK);
  });

  test('[U3] works by pressing Shift three times, announced to screen readers', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const left = await neutralSite(page);
    const told = page.getByRole('status').filter({ hasText: 'Trykk Shift' });
    await page.getByRole('textbox').focus();
    await page.keyboard.press('Shift');
    await told.getByText('Trykk Shift 2 ganger til for å forlate siden.').waitFor();
    await page.keyboard.press('Shift');
    await told.getByText('Trykk Shift én gang til for å forlate siden.').waitFor();
    await page.keyboard.press('Shift');
    expect(await gone(page)).toBe('about:blank');
    expect(left).toEqual(BLANK);
  });

  test('[U3] typing capital letters or pressing too slowly does not leave', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    await page.getByRole('textbox').focus();
    for (const key of ['Shift+A', 'Shift+B', 'Shift+C', 'Shift', 'a', 'Shift']) {
      await page.keyboard.press(key);
    }
    await page.keyboard.press('Shift');
    await page.evaluate(() => gallery.pass(5_000));
    await page.getByRole('status').getByText('Du er fortsatt på siden.').waitFor();
    await page.keyboard.press('Shift');
    expect(await called(page)).not.toContain('leave');
    expect(await page.getByRole('textbox').inputValue()).toBe('ABCa');
  });

  test('[U2, C3] a key that confirms an IME candidate neither sends nor closes anything, even after the composition', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const box = page.getByRole('textbox');
    await box.fill('に');
    // As in Safari: the composition has ended, but the key still belongs to the input method.
    const confirms = (key: string) =>
      page.evaluate((name) => {
        const target = document.activeElement ?? document.body;
        const event = new KeyboardEvent('keydown', {
          ...{ key: name, keyCode: 229, bubbles: true, cancelable: true },
        });
        target.dispatchEvent(event);
        return event.defaultPrevented;
      }, key);
    expect(await confirms('Enter')).toBe(false);
    expect(await box.inputValue()).toBe('に');
    expect(await called(page)).not.toContain('send "に"');
    await box.press('Enter');
    expect(await called(page)).toContain('send "に"');
    await button(page, 'Avslutt').click();
    await confirms('Escape');
    await page.getByRole('heading', { name: 'Vil du avslutte samtalen?' }).waitFor();
    await page.keyboard.press('Escape');
    await button(page, 'Avslutt').waitFor();
  });

  test('[U3] Shift on an on-screen keyboard does not leave; on a physical keyboard it does', async () => {
    await using shown = await open('talk', PHONE);
    const { page } = shown;
    await page.getByRole('textbox').tap();
    for (const _ of [1, 2, 3, 4]) await page.keyboard.press('Shift');
    expect(await called(page)).not.toContain('leave');
    const left = await neutralSite(page);
    await page.keyboard.press('ArrowLeft');
    for (const _ of [1, 2, 3]) await page.keyboard.press('Shift');
    expect(await gone(page)).toBe('about:blank');
    expect(left).toEqual(BLANK);
  });

  test('[U3, U4] stays reachable while a question is open and the numbers are shown', async () => {
    await using shown = await open('talk', PHONE);
    const { page } = shown;
    await button(page, 'Avslutt').tap();
    await button(page, 'Flere numre').tap();
    await button(page, 'Forlat siden').click({ trial: true });
    for (const number of ['113', '116117', '116123', '+4722400040', '116111']) {
      expect(await page.locator(`a[href="tel:${number}"]:visible`).count()).toBeGreaterThan(0);
    }
    await page.keyboard.press('Escape');
    expect(await page.locator('a[href="tel:116117"]:visible').count()).toBe(0);
  });
});

describe('navigation', () => {
  test('[U2] a new screen focuses its heading; the first screen leaves the focus alone', async () => {
    await using shown = await open('landing-open');
    const { page } = shown;
    const focused = () => page.evaluate(() => document.activeElement?.tagName);
    expect(await focused()).toBe('BODY');
    await button(page, 'Start en samtale').click();
    await page.getByRole('heading', { name: 'Vil du fortelle litt først?' }).waitFor();
    expect(await focused()).toBe('H1');
    await button(page, 'Gå til køen uten å svare').click();
    expect(await called(page)).toEqual([
      // The browser's language.
      'start {"language":"en","topic":null,"feeling":null,"age":null,"urgent":false}',
    ]);
  });

  test('[U2] from the first screen to the queue by keyboard alone', async () => {
    await using shown = await open('landing-open');
    const { page } = shown;
    await button(page, 'Start en samtale').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Vil du fortelle litt først?' }).waitFor();
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    // In danger, the preselected language, the last topic, the first feeling, the first age.
    await press('Tab', 'Space', 'Tab', 'Tab', 'ArrowLeft');
    await press('Tab', 'ArrowRight', 'Tab', 'ArrowRight', 'Enter');
    expect(await called(page)).toEqual([
      'start {"language":"en","topic":"other","feeling":1,"age":"under_18","urgent":true}',
    ]);
  });

  test('[U2, U4] from the first screen to an urgent ticket by keyboard alone; the emergency number comes first', async () => {
    await using shown = await open('landing-open');
    const { page } = shown;
    await button(page, 'Jeg er i fare nå').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ring 113 hvis det er fare for liv' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('tel:113');
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    expect(await called(page)).toEqual([
      'start {"language":"en","topic":null,"feeling":null,"age":null,"urgent":true}',
    ]);
  });

  test('[U1] the language changes without a reload, and the draft stays', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    await page.getByRole('textbox').fill('et utkast');
    await button(page, 'Bokmål').click();
    await page.getByRole('link', { name: 'English' }).click();
    await button(page, 'End chat').waitFor();
    expect(await page.getByRole('textbox').inputValue()).toBe('et utkast');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.title()).toContain('Chat');
  });

  test('[U1, U2] the language menu by keyboard alone: open, close, choose, and the focus returns', async () => {
    await using shown = await open('landing-open');
    const { page } = shown;
    const english = page.getByRole('link', { name: 'English' });
    await button(page, 'Bokmål').focus();
    await page.keyboard.press('Enter');
    await english.waitFor();
    await page.keyboard.press('Escape');
    expect(await english.isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Bokmål');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Nynorsk');
    await page.keyboard.press('Enter');
    await button(page, 'Start ein samtale').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Nynorsk');
    expect(await english.isVisible()).toBe(false);
  });

  test.each([
    ['a small phone', { width: 320, height: 568 }],
    ['400 % zoom', { width: 320, height: 256 }],
  ])('[U1, U2] on %s every language is visible and large enough', async (_, viewport) => {
    await using shown = await open('landing-open', { ...PHONE, viewport });
    const { page } = shown;
    await button(page, 'Bokmål').tap();
    for (const name of ['Nynorsk', 'English', 'العربية']) {
      const box = await page.getByRole('link', { name }).boundingBox();
      const { x = -1, y = -1, width = 0, height = 0 } = box ?? {};
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(viewport.width);
      expect(y + height).toBeLessThanOrEqual(viewport.height);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
    }
  });

  test('[U6] a connection loss shorter than a second is not shown', async () => {
    await using shown = await open('talk');
    const { page } = shown;
    const told = page.getByText('Vi mistet forbindelsen');
    await show(page, { ...talking(), link: 'reconnecting' });
    await page.evaluate(() => gallery.pass(900));
    expect(await told.count()).toBe(0);
    await show(page, talking());
    await show(page, { ...talking(), link: 'reconnecting' });
    await page.evaluate(() => gallery.pass(1_000));
    await told.waitFor();
    await show(page, talking());
    await page.getByRole('status').getByText('Du er tilkoblet igjen.').waitFor();
    expect(await told.count()).toBe(0);
  });

  test('[C5] after a long loss of the volunteer the seeker can wait or ask for another', async () => {
    await using shown = await open('talk-lost-choice');
    const { page } = shown;
    await button(page, 'Vent på Ida').click();
    await page.getByRole('textbox').waitFor();
    await button(page, 'Få en ny frivillig').click();
    expect(await called(page)).toContain('requeue');
  });
});

test('[U5] a screen that loads later needs no style sheet of its own, and a failed load is retried', async () => {
  await using opened = await open(null);
  const { page } = opened;
  const showQuestions = (): Promise<string> =>
    page.evaluate(() =>
      gallery.show('questions', 'nb').then(
        () => 'shown',
        () => 'failed',
      ),
    );
  await page.route(/\/assets\//, (route) => route.abort());
  expect(await showQuestions()).toBe('failed');
  await page.unroute(/\/assets\//);
  await page.route(/\.css$/, (route) => route.abort());
  expect(await showQuestions()).toBe('shown');
  const foot = page.locator('form > div').last();
  expect(await foot.evaluate((box) => getComputedStyle(box).position)).toBe('sticky');
});
