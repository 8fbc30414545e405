/** A conversation while its volunteer uses the account screen, is signed out, or loses access; on two nodes. */
import type { StaffId } from '@terskel/shared/ids';
import { expect, test } from 'vitest';
import {
  button,
  box,
  expectAccessible,
  hears,
  joinLine,
  log,
  say,
  seekerAt,
  volunteerAt,
} from '../helpers/pages.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });

/** A volunteer on one node and a seeker on the other, with one message between them. */
async function talkWith(alias: string) {
  const volunteer = await volunteerAt(browser, service, 1, alias);
  const seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await button(volunteer, 'Answer').click();
  await log(seeker).waitFor();
  await say(seeker, 'hello');
  await hears(volunteer, ['hello']);
  const id = (await service.book.people()).find((one) => one.alias === alias)?.id as StaffId;
  return {
    ...{ volunteer, seeker, id },
    async [Symbol.asyncDispose]() {
      await volunteer[Symbol.asyncDispose]();
      await seeker[Symbol.asyncDispose]();
    },
  };
}

test('[C2, C3, U2] a conversation continues behind the account screen, and its draft stays', async () => {
  await using on = await talkWith('Kari');
  const { volunteer, seeker } = on;
  await box(volunteer).fill('I was about to');
  await button(volunteer, 'Kari, My page').click();
  await volunteer.page.getByRole('heading', { name: 'Passkeys' }).waitFor();
  expect(await log(volunteer).count()).toBe(0);
  await say(seeker, 'are you there?');
  await volunteer.page.getByRole('status').getByText('You have a new message.').waitFor();
  await expectAccessible(volunteer);
  await button(volunteer, 'Show').click();
  await hears(volunteer, ['hello', 'are you there?']);
  expect(await box(volunteer).inputValue()).toBe('I was about to');
  const name = button(volunteer, 'Kari, My page');
  expect(await name.evaluate((it) => it === document.activeElement)).toBe(true);
  // Escape also closes the account screen.
  await name.click();
  await volunteer.page.keyboard.press('Escape');
  await say(volunteer, 'I am');
  await hears(seeker, ['hello', 'are you there?', 'I am']);
  expect([...volunteer.faults, ...seeker.faults]).toEqual([]);
});

test('[S2, E4] a volunteer who is signed out during a conversation signs in by one press and continues', async () => {
  await using on = await talkWith('Ola');
  const { volunteer, seeker, id } = on;
  await box(volunteer).fill('a thought');
  const elsewhere = await service.book.openSession(id, null);
  await service.book.endSessions(elsewhere, 'others');
  await volunteer.page.getByText('You have been signed out.').waitFor();
  await expectAccessible(volunteer);
  await say(seeker, 'still here');
  await button(volunteer, 'Sign in with passkey').click();
  await hears(volunteer, ['hello', 'still here']);
  expect(await box(volunteer).inputValue()).toBe('a thought');
  await button(volunteer, 'Send').click();
  await hears(seeker, ['hello', 'still here', 'a thought']);
});

test('[S4, C5] a volunteer whose access is removed is disconnected at once; the seeker is informed and loses nothing', async () => {
  await using on = await talkWith('Per');
  const { volunteer, seeker, id } = on;
  await service.book.revoke('operator', id);
  await volunteer.page.getByText('You have been signed out.').waitFor();
  expect(await log(volunteer).count()).toBe(0);
  await seeker.page.getByText('Per is offline right now').first().waitFor();
  await hears(seeker, ['hello']);
  await button(volunteer, 'Sign in with passkey').click();
  await volunteer.page.getByText('We don’t know this passkey').waitFor();
});
