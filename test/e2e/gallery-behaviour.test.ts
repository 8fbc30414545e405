/**
 * Browser-only behaviour of the pages: leaving, reading, writing, announcements. Uses fixtures, under the server's
 * content security policy.
 */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Line, SeekerView, Talk } from '../../client/src/state/model.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { serveGallery, type GalleryServer } from './gallery-server.ts';
import { STATES } from './gallery-states.ts';

type Talking = Extract<SeekerView, { page: 'conversation' }>;

let server: GalleryServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([serveGallery(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } as const;

async function open(
  state: string,
  options: BrowserContextOptions = {},
): Promise<AsyncDisposable & { readonly page: Page }> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate((name) => gallery.show(name, 'nb'), state);
  return { page, [Symbol.asyncDispose]: () => context.close() };
}

const called = (page: Page): Promise<string[]> => page.evaluate(() => gallery.called);
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const show = (page: Page, view: SeekerView): Promise<void> =>
  page.evaluate((following) => gallery.next(following), view);

/** What the page has recorded for the test. */
const heard = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);

function talking(name = 'talk'): Talking {
  const state = STATES[name];
  if (state?.page !== 'seeker' || state.view.page !== 'conversation') throw new Error(name);
  return state.view;
}
/** The same conversation with one more message, from the volunteer by default. */
function saying(view: Talking, more: Partial<Line>): Talking {
  const line = {
    key: `more ${view.talk.lines.length}`,
    from: 'volunteer',
    text: 'Jeg er her.',
    acceptedAt: 1_795_292_060_000,
    delivery: 'delivered',
    ...more,
  } as Line;
  return {
    ...view,
    talk: { ...view.talk, otherIsTyping: false, lines: [...view.talk.lines, line] },
  };
}

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

describe('the volunteer', () => {
  test('[C5] cannot end a conversation just after the seeker was lost, and sees why', async () => {
    await using shown = await open('work-talk-end-soon');
    const { page } = shown;
    await page.getByText('Vent til klokka').waitFor();
    await button(page, 'Avslutt samtalen').dispatchEvent('click');
    expect((await called(page)).filter((call) => call.startsWith('end'))).toEqual([]);
  });

  test('[C5, C10] ends with last words', async () => {
    await using shown = await open('work-talk-end');
    const { page } = shown;
    await page.getByLabel('Avslutning').fill('Takk for i kveld.');
    await button(page, 'Avslutt samtalen').click();
    expect(await called(page)).toContain('end "conversation-1" "Takk for i kveld."');
  });

  test('[O7] cannot go off duty with an open conversation, and sees why', async () => {
    await using shown = await open('work-talk');
    const { page } = shown;
    const off = button(page, 'Gå av vakt');
    await off.dispatchEvent('click');
    expect(await called(page)).toEqual([]);
    const reason = await off.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${reason}"]`).innerText()).toContain('Avslutt den');
  });

  test('[U2, C5, C9] a silence is announced when it starts to count, not every minute', async () => {
    await using shown = await open('work-talk-silent');
    const { page } = shown;
    const state = STATES['work-talk-silent'];
    if (state?.page !== 'volunteer' || state.view.page !== 'work') throw new Error('no talk');
    const { view } = state;
    await page.evaluate(() => {
      Object.assign(globalThis, { heard: [] });
      for (const status of document.querySelectorAll<HTMLElement>('[role=status]')) {
        const note = () => {
          const { heard: all } = globalThis as unknown as { heard: string[] };
          if (status.innerText !== '') all.push(status.innerText);
        };
        new MutationObserver(note).observe(status, {
          ...{ childList: true, subtree: true, characterData: true },
        });
      }
    });
    const next = (change: (talk: Talk) => Partial<Talk>) =>
      page.evaluate((following) => gallery.next(following), {
        ...view,
        talks: view.talks.map((talk) => Object.assign(structuredClone(talk), change(talk))),
      });
    const minute = 60_000;
    await next(({ startedAt, lines }) => ({
      startedAt: startedAt - minute,
      lines: lines.map((line) => ({ ...line, acceptedAt: (line.acceptedAt ?? 0) - minute })),
    }));
    await page.getByText('har ikke skrevet på').first().waitFor();
    expect(await heard(page)).toEqual([]);
    await next(({ startedAt }) => ({ other: { connected: false, lostAt: startedAt } }));
    expect(await heard(page)).toEqual([expect.stringContaining('Frakoblet')]);
  });

  test('[U2] a prompt is put into the message box for editing and is not sent', async () => {
    await using shown = await open('work-talk');
    const { page } = shown;
    await page.getByText('Forslag til spørsmål').click();
    await button(page, 'Hvem andre vet om dette?').click();
    expect(await page.getByLabel('Skriv en melding').inputValue()).toBe('Hvem andre vet om dette?');
    expect((await called(page)).filter((call) => call.startsWith('send'))).toEqual([]);
  });

  test('[O2] an offer is announced once and shown in the title; its countdown is silent', async () => {
    await using shown = await open('work-offer');
    const { page } = shown;
    expect(await page.getByRole('alert').innerText()).not.toContain('sekunder');
    expect(await page.title()).toContain('Noen venter på svar fra deg');
    await button(page, 'Svar').click();
    await button(page, 'Ikke nå').click();
    expect(await called(page)).toEqual(['accept', 'decline']);
  });
});

test('[U5] a screen that loads later needs no style sheet of its own, and a failed load is retried', async () => {
  const context = await browser.newContext();
  await using _ = { [Symbol.asyncDispose]: () => context.close() };
  const page = await context.newPage();
  await page.goto(server.url);
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
