/** What the pages say when the service is rate limiting, full, or restarting: calm words, and when to come back. */
import { expect, test } from 'vitest';
import {
  button,
  expectAccessible,
  hears,
  joinLine,
  log,
  say,
  seekerAt,
  volunteerAt,
} from '../../helpers/pages.ts';
import { startService } from '../../helpers/service.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { withBrowser } from '../../helpers/with-browser.ts';

const { browser, service } = await withBrowser({ sharedNetworks: [] });

test('[R1, U2] a ticket over the address limit is refused with a time to try again, and nothing is stored in the tab', async () => {
  await service.set({ ticketsPerPrefix: 1 });
  await using _volunteer = await volunteerAt(browser, service, 0);
  await using first = await seekerAt(browser, service.origin());
  await joinLine(first);
  await button(first, 'Leave the queue').waitFor();
  await using second = await seekerAt(browser, service.origin());
  await joinLine(second);
  const told = second.page.getByRole('alert').getByText(/Try again after \d\d:\d\d/);
  await told.waitFor();
  const times = await second.page.evaluate(() => {
    const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
    return Array.from({ length: 12 }, (_, minute) => clock.format(Date.now() + minute * 60_000));
  });
  expect(times.some((time) => time !== times[0])).toBe(true);
  const text = await told.innerText();
  expect(times.slice(1).some((time) => text.includes(time))).toBe(true);
  expect(await second.page.evaluate(() => sessionStorage.length)).toBe(0);
  await expectAccessible(second);
  await service.set({ ticketsPerPrefix: 20 });
  await button(second, 'Join the queue').click();
  await button(second, 'Leave the queue').waitFor();
  for (const seat of [first, second]) {
    await button(seat, 'Leave the queue').click();
    await button(seat, 'Yes, leave').click();
    await button(seat, 'Start again').waitFor();
  }
  expect([...first.faults, ...second.faults]).toEqual([]);
});

test('[R5, U6, U2] a reconnect refused by the address limit is shown in the queue, and the place is kept', async () => {
  await using proxy = await startTcpProxy(Number(new URL(service.origin()).port));
  await using _volunteer = await volunteerAt(browser, service, 0);
  await using first = await seekerAt(browser, service.origin());
  await joinLine(first);
  await using second = await seekerAt(browser, proxy.origin);
  await joinLine(second);
  for (const seat of [first, second]) await button(seat, 'Leave the queue').waitFor();
  await service.set({ connectionsPerPrefix: 1 });
  proxy.cut();
  const words = second.page.getByText('The service isn’t answering right now');
  await words.waitFor();
  await expectAccessible(second);
  await service.set({ connectionsPerPrefix: 50 });
  await words.waitFor({ state: 'hidden' });
  for (const seat of [second, first]) {
    await button(seat, 'Leave the queue').click();
    await button(seat, 'Yes, leave').click();
    await button(seat, 'Start again').waitFor();
  }
  // The browser logs each refused handshake.
  expect(second.faults.filter((fault) => !/socket\.io|WebSocket/i.test(fault))).toEqual([]);
});

test('[F2, U6, U2] after a clean stop without another node, the queue and conversation pages show a restart and then continue', async () => {
  await using own = await startService({ nodes: 1, realTime: true });
  const only = await own.spawn({ DRAIN_MS: '0' });
  await using address = await startTcpProxy(only.port);
  await using volunteer = await volunteerAt(browser, own, 0);
  await using talking = await seekerAt(browser, address.origin);
  await using waiting = await seekerAt(browser, address.origin);
  await joinLine(talking);
  await button(volunteer, 'Answer').click();
  await log(talking).waitFor();
  await say(talking, 'hello');
  await hears(volunteer, ['hello']);
  await joinLine(waiting);
  await button(waiting, 'Leave the queue').waitFor();
  expect(await only.kill('SIGTERM')).toBe(0);
  for (const seat of [talking, waiting]) {
    await seat.page.getByText('The service is restarting. You can stay here.').waitFor();
    await expectAccessible(seat);
  }
  await say(talking, 'meanwhile');
  address.targets = [(await own.spawn({ DRAIN_MS: '0' })).port];
  await hears(volunteer, ['hello', 'meanwhile']);
  for (const seat of [talking, waiting]) {
    await seat.page.getByText('The service is restarting').waitFor({ state: 'hidden' });
  }
  await button(waiting, 'Leave the queue').waitFor();
});
