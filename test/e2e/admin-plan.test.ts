/** The shift plan in a real browser: its worker, on the page as it is served, and the printed week (rule T5). */
import { volunteersNeeded } from '@terskel/client/planner/plan';
import { NEW_PLAN } from '@terskel/client/state/plan/plan';
import { formOf } from '@terskel/client/state/plan/task-of';
import { DEFAULT_WEEK } from '@terskel/client/state/plan/week';
import { expect, test } from 'vitest';
import { expectAccessible } from '../helpers/pages.ts';
import { staffSeat, type StaffSeat } from '../helpers/staff-seat.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({});

/** An admin in the section *Shift plan*. The service has no figures yet. */
async function planner(alias: string): Promise<StaffSeat> {
  const made = await service.book.addInvite('operator', {
    ...{ kind: 'join', roles: ['volunteer', 'admin'], trained: true },
  });
  if (!made.ok) throw new Error(made.code);
  const seat = await staffSeat(browser, service);
  await seat.join(`/volunteer#invite=${made.token}`, alias);
  await seat.link('Manage').click();
  await seat.link('Shift plan').click();
  await seat.heading('What the plan uses').waitFor();
  return seat;
}
const field = ({ page }: StaffSeat, name: string) => page.getByLabel(name, { exact: true });
const status = ({ page }: StaffSeat, text: string) => page.getByRole('status').getByText(text);
const NOTHING = { patienceMin: 0, durationsMin: [] };
/** The numbers of the week's table, row by row. */
const numbers = ({ page }: StaffSeat): Promise<string[]> =>
  page
    .getByRole('table', { name: 'How many volunteers are needed' })
    .getByRole('cell')
    .allInnerTexts();

/** Each hour of the week, and never enough volunteers: the longest computation that the form allows. */
async function fillInMuch(seat: StaffSeat): Promise<void> {
  await field(seat, 'Monday, from').selectOption('00');
  await field(seat, 'Monday, to').selectOption('24');
  await seat.button('Use Monday for every day').click();
  await seat.page.getByText('168 open hours a week').waitFor();
  for (const [name, value] of [
    ['How many write in an open hour', '60'],
    ['How long a chat lasts', '240'],
    ['How long people wait before they give up', '240'],
  ] as const)
    await field(seat, name).fill(value);
}

/**
 * Runs in the page: watches the progress. After the first hour it writes into a field; after the next one it presses
 * *Cancel*. Returns what the page showed at each of these moments. The page draws each hour when it arrives, so this
 * does not depend on how fast anything is.
 */
function interrupt(): Promise<string[]> {
  const seen: string[] = [];
  const look = (): string => {
    const text = document.querySelector('form [role=status]:not(span)')?.textContent ?? '';
    const after = document.querySelector('#plan-afterMin ~ span')?.textContent ?? '';
    return `${document.querySelector('progress')?.value ?? 'none'}: ${text} ${after}`;
  };
  return new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      const bar = document.querySelector('progress');
      if (bar === null || bar.value === seen.length) return;
      seen.push(look());
      if (bar.value === 1) {
        const input = document.querySelector<HTMLInputElement>('#plan-afterMin');
        if (input !== null) input.value = '7';
        input?.dispatchEvent(new Event('input', { bubbles: true }));
        return;
      }
      watch.disconnect();
      const cancel = document.querySelector<HTMLButtonElement>('progress ~ button');
      cancel?.focus();
      cancel?.click();
      resolve(seen);
    });
    watch.observe(document.body, { attributes: true, childList: true, subtree: true });
  });
}

test('[T5] a plan from assumptions: computed in a worker, equal to the planner’s own result', async () => {
  await using kari = await planner('Kari');
  const { page } = kari;
  await kari.page.getByText('There are no figures of a whole quarter yet.').waitFor();
  await expectAccessible(kari);
  await field(kari, 'Volunteers in an open hour').fill('1');
  const made = page.waitForEvent('worker');
  await kari.button('Work out the plan').click();
  expect((await made).url()).toMatch(new RegExp(`^${new URL(page.url()).origin}/assets/worker-`));
  await status(kari, 'The plan is ready.').waitFor();
  // No other script can become a worker, even in a page that has created one.
  const other = await page.evaluate(() => {
    try {
      return new Worker('/assets/other.js').constructor.name;
    } catch (error) {
      return (error as Error).constructor.name;
    }
  });
  expect(other).toBe('TypeError');

  const choices = { ...NEW_PLAN.choices, texts: { present: '1' } };
  const { task } = formOf({ ...NEW_PLAN, choices }, DEFAULT_WEEK);
  const needed = (task?.hours ?? []).map(({ arrivals }) =>
    volunteersNeeded(arrivals, task?.assumptions ?? NOTHING),
  );
  expect(needed).toHaveLength(28);
  expect((await numbers(kari)).map((text) => Number(/\d+/.exec(text)?.[0]))).toEqual(needed);
  await kari.button('Go to the plan').click();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    'The week, hour by hour',
  );
  await expectAccessible(kari);

  await field(kari, 'How long a chat lasts').fill('60');
  await status(kari, 'You have changed something since the plan was worked out.').waitFor();
  // Nothing is sent to the service, and the draft stays while another section is open.
  await kari.link('Staff').click();
  await kari.link('Shift plan').click();
  expect(await field(kari, 'How long a chat lasts').inputValue()).toBe('60');
  expect(kari.faults.filter((fault) => !/ 503 |TrustedScriptURL/.test(fault))).toEqual([]);
});

test('[T5] while it computes, the page handles input, shows progress, and can cancel', async () => {
  await using gro = await planner('Gro');
  const { page } = gro;
  await fillInMuch(gro);
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const interrupted = page.evaluate(interrupt);
  await gro.button('Work out the plan').click();
  // What was written is shown with its source while the computation goes on.
  expect(await interrupted).toEqual([
    '1: Working out the plan … minutes, Assumed',
    '2: Working out the plan … minutes, Your number',
  ]);
  await status(gro, 'You cancelled. What is ready is shown below.').waitFor();
  await expect.poll(() => page.workers().length).toBe(0);
  expect((await numbers(gro)).filter((text) => text.includes('over 200'))).toHaveLength(2);
  // The focus did not vanish with the button.
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);

  await gro.button('Work it out again').click();
  await gro.button('Sign out').click();
  await gro.button('Sign in with passkey').waitFor();
  await expect.poll(() => page.workers().length).toBe(0);
  expect(gro.faults.filter((fault) => !/ 503 /.test(fault))).toEqual([]);
});

test('[T5] wrong numbers are said at their fields, and the first one gets the focus', async () => {
  await using ida = await planner('Ida');
  const { page } = ida;
  await field(ida, 'At most this many leave unanswered').fill('none');
  await field(ida, 'How long a chat lasts').fill('4');
  await ida.button('Work out the plan').click();
  const wrong = field(ida, 'How long a chat lasts');
  expect(await wrong.evaluate((input) => input === document.activeElement)).toBe(true);
  await page.getByText('Write a number from 5 to 240.').waitFor();
  await page.getByText('Write a number from 1 to 50.').waitFor();
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await expectAccessible(ida);
  await wrong.fill('40');
  await expect.poll(() => page.getByText('Write a number from 5 to 240.').count()).toBe(0);
});

test('[T5] the opening hours of the settings are filled in', async () => {
  const week = [
    [{ from: '17:30', until: '21:00' }],
    [],
    [],
    [],
    [],
    [],
    [{ from: '20:00', until: '01:00' }],
  ];
  await service.set({
    openingHours: { ...{ timeZone: 'Europe/Oslo', exceptions: {}, marginMs: 0 }, week },
  });
  await using per = await planner('Per');
  await per.page.getByText('9 open hours a week').waitFor();
  expect(await field(per, 'Monday, from').inputValue()).toBe('17');
  expect(await field(per, 'Tuesday, from').inputValue()).toBe('');
  expect(await field(per, 'Sunday, to').locator('option:checked').innerText()).toBe(
    '01 the next day',
  );
  await service.set({ openingHours: null });
});
