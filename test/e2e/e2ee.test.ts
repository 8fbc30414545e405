/** Rules E1 to E3 in a real browser: native ML-KEM if available, the fallback, and the two together. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ConversationId } from '@terskel/shared/ids';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import clientConfig from '../../client/vite.config.ts';
import { launchBrowser } from '../helpers/browser.ts';
import type { E2ee } from './e2ee-page.ts';

declare const e2ee: E2ee;

const HERE = import.meta.dirname;
const OUT = join(HERE, '..', 'artefacts', 'e2ee');
const ORIGIN = 'http://localhost';
const conversationId = 'c'.repeat(22) as ConversationId;

let browser: Browser;
let native: boolean;

beforeAll(async () => {
  await build({
    ...clientConfig,
    configFile: false,
    root: HERE,
    publicDir: false,
    logLevel: 'error',
    build: {
      ...clientConfig.build,
      outDir: OUT,
      rolldownOptions: { input: { e2ee: join(HERE, 'e2ee.html') } },
    },
  });
  browser = await launchBrowser();
  await using tab = await openTab();
  native = await tab.page.evaluate(() => e2ee.hasNative());
});
afterAll(() => browser.close());

interface Tab extends AsyncDisposable {
  readonly page: Page;
  /** The paths of the scripts that the page has loaded. */
  readonly scripts: string[];
}

/** `new`: the browser as it is; `recent`: WebCrypto has at most ML-KEM, not X-Wing; `old`: neither. */
const LACKS = { new: [], recent: ['MLKEM768-X25519'], old: ['MLKEM768-X25519', 'ML-KEM-768'] };
type Age = keyof typeof LACKS;

async function openTab(age: Age = 'new'): Promise<Tab> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts: string[] = [];
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith('.js')) scripts.push(pathname);
    return route.fulfill({ path: join(OUT, pathname) });
  });
  await page.addInitScript((lacks) => {
    const { subtle } = crypto;
    for (const name of ['generateKey', 'importKey'] as const) {
      const original = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
      const value = (...args: unknown[]) => {
        const asked = JSON.stringify(args);
        if (!lacks.some((algorithm) => asked.includes(algorithm))) return original(...args);
        return Promise.reject(new DOMException('unknown', 'NotSupportedError'));
      };
      Object.defineProperty(subtle, name, { value });
    }
  }, LACKS[age]);
  await page.goto(`${ORIGIN}/e2ee.html`);
  await page.waitForFunction(() => 'e2ee' in globalThis);
  return { page, scripts, [Symbol.asyncDispose]: () => context.close() };
}

describe.each([
  ['new', 'new'],
  ['new', 'old'],
  ['old', 'new'],
  ['old', 'old'],
  ['recent', 'new'],
  ['old', 'recent'],
] as const)('between a seeker’s %s browser and a volunteer’s %s one', (seekers, volunteers) => {
  test('[E1, E2, E3] both sides agree on keys across a reload and can read each other', async () => {
    await using seeker = await openTab(seekers);
    await using volunteer = await openTab(volunteers);
    const ticket = await seeker.page.evaluate(() => e2ee.createTicketKeys());
    const accepted = await volunteer.page.evaluate(
      async ({ publicKey, id }) => {
        const made = await e2ee.encapsulate(publicKey, id);
        return { ...made, tag: await e2ee.confirm(e2ee.firstEpoch(id, made.secret), 'volunteer') };
      },
      { publicKey: ticket.publicKey, id: conversationId },
    );
    await seeker.page.reload();
    await seeker.page.waitForFunction(() => 'e2ee' in globalThis);
    const derived = await seeker.page.evaluate(
      async ({ keys, encapsulation, tag, id }) => {
        const secret = await e2ee.decapsulate(keys, encapsulation, id);
        const own = e2ee.firstEpoch(id, secret);
        const same = await e2ee.confirms(own, 'volunteer', tag);
        return { secret, same, tag: await e2ee.confirm(own, 'seeker') };
      },
      {
        keys: ticket,
        encapsulation: accepted.encapsulation,
        tag: accepted.tag,
        id: conversationId,
      },
    );
    expect(derived.same).toBe(true);
    expect(derived.secret).toBe(accepted.secret);

    const sealed = await seeker.page.evaluate(
      async ({ secret, id }) => {
        const channel = e2ee.openChannel({ conversationId: id, secret });
        return channel.seal('seeker', { number: 0 }, 1, 'AAAAAAAAAAA', 'Er du der? 💚');
      },
      { secret: derived.secret, id: conversationId },
    );
    const read = await volunteer.page.evaluate(
      async ({ secret, id, sealed: message, tag }) => {
        const channel = e2ee.openChannel({ conversationId: id, secret });
        const epoch = { number: 0 };
        return {
          same: await e2ee.confirms(e2ee.firstEpoch(id, secret), 'seeker', tag),
          text: (await channel.open('seeker', epoch, 1, message))?.text,
          another: await channel.open('seeker', epoch, 2, message),
          reflected: await channel.open('volunteer', epoch, 1, message),
        };
      },
      { secret: accepted.secret, sealed, tag: derived.tag, id: conversationId },
    );
    expect(read).toEqual({
      same: true,
      ...{ text: 'Er du der? 💚', another: null },
      reflected: null,
    });
  });
});

test('[E1] the fallback is loaded only if the browser needs it', async () => {
  await using old = await openTab('old');
  const before = old.scripts.length;
  expect(await old.page.evaluate(() => e2ee.hasNative())).toBe(false);
  expect(await old.page.evaluate(async () => (await e2ee.suite()).KEM.id)).toBe(0x647a);
  expect(old.scripts.length).toBeGreaterThan(before);

  await using tab = await openTab();
  const own = tab.scripts.length;
  await tab.page.evaluate(() => e2ee.createTicketKeys());
  expect(tab.scripts.length > own).toBe(!native);
});

test('[E1] the native implementation and the fallback derive the same keys', async () => {
  await using tab = await openTab();
  const [own, fallback] = await tab.page.evaluate(
    async ({ id, native }) => {
      const noble = await e2ee.fallbackSuite();
      const ticket = await e2ee.createTicketKeys(noble);
      const { encapsulation, secret } = await e2ee.encapsulate(ticket.publicKey, id, noble);
      const other = native ? e2ee.nativeSuite() : noble;
      return [await e2ee.decapsulate(ticket, encapsulation, id, other), secret];
    },
    { id: conversationId, native },
  );
  expect(own).toEqual(fallback);
});
