/** The line between a volunteer and the leader who has taken the call, in two browsers; the seeker sees nothing of it. */
import { expect, test } from 'vitest';
import { hearing } from '../../helpers/hearing.ts';
import {
  button,
  expectAccessible,
  hears,
  joinLine,
  pausedLeaderAt,
  say,
  seekerAt,
  volunteerAt,
  type Seat,
} from '../../helpers/pages.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ nodes: 2 });
/** High enough that everything is unfolded from the start. */
const TALL = { width: 1280, height: 1000 };

/** The line to `alias` on a page. */
function line({ page }: Seat, alias: string) {
  const region = page.getByRole('region', { name: `Between you and ${alias}` });
  const box = region.getByRole('textbox', { name: `Write to ${alias}` });
  const log = region.getByRole('log', { name: `Messages between you and ${alias}` });
  return {
    ...{ region, box, log },
    fold: region.getByRole('button', { name: `Between you and ${alias}` }),
    async says(text: string): Promise<void> {
      await region.getByText('Nothing is sent until').waitFor({ state: 'detached' });
      await box.fill(text);
      await box.press('Enter');
      await log.getByText(text, { exact: true }).waitFor();
    },
  };
}

test('[V4, U2, U14] both write to each other beside the conversation, over a reload, until the call is withdrawn', async () => {
  await using leader = await pausedLeaderAt(browser, service, 0, 'Nora', TALL);
  await using volunteer = await volunteerAt(browser, service, 1, 'Kari');
  await volunteer.page.setViewportSize(TALL);
  await using seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await button(volunteer, 'Answer').click();
  await say(seeker, 'hello');
  await hears(volunteer, ['hello']);
  const volunteerEar = await hearing(volunteer.page);
  await volunteer.page.reload();
  await hears(volunteer, ['hello']);
  await button(volunteer, 'Shift leader').click();
  await button(volunteer, 'I need help').click();
  await button(leader, 'I take it').click();

  // It opens by itself, and takes the focus from nobody.
  const [atVolunteer, atLeader] = [line(volunteer, 'Nora'), line(leader, 'Kari')];
  const seekersBox = volunteer.page.getByRole('textbox', { name: 'Write a message' });
  await seekersBox.fill('to the seek');
  await atLeader.says('What do you need?');
  await atVolunteer.log.getByText('What do you need?', { exact: true }).waitFor();
  expect(await seekersBox.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await seekersBox.inputValue()).toBe('to the seek');
  await atVolunteer.says('How do I ask about plans?');
  await atLeader.log.getByText('How do I ask about plans?', { exact: true }).waitFor();
  expect(await atVolunteer.box.inputValue()).toBe('');
  expect(await seekersBox.inputValue()).toBe('to the seek');
  for (const seat of [volunteer, leader]) await expectAccessible(seat);
  const heard = [...(await volunteerEar.settled())].join('\n');
  expect(heard.split('What do you need?')).toHaveLength(2);

  // Folded, its messages are counted in the title, and announced without their text.
  await atVolunteer.fold.focus();
  await volunteer.page.keyboard.press('Enter');
  await atVolunteer.box.waitFor({ state: 'detached' });
  expect(await atVolunteer.fold.evaluate((it) => it === document.activeElement)).toBe(true);
  volunteerEar.forget();
  await atLeader.says('Ask straight out.');
  await atVolunteer.region.getByText('1 new').waitFor();
  await expect.poll(() => volunteer.page.title()).toContain('1');
  await expect
    .poll(async () => [...(await volunteerEar.settled())].join('\n'))
    .toContain('New message from Nora.');
  await expectAccessible(volunteer);
  await volunteer.page.keyboard.press('Enter');
  await atVolunteer.log.getByText('Ask straight out.', { exact: true }).waitFor();

  // Drafts stay apart, over a reload of both pages.
  await atVolunteer.box.fill('Thank you, I');
  await volunteer.page.reload();
  await leader.page.reload();
  await atVolunteer.log.getByText('Ask straight out.', { exact: true }).waitFor();
  await expect.poll(() => atVolunteer.box.inputValue()).toBe('Thank you, I');
  await expect.poll(() => seekersBox.inputValue()).toBe('to the seek');
  await atLeader.log.getByText('How do I ask about plans?', { exact: true }).waitFor();
  await atLeader.says('I am here.');
  await atVolunteer.log.getByText('I am here.', { exact: true }).waitFor();

  // It ends with the call. What was said and the unsent text stay until they are put away.
  await button(volunteer, 'Withdraw').click();
  await atVolunteer.region.getByText('The line is closed.').waitFor();
  expect(await atVolunteer.region.getByLabel('This was not sent').inputValue()).toBe(
    'Thank you, I',
  );
  await atLeader.region.getByText('The line is closed.').waitFor();
  await atLeader.log.getByText('I am here.', { exact: true }).waitFor();
  for (const seat of [volunteer, leader]) await expectAccessible(seat);
  for (const each of [atVolunteer, atLeader]) {
    await each.region.getByRole('button', { name: 'Remove' }).click();
    await each.region.waitFor({ state: 'detached' });
  }
  expect(await seeker.page.locator('body').innerText()).not.toMatch(/Nora|straight out|plans/);
  expect([...leader.faults, ...volunteer.faults, ...seeker.faults]).toEqual([]);
});
