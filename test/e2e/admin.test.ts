/** The admin's page in a real browser with passkeys, against two nodes and real stores. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { expectAccessible } from '../helpers/pages.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { pathOf, staffSeat, type StaffSeat } from '../helpers/staff-seat.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The first admin, who joined by the link that an operator made (rule S1), on the admin's page. */
async function firstAdmin(service: TestService): Promise<StaffSeat> {
  const made = await service.book.addInvite('operator', { kind: 'first' });
  if (!made.ok) throw new Error(made.code);
  const kari = await staffSeat(browser, service);
  await kari.join(`/volunteer#invite=${made.token}`, 'Kari');
  await kari.link('Manage').click();
  await kari.heading('Those who answer').waitFor();
  return kari;
}

/** Makes an invite for a volunteer in training and returns its path. */
async function invites(admin: StaffSeat): Promise<string> {
  await admin.link('Invite').click();
  await admin.button('Make the link').click();
  return pathOf(await admin.box('Link').inputValue());
}

const sentences = (seat: StaffSeat): Promise<string[]> =>
  seat.page.getByRole('region', { name: 'Entries' }).locator('li > p').allInnerTexts();

test('[S1, S3, S5, U2] from the first invite to every entry of the audit log', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  await expectAccessible(kari);

  const link = await invites(kari);
  expect(link).toMatch(/^\/volunteer#invite=[\w-]{43}$/);
  await expectAccessible(kari);
  await kari.button('Copy the link').click();
  await kari.page.getByRole('status').getByText('The link is copied.').waitFor();

  await using ola = await staffSeat(browser, service, 1);
  await ola.join(link, 'Ola');
  await ola.page.getByText('You are in training.', { exact: false }).waitFor();
  expect(await ola.link('Manage').count()).toBe(0);

  // Leaving the screen discards the link, and the list shows the new staff member.
  await kari.link('Staff').click();
  const row = kari.page.getByRole('row', { name: /Ola/ });
  expect(await row.getByRole('cell').allInnerTexts()).toEqual([
    ...['Volunteer', 'In training', '1', 'Norwegian, English', 'All', '1', 'Today'],
  ]);
  await kari.link('Invite').click();
  expect(await kari.box('Link').count()).toBe(0);
  expect(await kari.page.content()).not.toContain(link.slice(-43));
  await kari.link('Staff').click();

  await kari.button('Edit Ola').click();
  await kari.heading('Ola').waitFor();
  await kari.page.getByRole('checkbox', { name: 'Trained', exact: true }).check();
  await kari.page.getByRole('radio', { name: '2' }).check();
  await kari.page.getByRole('checkbox', { name: 'Polish' }).check();
  await kari.page.getByText('When you save, Ola is signed out everywhere').waitFor();
  await kari.button('Save').click();
  await kari.page.getByText('Saved for Ola, who has to sign in again.').waitFor();
  await expectAccessible(kari);

  await ola.page.getByText('You have been signed out.', { exact: false }).waitFor();
  await ola.button('Sign in with passkey').click();
  await ola.button('Go on duty').click();
  await ola.button('Take a break').waitFor();

  await kari.page.getByRole('checkbox', { name: 'Shift leader', exact: true }).check();
  await kari.button('Save').click();
  await kari.page.getByText('Saved for Ola', { exact: false }).waitFor();

  await invites(kari);
  await kari.link('Staff').click();
  await kari.button('Withdraw: New: volunteer').click();
  await kari.page.getByText('The link is withdrawn').waitFor();
  await kari.page.getByText('All links have been used, withdrawn or have expired.').waitFor();

  await kari.link('Audit log').click();
  await kari.page.getByText('Kari made Ola a shift leader').waitFor();
  const told = [
    'Kari withdrew an invitation: volunteer, in training',
    'Kari made an invitation: volunteer, in training',
    'Kari made Ola a shift leader',
    'Kari changed Ola',
    'Ola joined: volunteer, in training. Invited by Kari',
    'Kari made an invitation: volunteer, in training',
    'Kari joined: volunteer, shift leader and administrator, trained',
    'An operator on the machine made an invitation: volunteer, shift leader and administrator, trained',
    'An operator on the machine changed settings',
  ];
  expect(await sentences(kari)).toEqual(told);
  const changed = kari.page.getByRole('listitem').filter({ hasText: 'Kari changed Ola' });
  expect(await changed.locator('dl > div').allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/In training\s*→.*Trained/s)]),
  );
  await expectAccessible(kari);

  await kari.page.getByLabel('What', { exact: true }).selectOption('Person changed');
  await kari.button('Show').click();
  await expect.poll(() => sentences(kari)).toEqual([told[2], told[3]]);
  const [download] = await Promise.all([
    kari.page.waitForEvent('download'),
    kari.link('Download as a spreadsheet (CSV)').click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/"Kari",.*"staff\.changed","Ola",.*leader/);
  expect(lines[2]).toMatch(/"Kari",.*"staff\.changed","Ola",.*""capacity"":2/);

  expect([...kari.faults, ...ola.faults]).toEqual([]);
});

test('[I2, U2] an admin on duty sees this on the admin’s page, and the shift is unchanged on return', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  const { page } = kari;
  const said = page.getByText('You are on duty.', { exact: false });
  // Wait until the service has answered.
  await page.waitForLoadState('networkidle');
  expect(await said.count()).toBe(0);
  await kari.link('To the shift').click();
  await kari.button('Go on duty').click();
  await kari.button('Take a break').waitFor();
  await kari.link('Manage').click();
  await said.waitFor();
  await expectAccessible(kari);
  await kari.link('Invite').click();
  expect(await said.isVisible()).toBe(true);
  await kari.link('Back to the shift').click();
  await kari.button('Take a break').waitFor();
  expect(kari.faults).toEqual([]);
});

test('[S1, S4] an admin recovers a lost passkey and removes access', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  await using ola = await staffSeat(browser, service, 1);
  await ola.join(await invites(kari), 'Ola');
  await kari.link('Staff').click();
  await kari.button('Edit Ola').click();
  await kari.button('Make a link').click();
  await kari.heading('The link for Ola is ready').waitFor();
  const link = pathOf(await kari.box('Link').inputValue());

  await using again = await staffSeat(browser, service);
  await again.goTo(link);
  await again.heading('Welcome back, Ola').waitFor();
  await again.button('Create new passkey').click();
  await again.page.getByRole('button', { name: 'Ola, My page' }).waitFor();
  // The earlier session has ended, either by takeover of the shift or by its own end.
  await ola.page.reload();
  await ola.button('Sign in with passkey').click();
  await ola.page.getByText('We don’t know this passkey.', { exact: false }).waitFor();

  await kari.button('Take access away …').click();
  await kari.heading('Take access away from Ola?').waitFor();
  await expectAccessible(kari);
  await kari.page.keyboard.press('Escape');
  await expect.poll(() => focused(kari)).toBe('Take access away …');
  await kari.button('Take access away …').click();
  await kari.button('Take access away').click();
  await kari.page.getByText('Ola no longer has access.').waitFor();
  await again.heading('Sign in').waitFor();
  await again.page.getByText('You have been signed out.', { exact: false }).waitFor();
  expect(await kari.button('Edit Ola').count()).toBe(0);
  expect([...kari.faults, ...ola.faults, ...again.faults]).toEqual([]);
});

test('[S2, U6] unsaved changes survive the end of the session and a network loss', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  await using ola = await staffSeat(browser, service, 1);
  await ola.join(await invites(kari), 'Ola');
  await kari.link('Staff').click();
  await kari.button('Edit Ola').click();
  await kari.page.getByRole('radio', { name: '3' }).check();

  await kari.page.context().setOffline(true);
  await kari.button('Save').click();
  await kari.page.getByRole('alert').getByText('You are offline right now.').waitFor();
  await kari.page.context().setOffline(false);

  await kari.page.context().clearCookies();
  await kari.button('Save').click();
  await kari.page.getByText('What you had started is ready').waitFor();
  await kari.heading('Sign in').waitFor();
  expect(await kari.page.getByText('Ola').count()).toBe(0);
  await kari.button('Sign in with passkey').click();
  await kari.heading('Ola').waitFor();
  expect(await kari.page.getByRole('radio', { name: '3' }).isChecked()).toBe(true);
  await kari.button('Save').click();
  await kari.page.getByText('Saved for Ola.').waitFor();
});

test('[S3] staff without the admin role get an explanation and a link to the shift', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  await using ola = await staffSeat(browser, service, 1);
  await ola.join(await invites(kari), 'Ola');
  await ola.goTo('/admin');
  await ola.heading('This page is for admins').waitFor();
  await expectAccessible(ola);
  await ola.link('Go to the shift').click();
  await ola.heading('Your shift').waitFor();
  // The only admin can neither lose the role nor be removed.
  await kari.link('Staff').click();
  await kari.button('Edit Kari').click();
  const role = kari.page.getByRole('checkbox', { name: 'Administrator' });
  await role.click({ force: true });
  expect(await role.isChecked()).toBe(true);
  expect(await kari.button('Take access away …').getAttribute('aria-disabled')).toBe('true');
});

/** Presses Tab until the element with this role and name has the focus; never uses the mouse. */
async function tabTo({ page }: StaffSeat, role: 'button' | 'link' | 'checkbox', name: string) {
  const wanted = page.getByRole(role, { name, exact: true });
  await wanted.waitFor();
  for (let steps = 0; steps < 100; steps += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no way by keyboard to ${name}`);
}

test('[U2] the whole admin flow works by keyboard alone, and the focus is never lost', async () => {
  await using service = await startService({ nodes: 2, realTime: true });
  await using kari = await firstAdmin(service);
  const { page } = kari;
  const press = async (...[role, name]: [Parameters<typeof tabTo>[1], string]): Promise<void> => {
    await tabTo(kari, role, name);
    await page.keyboard.press(role === 'checkbox' ? 'Space' : 'Enter');
  };
  await press('button', 'Invite someone');
  await expect.poll(() => focused(kari)).toBe('Invite someone');
  await press('button', 'Make the link');
  await expect.poll(() => focused(kari)).toBe('The link is ready');
  const link = pathOf(await kari.box('Link').inputValue());
  await press('button', 'Copy the link');
  await page.getByText('The link is copied.').waitFor();
  await press('button', 'Make another link');
  await expect.poll(() => focused(kari)).toBe('Invite someone');

  await using ola = await staffSeat(browser, service, 1);
  await ola.join(link, 'Ola');
  await page.keyboard.press('Shift+Tab');
  await press('link', 'Staff');
  await expect.poll(() => focused(kari)).toBe('Those who answer');
  await press('button', 'Edit Ola');
  await expect.poll(() => focused(kari)).toBe('Ola');
  await press('checkbox', 'Volunteer');
  await press('button', 'Save');
  await expect.poll(() => focused(kari)).toBe('One thing is missing');
  await press('link', 'Choose at least one role.');
  await page.keyboard.press('Space');
  await press('checkbox', 'Trained');
  await press('button', 'Save');
  await page.getByText('Saved for Ola, who has to sign in again.').waitFor();
  await expect.poll(() => focused(kari)).toBe('Save');

  // Going back focuses the name that was open, also with the browser's own *Back*.
  await page.goBack();
  await expect.poll(() => focused(kari)).toContain('Ola');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(kari)).toBe('Ola');
  await press('button', 'Take access away …');
  await expect.poll(() => focused(kari)).toBe('Take access away from Ola?');
  await press('button', 'Take access away');
  await page.getByText('Ola no longer has access.').waitFor();
  await expect.poll(() => focused(kari)).toBe('Those who answer');
  await ola.page.getByText('You have been signed out.', { exact: false }).waitFor();
  expect(kari.faults).toEqual([]);
});

const focused = (seat: StaffSeat): Promise<string> =>
  seat.page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
