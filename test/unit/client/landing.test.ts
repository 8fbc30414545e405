/** The landing page before *Start* sends one small request at intervals, and nothing else. */
import type { Browser } from '@terskel/client/pages/browser';
import { createSeekerController } from '@terskel/client/pages/seeker-controller';
import { tabStorage } from '@terskel/client/storage';
import type { Answers } from '@terskel/client/state/model';
import { expect, onTestFinished, test, vi } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { startSocketService } from './socket-service.ts';

/** Timeout that allows for loading the session's script on a busy machine (ms). */
const PATIENT = { timeout: 20_000 };

const open = {
  ...{ state: 'open', waiting: 2, wait: { fromMs: 60_000, toMs: 120_000 } },
  languages: ['no', 'en'],
};
const answers: Answers = { language: 'no', topic: null, feeling: null, age: null, urgent: false };

function land(answer: () => Response | Promise<Response>, origin = 'http://127.0.0.1:9') {
  const clock = testClock();
  let visible = true;
  let visibilityChanged = () => {};
  const asked: [string, RequestInit][] = [];
  const beacons: unknown[] = [];
  const browser: Browser = {
    network: { online: () => true, watch: () => () => {} },
    origin,
    fetch: async (path, request) => {
      asked.push([path, request]);
      return answer();
    },
    beacon: (path, body) => beacons.push([path, body]),
    visible: () => visible,
    onVisibility(run) {
      visibilityChanged = run;
      return () => {};
    },
    outdated: () => Promise.resolve(false),
    onGone: () => () => {},
    ...{ tellTabs: () => {}, onTabNews: () => () => {} },
    whenIdle: () => {},
    hash: () => '',
    stripHash: () => {},
  };
  const kept = new Map<string, string>();
  const storage = tabStorage('seeker', {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  const controller = createSeekerController({ clock, browser, storage });
  onTestFinished(() => controller.dispose());
  const look = (isVisible: boolean) => {
    visible = isVisible;
    visibilityChanged();
  };
  return { clock, controller, asked, beacons, kept, look };
}

const json = (body: unknown) => Response.json(body);
const intakeOf = ({ controller }: ReturnType<typeof land>) => {
  const view = controller.view.value;
  return view.page === 'landing' ? view.intake : undefined;
};

test('[I1, I4] a landing page loads the state of intake, and again every 8 seconds while it is visible', async () => {
  let answer: unknown = open;
  const page = land(() => json(answer));
  await vi.waitUntil(() => intakeOf(page) !== null, PATIENT);
  expect(intakeOf(page)).toEqual(open);
  answer = { ...open, state: 'paused' };
  page.clock.move(7_999);
  expect(page.asked).toHaveLength(1);
  page.clock.move(1);
  await vi.waitUntil(() => intakeOf(page)?.state === 'paused', PATIENT);
  page.look(false);
  page.clock.move(60_000);
  expect(page.asked).toHaveLength(2);
  page.look(true);
  await vi.waitUntil(() => page.asked.length === 3, PATIENT);
});

test('[I3] a closed landing page knows when intake opens next', async () => {
  const closed = { ...open, state: 'closed', opensAt: 1_795_000_000_000 };
  const page = land(() => json(closed));
  await vi.waitUntil(() => intakeOf(page) !== null, PATIENT);
  expect(intakeOf(page)).toEqual(closed);
});

test('[A1] it sends no cookies and stores nothing', async () => {
  const page = land(() => json(open));
  await vi.waitUntil(() => intakeOf(page) !== null, PATIENT);
  expect(page.asked).toEqual([['/api/intake', { credentials: 'omit' }]]);
  expect(page.kept.size).toBe(0);
  expect(page.beacons).toEqual([]);
});

test.each([
  ['no network', () => Promise.reject(new TypeError('failed'))],
  ['an error', () => new Response('', { status: 503 })],
  ['no JSON', () => new Response('<html>')],
  ['another shape', () => json({ state: 'wide open', waiting: 0, wait: null, languages: ['no'] })],
  ['a broken count', () => json({ ...open, waiting: -1 })],
  ['a broken range', () => json({ ...open, wait: { fromMs: 1 } })],
  ['null', () => json(null)],
])('[I1] a state that cannot be read counts as closed: %s', async (_what, answer) => {
  let good = true;
  const page = land(() => (good ? json(open) : answer()));
  await vi.waitUntil(() => intakeOf(page) !== null, PATIENT);
  good = false;
  page.clock.move(8_000);
  await vi.waitUntil(() => intakeOf(page) === null, PATIENT);
  expect(page.asked).toHaveLength(2);
});

test('[U6] an unreachable service is reported after twenty seconds, and nothing remains stored', async () => {
  const page = land(() => json(open));
  page.controller.actions.start(answers);
  expect(page.controller.view.value).toMatchObject({ starting: true });
  await vi.waitUntil(() => page.kept.size > 0, PATIENT);
  page.clock.move(20_000);
  await vi.waitUntil(() => page.kept.size === 0, PATIENT);
  expect(page.controller.view.value).toMatchObject({
    page: 'landing',
    starting: false,
    refusal: { code: 'unavailable', retryAt: null },
  });
});

test.each([
  ['version_unsupported', 'version_unsupported'],
  ['unauthorized', 'unauthorized'],
])('[U6] a handshake refused as %s is reported', async (code, said) => {
  await using service = await startSocketService();
  service.refuse = { code };
  const page = land(() => json(open), service.origin);
  page.controller.actions.start(answers);
  await vi.waitUntil(
    () =>
      page.controller.view.value.page === 'landing' &&
      page.kept.size === 0 &&
      service.handshakes.length > 0,
    PATIENT,
  );
  await vi.waitUntil(
    () => !(page.controller.view.value as { starting: boolean }).starting,
    PATIENT,
  );
  expect(page.controller.view.value).toMatchObject({ refusal: { code: said } });
});

test('[I1] a refused ticket leads back to the landing page, with the time of the next attempt', async () => {
  await using service = await startSocketService();
  service.greet = (socket) =>
    socket.emit('session:snapshot', {
      resumeToken: 'r'.repeat(43),
      intake: open,
      session: { kind: 'idle' },
    });
  service.answer = () => ({ ok: false, code: 'rate_limited', retryAfterMs: 9_000 });
  const page = land(() => json(open), service.origin);
  page.controller.actions.start(answers);
  await vi.waitUntil(() => service.commands.length === 1, PATIENT);
  await vi.waitUntil(
    () => !(page.controller.view.value as { starting: boolean }).starting,
    PATIENT,
  );
  const retryAt = page.clock.now() + 9_000;
  expect(page.controller.view.value).toMatchObject({ refusal: { code: 'rate_limited', retryAt } });
  expect(page.kept.size).toBe(0);
  expect(page.beacons).toMatchObject([['/api/leave', { how: 'exit' }]]);
});

test('[U3] leaving while the script loads leaves nothing stored', async () => {
  const page = land(() => json(open));
  page.controller.actions.start(answers);
  page.controller.actions.leave();
  await new Promise((resolve) => setImmediate(resolve));
  expect(page.kept.size).toBe(0);
});
