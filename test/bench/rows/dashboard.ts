/** The statistics on the admin's page in a browser: those of a demo's year, and of an association without any. */
import en from '@terskel/client/i18n/figures/figures-en';
import type { Page } from 'playwright-core';
import { buildClient } from '../../../scripts/build.ts';
import { openDemo, simulatePast } from '../../../scripts/demo/prepare.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { startNode } from '../../helpers/process.ts';
import { startTestRedis } from '../../helpers/redis.ts';
import { type PageWork, workOf } from '../harness/page-trace.ts';
import { ending, env } from '../harness/profile.ts';
import type { Options, Result } from '../harness/result.ts';

const YEAR_DAYS = 366;
const SEED = 2_026;
const [OPENED, DRAWN] = ['opened', 'drawn'];
const ANSWER = '/api/admin/statistics';
/** The last heading of the page, with statistics and without. */
const LAST = [en.save.heading, en.empty.heading];

interface Opened extends PageWork {
  /** Size of the answer, as sent and as read (bytes). */
  readonly sent: number;
  readonly read: number;
}

export async function dashboard({ runs, quick }: Options): Promise<Result[]> {
  await buildClient(console.error);
  await using stack = new AsyncDisposableStack();
  const full = stack.use(await association(quick ? 40 : YEAR_DAYS));
  const empty = stack.use(await association(0));
  const browser = await launchBrowser();
  stack.defer(() => browser.close());

  /** Opens the statistics in a new browser context, whose cache is empty. */
  async function open({ origin, session }: Association): Promise<Opened> {
    const context = await browser.newContext({ locale: 'en', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'terskel-staff', value: session, url: origin }]);
    const page = await context.newPage();
    await page.goto(`${origin}/admin`);
    const link = page.getByRole('link', { name: 'Statistics', exact: true });
    await link.waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(markWhenDrawn, { opened: OPENED, drawn: DRAWN, last: LAST });
    const work = await workOf(browser, page, [OPENED, DRAWN], async () => {
      await link.click();
      await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, DRAWN);
    });
    const size = await sizeOf(page);
    await context.close();
    return { ...work, ...size };
  }

  // Not measured: the processes compile their code.
  for (const each of [full, empty]) await open(each);
  const [ours, theirs]: [Opened[], Opened[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await open(full));
    theirs.push(await open(empty));
  }
  const reference = 'the same page without statistics';
  const ratio = (figure: string, of: keyof Opened, atMost: number, stretch: number): Result => ({
    ...{ kind: 'figure', figure, reference, atMost, stretch, unit: 'ms' },
    ...{ ours: ours.map((one) => one[of]), theirs: theirs.map((one) => one[of]) },
  });
  const aside = (what: string, of: keyof Opened, unit: string): Result[] => [
    {
      kind: 'aside',
      what: `statistics of a year: ${what}`,
      values: ours.map((one) => one[of]),
      unit,
    },
    { kind: 'aside', what: `no statistics: ${what}`, values: theirs.map((one) => one[of]), unit },
  ];
  return [
    ratio('statistics of a year: CPU of the page until they are drawn', 'all', 5, 2.5),
    ratio('statistics of a year: time until they are drawn', 'passed', 6, 2.5),
    ...aside('script', 'script', 'ms'),
    ...aside('style and layout', 'layout', 'ms'),
    ...aside('paint', 'paint', 'ms'),
    ...aside('answer, as sent', 'sent', 'B'),
    ...aside('answer, as read', 'read', 'B'),
  ];
}

interface Association extends AsyncDisposable {
  readonly origin: string;
  /** Of an admin. */
  readonly session: string;
}

/** The service with the demo's association, after so many days. */
async function association(days: number): Promise<Association> {
  await using opened = new AsyncDisposableStack();
  const live = opened.use(await startTestRedis());
  const ledger = opened.use(await startTestRedis({ appendOnly: true }));
  const stores = { redisUrl: live.url, ledgerUrl: ledger.url };
  const demo = opened.use(await openDemo(stores, 'bench'));
  const { signal } = new AbortController();
  const past = { days, seed: SEED, now: Date.now(), signal, onDay: () => {} };
  if (days > 0) await simulatePast(stores, demo, past);
  const [someone] = demo.staff;
  if (someone === undefined) throw new Error('nobody is there');
  const profile = { ...someone, alias: 'Siv', roles: ['admin' as const] };
  const admin = await demo.book.addStaff('operator', profile);
  const session = await demo.book.openSession(admin, null);
  const node = await startNode({ REDIS_URL: live.url, LEDGER_URL: ledger.url, ...env(false) });
  opened.defer(async () => void (await node.kill(ending())));
  const running = opened.move();
  return {
    ...{ origin: node.origin.replace('127.0.0.1', 'localhost'), session },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** In the page: marks the next click, and the first frame after everything is shown. */
function markWhenDrawn(names: { opened: string; drawn: string; last: readonly string[] }): void {
  addEventListener('click', () => performance.mark(names.opened), { capture: true, once: true });
  const has = (selector: string, texts: readonly string[]): boolean =>
    [...document.querySelectorAll(selector)].some(({ textContent }) => texts.includes(textContent));
  const watcher = new MutationObserver(() => {
    if (!has('h2', names.last) || has('p', ['Loading …'])) return;
    watcher.disconnect();
    // A task that is posted in a frame runs after its paint.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => performance.mark(names.drawn));
    port1.start();
    requestAnimationFrame(() => port2.postMessage(null));
  });
  watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
}

function sizeOf(page: Page): Promise<Pick<Opened, 'sent' | 'read'>> {
  return page.evaluate((path) => {
    const [answer] = performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname === path) as PerformanceResourceTiming[];
    return { sent: answer?.encodedBodySize ?? 0, read: answer?.decodedBodySize ?? 0 };
  }, ANSWER);
}
