/** Networks without WebSocket, in a real browser: long polling by `fetch`, with its cookie. */
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { hears, joinLine, log, say, seekerAt, volunteerAt } from '../helpers/pages.ts';
import { startService } from '../helpers/service.ts';

/** A browser in which every WebSocket connection fails. */
function withoutUpgrades(browser: Browser): Pick<Browser, 'newContext'> {
  return {
    async newContext(options) {
      const context = await browser.newContext(options);
      await context.addInitScript(() => {
        globalThis.WebSocket = class extends WebSocket {
          constructor() {
            super(`ws://${location.host}/no-such-place`);
          }
        };
      });
      return context;
    },
  };
}

test('[F5, R2] a seeker and a volunteer can talk over a network without WebSocket', async () => {
  await using browser = await launchBrowser();
  await using service = await startService({
    ...{ nodes: 1, realTime: true, ticketsPerMinuteBeforeProof: 1 },
  });
  const polling = withoutUpgrades(browser);
  await using volunteer = await volunteerAt(polling, service, 0);
  await using seeker = await seekerAt(polling, service.origin(0));
  const polls: string[] = [];
  seeker.page.on('request', (request) => {
    if (request.url().includes('transport=polling')) polls.push(request.method());
  });
  // Many tickets were opened just now, so a proof of work is required.
  await service.redis.set('{terskel}:tally:opened:all', '2', {
    expiration: { type: 'EX', value: 60 },
  });
  const proof = seeker.page.waitForEvent('worker');
  await joinLine(seeker);
  await proof;
  await volunteer.page.getByRole('button', { name: 'Answer' }).click();
  await log(seeker).waitFor();
  await say(seeker, 'I can’t sleep.');
  await hears(volunteer, ['I can’t sleep.']);
  await say(volunteer, 'Good that you write.');
  await hears(seeker, ['I can’t sleep.', 'Good that you write.']);
  expect(new Set(polls)).toEqual(new Set(['GET', 'POST']));
});
