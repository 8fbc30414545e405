import { expect, test } from 'vitest';
import { joinLine, seekerAt, volunteerAt } from '../helpers/pages.ts';
import { withBrowser } from '../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ ticketsPerMinuteBeforeProof: 1 });

test('[R2] under load the page solves a proof of work in its own worker, says so calmly, and joins the queue', async () => {
  await using _volunteer = await volunteerAt(browser, service, 0);
  await using quiet = await seekerAt(browser, service.origin());
  const scripts: string[] = [];
  quiet.page.on('request', (request) => scripts.push(request.url()));
  await joinLine(quiet);
  await quiet.page.getByRole('button', { name: 'Leave the queue' }).waitFor();
  expect(scripts.filter((url) => /solve|worker/.test(url))).toEqual([]);

  // Hard enough that the solving is visible.
  await service.redis.set('{terskel}:tally:opened:all', '100', {
    expiration: { type: 'EX', value: 60 },
  });
  await using seat = await seekerAt(browser, service.origin());
  const made = seat.page.waitForEvent('worker');
  const calm = seat.page.getByText('One moment …').waitFor();
  await joinLine(seat);
  expect((await made).url()).toMatch(new RegExp(`^${service.origin()}/assets/worker-`));
  await calm;
  await seat.page.getByRole('button', { name: 'Leave the queue' }).waitFor();
  expect([...quiet.faults, ...seat.faults]).toEqual([]);
  // No other script can become a worker, even in a page that has created one.
  const other = await seat.page.evaluate(() => {
    try {
      return new Worker('/assets/other.js').constructor.name;
    } catch (error) {
      return (error as Error).constructor.name;
    }
  });
  expect(other).toBe('TypeError');
});
