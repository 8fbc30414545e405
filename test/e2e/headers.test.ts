/**
 * The effect of the response headers in a real browser: pages are isolated, have no needless permissions, and violate
 * no policy.
 */
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { joinLine, seekerAt, volunteerAt, type Seat } from '../helpers/pages.ts';
import { startService } from '../helpers/service.ts';

/** A Chromium API that the types lack. */
interface Walled extends Document {
  readonly featurePolicy: { allowedFeatures(): string[] };
}

async function walls({ page }: Seat) {
  return page.evaluate(() => ({
    isolated: crossOriginIsolated,
    apart: originAgentCluster,
    allowed: (document as Walled).featurePolicy
      .allowedFeatures()
      // Client hints are request headers, which the pages do not use. Cross-origin isolation is not a permission.
      .filter((name) => !name.startsWith('ch-') && name !== 'cross-origin-isolated')
      .toSorted(),
  }));
}

/** The permissions of the staff pages; the seeker's page has none. */
const STAFF = ['clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get'];

test('[A1, S1] in a browser the pages are isolated, have only the permissions that staff need, and violate no policy', async () => {
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
  // Each attempt must violate a policy: a foreign script, a foreign request, a frame, and markup from a string.
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
        // The browser refuses it synchronously.
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
