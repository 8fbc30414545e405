/** Staff sign-in and account, in a browser with a virtual authenticator, on two nodes. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { inviteTo } from '../helpers/invites.ts';
import { expectAccessible, joinBy, pageOf, sitDown, type Seat } from '../helpers/pages.ts';
import { virtualDevice, type VirtualDevice } from '../helpers/virtual-device.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const heading = (page: Page, name: string) => page.getByRole('heading', { name });

interface Member extends Seat {
  readonly device: VirtualDevice;
  readonly id: string;
}

/** A staff member who has joined on a device with user verification. */
async function member(alias: string, node = 0): Promise<Member> {
  const seat = await sitDown(browser);
  const device = await virtualDevice(seat.page);
  await joinBy(seat.page, `${pageOf(service, node)}#invite=${await inviteTo(service)}`, alias);
  const id = (await service.book.people()).find((person) => person.alias === alias)?.id ?? '';
  return { ...seat, device, id };
}

async function signIn(page: Page, alias: string): Promise<void> {
  await button(page, 'Sign in with passkey').click();
  await button(page, `${alias}, My page`).waitFor();
}

async function openAccount({ page }: Seat, alias: string): Promise<void> {
  await button(page, `${alias}, My page`).click();
  await heading(page, 'Passkeys').waitFor();
}

test('[S1] joining by an invite creates a passkey; later sign-ins take one press, on any node', async () => {
  await using kari = await member('Kari');
  const { page, device, faults } = kari;
  expect(await device.passkeys()).toHaveLength(1);
  // The invite is neither in the address nor in the history.
  expect(page.url()).toBe(pageOf(service));
  await button(page, 'Sign out').click();
  await page.getByText('You are signed out.').waitFor();
  expect(await page.context().cookies()).not.toContainEqual(
    expect.objectContaining({ name: 'terskel-staff' }),
  );
  await page.goto(pageOf(service, 1));
  await expectAccessible(kari);
  await signIn(page, 'Kari');
  await page.reload();
  await button(page, 'Kari, My page').waitFor();
  expect(faults).toEqual([]);
});

test('[S1] joining works by keyboard alone, and errors are announced', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  await virtualDevice(page);
  await page.goto(`${pageOf(service)}#invite=${await inviteTo(service)}`);
  await heading(page, 'Welcome').waitFor();
  await expectAccessible(seat);
  await page.getByLabel('Your name here').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Write a name first.' }).waitFor();
  expect(
    await page.getByLabel('Your name here').evaluate((it) => it === document.activeElement),
  ).toBe(true);
  await page.keyboard.type('Åse');
  // The preview shows what the seeker will read.
  await page.getByText('Hi! You are now chatting with Åse.').waitFor();
  await page.keyboard.press('Enter');
  await button(page, 'Åse, My page').waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
});

test('[S1] a failed user verification is explained calmly, and the next attempt works', async () => {
  await using ola = await member('Ola');
  const { page, device } = ola;
  await button(page, 'Sign out').click();
  await device.verifies(false);
  await button(page, 'Sign in with passkey').click();
  await page.getByRole('alert').filter({ hasText: 'We got no passkey.' }).waitFor();
  await expectAccessible(ola);
  await device.verifies(true);
  // The page says that the browser's window waits for an answer. A reload starts again.
  await device.touched(false);
  await button(page, 'Sign in with passkey').click();
  await page.getByRole('status').filter({ hasText: 'Answer in the window' }).waitFor();
  await device.touched(true);
  await page.reload();
  await signIn(page, 'Ola');
  expect(ola.faults).toEqual([]);
});

test('[S1] a used invite cannot be used again, but its owner can sign in there', async () => {
  await using seat = await sitDown(browser);
  const { page } = seat;
  await virtualDevice(page);
  const link = `${pageOf(service)}#invite=${await inviteTo(service)}`;
  await joinBy(page, link, 'Siv');
  // While signed in, the link leads to the work screen.
  await page.goto('about:blank');
  await page.goto(link);
  await button(page, 'Siv, My page').waitFor();
  await button(page, 'Sign out').click();
  await page.goto('about:blank');
  await page.goto(link);
  await page.getByText('This link can’t be used.').waitFor();
  expect(page.url()).toBe(pageOf(service));
  await signIn(page, 'Siv');
});

test('[S1] an open invite asks a signed-in staff member first, and can be left unused', async () => {
  await using eva = await member('Eva');
  const { page } = eva;
  const link = `${pageOf(service)}#invite=${await inviteTo(service)}`;
  await page.goto('about:blank');
  await page.goto(link);
  await button(page, 'Go on as Eva').click();
  await button(page, 'Eva, My page').waitFor();
  // The invite is still unused.
  await page.goto('about:blank');
  await joinBy(page, link, 'Mia');
  expect(eva.faults).toEqual([]);
});

describe('the account screen', () => {
  test('[S1] a second passkey is added and renamed, and the first is removed; the last one cannot be removed', async () => {
    await using per = await member('Per');
    const { page, device } = per;
    await heading(page, 'Would you like a second passkey?').waitFor();
    await button(page, 'Add another').click();
    await heading(page, 'Passkeys').waitFor();
    const remove = button(page, /^Remove /);
    await expect.poll(() => remove.count()).toBe(1);
    expect(await remove.getAttribute('aria-disabled')).toBe('true');
    await page.getByText('This is your only passkey').waitFor();
    // The same device reports that it already has a passkey.
    await button(page, 'Add a passkey').click();
    await page.getByRole('alert').filter({ hasText: 'has a passkey for you already' }).waitFor();
    const key = await virtualDevice(page, 'usb');
    await device.touched(false);
    await button(page, 'Add a passkey').click();
    await page.getByText('The passkey is added.').waitFor();
    expect(await key.passkeys()).toHaveLength(1);
    await expectAccessible(per);

    await button(page, /^Rename /)
      .nth(1)
      .click();
    await page.getByLabel('New name for the passkey').fill('The key on my ring');
    await page.keyboard.press('Enter');
    await page.getByText('The name is changed.').waitFor();
    await button(page, /^Remove /)
      .first()
      .click();
    await button(page, 'Keep it').click();
    await button(page, /^Remove /)
      .first()
      .click();
    await button(page, 'Remove the passkey').click();
    await page.getByText('The passkey is removed.').waitFor();
    await page.getByText('The key on my ring').first().waitFor();
    await expect.poll(() => remove.count()).toBe(1);

    // The first passkey no longer works; the second does.
    await page.keyboard.press('Escape');
    await button(page, 'Sign out').click();
    await device.touched(true);
    await key.touched(false);
    await button(page, 'Sign in with passkey').click();
    await page.getByRole('alert').filter({ hasText: 'We don’t know this passkey' }).waitFor();
    await device.touched(false);
    await key.touched(true);
    await signIn(page, 'Per');
  });

  test('[S2] staff see their own sign-ins and can end those elsewhere', async () => {
    await using anne = await member('Anne');
    const { page, id } = anne;
    await service.book.openSession(id as never, 'Safari, iPhone');
    await openAccount(anne, 'Anne');
    await page.getByText('This device', { exact: true }).waitFor();
    const rows = page.getByRole('listitem').filter({ hasText: 'Signed in' });
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/^Chrome, Linux\s*This device/),
      expect.stringMatching(/^Safari, iPhone/),
    ]);
    await button(page, 'Sign out everywhere else').click();
    await page.getByText('You are not signed in anywhere else.').waitFor();
    expect(await rows.count()).toBe(1);
    await page.reload();
    await button(page, 'Anne, My page').waitFor();
  });

  test('[O1] staff can change their own name, languages and topics', async () => {
    await using nils = await member('Nils');
    const { page, id } = nils;
    await openAccount(nils, 'Nils');
    await page.getByLabel('Your name').fill('Nils P');
    await page.getByLabel('Ukrainian').check();
    await page.getByLabel('Grief').check();
    await button(page, 'Save').click();
    await page.getByText('Saved.').waitFor();
    await button(page, 'Nils P, My page').waitFor();
    expect(await service.book.person(id as never)).toMatchObject({
      ...{ alias: 'Nils P', topics: ['grief'] },
      languages: expect.arrayContaining(['uk']) as unknown,
    });
  });
});

test('[S1] a recovery invite creates a passkey on a new device, and ends earlier sessions and passkeys', async () => {
  await using lost = await member('Liv');
  const { id } = lost;
  const invite = await inviteTo(service, { kind: 'recovery', staff: id as never });
  await using found = await sitDown(browser);
  const { page } = found;
  await virtualDevice(page);
  await page.goto(`${pageOf(service, 1)}#invite=${invite}`);
  await heading(page, 'Welcome back, Liv').waitFor();
  await expectAccessible(found);
  await button(page, 'Create new passkey').click();
  await button(page, 'Liv, My page').waitFor();
  // The old session and the old passkey have ended without any action by their owner.
  await lost.page.reload();
  await button(lost.page, 'Sign in with passkey').click();
  await lost.page.getByText('We don’t know this passkey').waitFor();
  expect(found.faults).toEqual([]);
});

describe('where passkeys cannot be used', () => {
  test('[S1] a browser without passkeys says so and offers a phone instead', async () => {
    await using seat = await sitDown(browser);
    const { page } = seat;
    await page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'PublicKeyCredential');
    });
    const link = `${pageOf(service)}#invite=${await inviteTo(service)}`;
    await page.goto(link);
    await heading(page, 'This browser can’t use passkeys').waitFor();
    await page.getByRole('img', { name: 'QR code that opens this page on a phone' }).waitFor();
    expect(await button(page, 'Create passkey and join').count()).toBe(0);
    await expectAccessible(seat);
    await page.goto(pageOf(service));
    await heading(page, 'This browser can’t use passkeys').waitFor();
    await page.getByText(pageOf(service).replace('http://', '')).waitFor();
    expect(seat.faults).toEqual([]);
  });

  test('[S1] an insecure address says so', async () => {
    await using seat = await sitDown(browser);
    await seat.page.addInitScript(() => {
      Object.defineProperty(globalThis, 'isSecureContext', { value: false });
    });
    await seat.page.goto(pageOf(service));
    await heading(seat.page, 'This address is not safe enough').waitFor();
    expect(await button(seat.page, 'Sign in with passkey').count()).toBe(0);
  });
});
