/**
 * What a screen reader announces during a volunteer's shift: each thing once, by name, and nothing that was there
 * before.
 */
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { hearing } from '../../helpers/hearing.ts';
import {
  box,
  button,
  hears,
  joinLine,
  log,
  type Seat,
  say,
  seekerAt,
  volunteerAt,
} from '../../helpers/pages.ts';
import { startService } from '../../helpers/service.ts';

const browser = await launchBrowser();
afterAll(() => browser.close());

/** A volunteer on duty on a service of their own, with a recorder of announcements since the last call. */
async function listener(capacity = 1) {
  const service = await startService({ realTime: true });
  const volunteer = await volunteerAt(browser, service, 0);
  const { page } = volunteer;
  const ear = await hearing(page);
  for (const { id } of await service.book.people())
    await service.book.changeStaff('operator', id, { capacity });
  await page.reload();
  await button(volunteer, 'Take a break').waitFor();
  const heard = async (): Promise<string[]> => {
    const all = [...(await ear.settled())];
    ear.forget();
    return all;
  };
  return {
    ...{ service, volunteer, heard },
    async [Symbol.asyncDispose]() {
      await volunteer[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

async function answer(volunteer: Seat): Promise<void> {
  await button(volunteer, 'Answer').click();
  await log(volunteer).waitFor();
  await volunteer.page.getByRole('button', { name: 'Send', disabled: false }).waitFor();
}

async function ends(seeker: Seat): Promise<void> {
  await button(seeker, 'End chat').click();
  await button(seeker, 'Yes, end it').click();
}

const READY = 'Ready We ask you when someone is waiting for an answer.';

test('[U2, O2, C18] a conversation from offer to end: each thing is announced once, and nothing again after a reload', async () => {
  await using on = await listener();
  const { service, volunteer, heard } = on;
  const { page } = volunteer;
  expect(await heard()).toEqual([]);

  await using seeker = await seekerAt(browser, service.origin());
  await joinLine(seeker);
  await button(volunteer, 'Answer').waitFor();
  expect(await heard()).toEqual([
    expect.stringMatching(/^Someone is waiting for an answer .*Language English/),
  ]);
  await answer(volunteer);
  expect(await heard()).toEqual(['Encrypting the chat …', expect.stringMatching(/^In a chat /)]);

  await say(seeker, 'hello');
  await hears(volunteer, ['hello']);
  expect(await heard()).toEqual(['The person you chat with : hello']);
  await say(volunteer, 'mine');
  await log(volunteer).getByText('Delivered').waitFor();
  // Own messages are announced when they are added to the log, but not their delivery state.
  expect(await heard()).toEqual(['You : mine']);

  await page.reload();
  await hears(volunteer, ['hello', 'mine']);
  expect(await heard()).toEqual([]);
  await say(seeker, 'still here');
  await hears(volunteer, ['hello', 'mine', 'still here']);
  expect(await heard()).toEqual(['The person you chat with : still here']);

  await box(volunteer).fill('begun');
  await ends(seeker);
  await page.getByText('After the chat').waitFor();
  const over = await heard();
  expect(over).toHaveLength(2);
  expect(over).toEqual(
    expect.arrayContaining([
      'Chat 1: The person you chatted with ended the chat.',
      expect.stringMatching(/^After the chat/),
    ]),
  );
  await button(volunteer, 'Close the chat').click();
  await button(volunteer, 'Done, I’m ready').click();
  await page.getByText('We ask you when someone is waiting').waitFor();
  expect(await heard()).toEqual([READY]);
  await button(volunteer, 'Go off duty').click();
});

test('[U2, C17] danger is announced in the offer, and when the mark is set and removed', async () => {
  await using on = await listener();
  const { service, volunteer, heard } = on;
  const { page } = volunteer;
  await using inDanger = await seekerAt(browser, service.origin());
  await button(inDanger, 'I am in danger now').click();
  await button(inDanger, 'Chat with us').click();
  await button(volunteer, 'Answer').waitFor();
  const offer = await heard();
  expect(offer).toEqual([
    expect.stringMatching(/^Someone is waiting for an answer Says: in danger now/),
  ]);
  await button(volunteer, 'Not now').click();
  await page.getByText('We ask you when someone is waiting').waitFor();
  expect(await heard()).toEqual([READY]);
  await inDanger[Symbol.asyncDispose]();

  await using seeker = await seekerAt(browser, service.origin());
  await joinLine(seeker);
  await answer(volunteer);
  await heard();
  await button(volunteer, 'Mark as danger').click();
  await button(volunteer, 'Not danger after all').waitFor();
  expect(await heard()).toEqual(['This chat is marked as danger.']);
  await page.reload();
  await button(volunteer, 'Not danger after all').waitFor();
  expect(await heard()).toEqual([]);
  await button(volunteer, 'Not danger after all').click();
  await button(volunteer, 'Mark as danger').waitFor();
  expect(await heard()).toEqual(['This chat is no longer marked as danger.']);
});

test('[U2, U14] news in a conversation that is not open is announced with its name', async () => {
  await using on = await listener(2);
  const { service, volunteer, heard } = on;
  const seekers = [];
  for (const _ of [1, 2]) {
    const seeker = await seekerAt(browser, service.origin());
    seekers.push(seeker);
    await joinLine(seeker);
    await answer(volunteer);
  }
  const [first, second] = seekers as [Seat, Seat];
  await heard();
  await say(first, 'hello');
  await volunteer.page.getByText('1 new').first().waitFor();
  expect(await heard()).toEqual(['Chat 1: 1 new']);
  await say(second, 'me too');
  await hears(volunteer, ['me too']);
  expect(await heard()).toEqual(['The person you chat with : me too']);
  await ends(first);
  await volunteer.page.getByText('Chat 1: The person').waitFor();
  expect(await heard()).toEqual(['Chat 1: The person you chatted with ended the chat.']);
  for (const seeker of seekers) await seeker[Symbol.asyncDispose]();
});
