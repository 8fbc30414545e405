/** How the staff pages call the service, and how they interpret answers. */
import { staffApi, type Fetch } from '@terskel/client/net/staff-api';
import type { Clock } from '@terskel/client/clock';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';

const still: Clock = { now: () => 0, after: () => () => {} };
const json = (body: unknown, status = 200) => Response.json(body, { status });

/** The API with a given answer, and the requests it sends. */
function asked(answer: () => Promise<Response>, clock = still) {
  const requests: { path: string; request: RequestInit }[] = [];
  const fetch: Fetch = (path, request) => {
    requests.push({ path, request });
    return answer();
  };
  return { api: staffApi(fetch, clock), requests };
}

test('[S2] a change is a POST with a body, a read a GET with a query; both send only this origin’s cookie', async () => {
  const { api, requests } = asked(async () =>
    json({ sessions: [], entries: [], more: false }, 500),
  );
  await api.call('POST /api/staff/sessions/end', { id: 'others' });
  await api.call('GET /api/admin/audit', { what: 'staff.joined', before: 7, from: undefined });
  await api.call('GET /api/staff/me');
  expect(requests).toMatchObject([
    {
      path: '/api/staff/sessions/end',
      request: { method: 'POST', body: '{"id":"others"}', credentials: 'same-origin' },
    },
    { path: '/api/admin/audit?what=staff.joined&before=7', request: { method: 'GET' } },
    { path: '/api/staff/me', request: { method: 'GET', credentials: 'same-origin' } },
  ]);
  expect(requests[1]?.request.body).toBeUndefined();
});

test.each([
  ['a refusal', json({ ok: false, code: 'wrong_state' }, 409), { ok: false, code: 'wrong_state' }],
  [
    'a refusal with a retry time',
    json({ ok: false, code: 'rate_limited', retryAfterMs: 5_000 }, 429),
    { ok: false, code: 'rate_limited', retryAfterMs: 5_000 },
  ],
  [
    'the error page of a proxy',
    new Response('<h1>Bad gateway', { status: 502 }),
    { ok: false, code: 'unavailable' },
  ],
  ['an unknown code', json({ ok: false, code: 'teapot' }, 418), { ok: false, code: 'unavailable' }],
  [
    'an answer that does not fit the contract',
    json({ staff: 'Kari' }),
    { ok: false, code: 'internal' },
  ],
  ['an answer that is not JSON', new Response('<h1>Hello'), { ok: false, code: 'unavailable' }],
])('[S2] %s is interpreted correctly', async (_what, response, understood) => {
  const { api } = asked(async () => response);
  expect(await api.call('GET /api/staff/me')).toEqual(understood);
});

test('[S2] a network failure and a timeout are both unavailable', async () => {
  const failing = asked(() => Promise.reject(new TypeError('failed to fetch')));
  expect(await failing.api.call('POST /api/staff/sign-out', {})).toMatchObject({
    code: 'unavailable',
  });
  const clock = testClock();
  const silent = staffApi(
    (_path, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    clock,
  );
  const answer = silent.call('POST /api/staff/sign-out', {});
  clock.move(20_000);
  expect(await answer).toEqual({ ok: false, code: 'unavailable' });
});

test('[S2] a route without an answer in the contract succeeds', async () => {
  const { api } = asked(async () => new Response(null, { status: 204 }));
  expect(await api.call('POST /api/staff/sign-out', {})).toEqual({ ok: true, answer: undefined });
});
