import { describe, expect, test } from 'vitest';
import {
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

describe('a seeker on a phone and a volunteer on a desktop, on different nodes', () => {
  test('[C2, C3, E3, U2] meet, talk with reloads on both sides, and end the conversation', async () => {
    await using volunteer = await volunteerAt(browser, service, 1);
    await expectAccessible(volunteer);
    await using seeker = await seekerAt(browser, service.origin(0));
    await expectAccessible(seeker);
    await joinLine(seeker);

    await volunteer.page.getByRole('button', { name: 'Answer' }).waitFor();
    await expectAccessible(volunteer);
    await expectAccessible(seeker);
    await volunteer.page.getByRole('button', { name: 'Answer' }).click();

    await log(seeker).waitFor();
    await say(seeker, 'I can’t sleep.');
    await hears(volunteer, ['I can’t sleep.']);
    await say(volunteer, 'Good that you write.');
    await hears(seeker, ['I can’t sleep.', 'Good that you write.']);
    await log(seeker).getByText('Delivered').waitFor();
    await expectAccessible(seeker);
    await expectAccessible(volunteer);

    await seeker.page.reload();
    await hears(seeker, ['I can’t sleep.', 'Good that you write.']);
    await say(seeker, 'It has been weeks.');
    await volunteer.page.reload();
    await hears(volunteer, ['I can’t sleep.', 'Good that you write.', 'It has been weeks.']);
    await say(volunteer, 'That is long.');
    await hears(seeker, [
      'I can’t sleep.',
      'Good that you write.',
      'It has been weeks.',
      'That is long.',
    ]);

    await seeker.page.getByRole('button', { name: 'End chat' }).click();
    await expectAccessible(seeker);
    await seeker.page.getByRole('button', { name: 'Yes, end it' }).click();
    await seeker.page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(seeker);
    expect(
      await seeker.page.evaluate(() => [Object.keys(sessionStorage), document.cookie]),
    ).toEqual([[], '']);
    expect(seeker.faults).toEqual([]);
    expect(volunteer.faults).toEqual([]);
  });

  test('[F5, C4] can write while the network is away, and no message is lost, duplicated or reordered', async () => {
    await using volunteer = await volunteerAt(browser, service, 1, 'Ola');
    await using seeker = await seekerAt(browser, service.origin(0));
    await joinLine(seeker);
    await volunteer.page.getByRole('button', { name: 'Answer' }).click();
    await say(seeker, 'one');
    await hears(volunteer, ['one']);

    await seeker.page.context().setOffline(true);
    await volunteer.page.getByText('Disconnected').first().waitFor();
    await say(seeker, 'two');
    await say(seeker, 'three');
    await say(volunteer, 'four');
    await seeker.page.context().setOffline(false);

    await hears(seeker, ['one', 'four', 'two', 'three']);
    await hears(volunteer, ['one', 'four', 'two', 'three']);

    await volunteer.page.context().setOffline(true);
    await say(volunteer, 'five');
    await volunteer.page.context().setOffline(false);
    await hears(seeker, ['one', 'four', 'two', 'three', 'five']);
    expect(
      [...seeker.faults, ...volunteer.faults].filter(
        (fault) => !fault.includes('ERR_INTERNET_DISCONNECTED'),
      ),
    ).toEqual([]);
  });
});
