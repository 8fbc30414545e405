/** Joining and signing in when the service fails: nothing is lost, and the page says what to do. */
import type { Clock } from '@terskel/client/clock';
import { staffApi } from '@terskel/client/net/staff-api';
import { createAccount } from '@terskel/client/pages/account-controller';
import { createEntry } from '@terskel/client/pages/entry-controller';
import { passkeysOf } from '@terskel/client/pages/passkeys';
import type { StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { expect, test, vi } from 'vitest';

const NOW = 1_000;
const clock: Clock = { now: () => NOW, after: () => () => {} };
const kari: Staff = {
  ...{ id: 'A'.repeat(22) as StaffId, alias: 'Kari', roles: ['volunteer'], trained: true },
  ...{ capacity: 1, languages: ['no'], topics: [] },
};
const invite = 'i'.repeat(43);
const credential = {
  ...{ id: 'x'.repeat(22), rawId: 'x'.repeat(22) },
  type: 'public-key' as const,
};
const made = { ...credential, clientExtensionResults: {}, response: {} } as never;
const passkeys = passkeysOf({
  support: async () => 'here',
  create: async () => made,
  get: async () => made,
});
const no = (code: string, status: number, more = {}) =>
  Response.json({ ok: false, code, ...more }, { status });

/** Answers by path; any other path is refused as if nobody were signed in. */
function service(answers: Record<string, () => Response>) {
  const asked: string[] = [];
  const api = staffApi(async (path) => {
    asked.push(path);
    return answers[path]?.() ?? no('unauthorized', 401);
  }, clock);
  return { api, asked, answers };
}

function way({ api }: ReturnType<typeof service>, hash = `#invite=${invite}`) {
  const entered = vi.fn<(staff: Staff, how: string) => void>();
  const browser = { hash: () => hash, stripHash: vi.fn<() => void>() };
  const where = { address: 'https://here/volunteer', device: 'Firefox, Linux' };
  const entry = createEntry({ api, passkeys, clock, browser, entered, ...where });
  return { entry, entered, browser };
}
const terms = { kind: 'join', roles: ['volunteer'], trained: true };
const open = () => Response.json({ terms });

test('[S1] an invite is kept while the service is away, and is removed from the address anyway', async () => {
  const away = service({ '/api/staff/me': () => no('unavailable', 503) });
  const { entry, browser } = way(away);
  expect(browser.stripHash).toHaveBeenCalledOnce();
  await vi.waitUntil(() => entry.view.value.page === 'unavailable');
  delete away.answers['/api/staff/me'];
  away.answers['/api/staff/invite'] = () => no('rate_limited', 429, { retryAfterMs: 9_000 });
  entry.actions.again();
  await vi.waitUntil(() => away.asked.length === 3);
  await vi.waitUntil(() => entry.view.value.page === 'unavailable');
  expect(entry.view.value).toMatchObject({
    problem: { kind: 'rate_limited', until: NOW + 9_000 },
  });
  away.answers['/api/staff/invite'] = open;
  entry.actions.again();
  await vi.waitUntil(() => entry.view.value.page === 'join');
  expect(entry.view.value).toMatchObject({
    link: `https://here/volunteer#invite=${invite}`,
    terms,
  });
});

test.each([
  ['unauthorized', 401, 'join', 'failed'],
  ['unavailable', 503, 'join', 'unavailable'],
  ['not_found', 404, 'sign-in', null],
])('[S1] a join refused as %s leads to the right page', async (code, status, page, problem) => {
  const there = service({
    '/api/staff/invite': open,
    '/api/staff/join/options': () => Response.json({ challenge: 'AAAA' }),
    '/api/staff/join': () => no(code, status),
  });
  const { entry, entered } = way(there);
  await vi.waitUntil(() => entry.view.value.page === 'join');
  entry.actions.join('Kari');
  // A second press sends no second request.
  entry.actions.join('Kari');
  await vi.waitUntil(() => there.asked.includes('/api/staff/join'));
  await vi.waitUntil(() => !('busy' in entry.view.value) || entry.view.value.busy === null);
  expect(entry.view.value).toMatchObject({
    page,
    problem: problem === null ? null : { kind: problem },
    ...(page === 'sign-in' && { after: 'dead_link' }),
  });
  expect(there.asked.filter((path) => path === '/api/staff/join')).toHaveLength(1);
  expect(entered).not.toHaveBeenCalled();
});

const kept = (...synced: readonly boolean[]) => ({
  '/api/staff/passkeys': () =>
    Response.json({
      passkeys: synced.map((one, index) => ({
        id: `passkey-${index}-passkey`,
        name: 'Phone',
        addedAt: 1,
        usedAt: null,
        synced: one,
      })),
    }),
});

test.each([
  ['one passkey on one device', [false], true],
  ['one synced passkey', [true], false],
  ['two passkeys', [false, false], false],
])('[S1] a second passkey is suggested to a person with %s, once', async (_what, synced, is) => {
  const there = service(kept(...synced));
  const signedOut = vi.fn<() => void>();
  const deps = { clock, passkeys, device: 'Firefox', changed: () => {}, signedOut };
  const account = createAccount({ api: there.api, ...deps });
  account.begin(kari, true);
  await vi.waitUntil(() => account.view.value?.passkeys !== null);
  expect(account.view.value?.suggestSecond).toBe(is);
  account.actions.later();
  expect(account.view.value?.suggestSecond).toBe(false);
  // The session has ended: the page is told after any request.
  account.actions.save({ alias: 'Ida' });
  await vi.waitUntil(() => signedOut.mock.calls.length > 0);
  expect(there.asked.at(-1)).toBe('/api/staff/profile');
});
