/** The admin session against the real service: late, refused and outdated answers. */
import { staffApi } from '@terskel/client/net/staff-api';
import { type AdminDesk, adminDesk } from '@terskel/client/session/admin';
import { type AdminWork, startAdmin } from '@terskel/client/state/admin';
import { keysOf } from '@terskel/server/live/keys';
import { AUDIT_PAGE } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { startService, type TestService, until } from '../../helpers/service.ts';
import { NAMESPACE } from '../../helpers/store-kinds.ts';
import { settled } from './settled.ts';
import { joined } from '../../helpers/staff-browser.ts';
import { quickClock } from '../../helpers/tabs.ts';

interface Desk {
  readonly desk: AdminDesk;
  readonly work: AdminWork;
  /** How often the page was signed out or refused as a non-admin. */
  turnedAway: number;
  /** No request gets through. */
  away: boolean;
  /** Promises that requests await before they are sent and after they are answered. */
  before: Promise<unknown>;
  after: Promise<unknown>;
  online: boolean;
  /** Number of answers received from the service, read or not. */
  answers: number;
  /** Number of view updates. */
  shown: number;
  until(holds: (work: AdminWork) => boolean): Promise<AdminWork>;
}

type Person = Awaited<ReturnType<typeof joined>>;

function deskOf(service: TestService, { staff, cookies }: Person): Desk {
  let work = startAdmin(staff, 'staff');
  const watching = new Set<() => void>();
  const api = staffApi(async (path, request) => {
    const { before, after } = own;
    await before;
    if (own.away) throw new TypeError('no network');
    const headers = new Headers(request.headers);
    headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    headers.set('origin', 'http://localhost:3000');
    const answer = await fetch(service.origin() + path, { ...request, headers });
    own.answers += 1;
    await after;
    return answer;
  }, quickClock);
  const desk = adminDesk(
    {
      ...{ api, clock: quickClock, origin: 'https://chat.example.org', online: () => own.online },
      show(next) {
        work = next;
        own.shown += 1;
        for (const look of watching) look();
      },
      turnedAway() {
        own.turnedAway += 1;
      },
    },
    work,
  );
  const own: Desk = {
    desk,
    get work() {
      return work;
    },
    ...{ turnedAway: 0, away: false, online: true, answers: 0, shown: 0 },
    ...{ before: Promise.resolve(), after: Promise.resolve() },
    async until(holds) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = () => {
        if (holds(work)) resolve();
      };
      watching.add(look);
      look();
      await promise;
      watching.delete(look);
      return work;
    },
  };
  return own;
}

async function scene() {
  const service = await startService();
  const kari = await joined(service, ['volunteer', 'admin']);
  const ola = await joined(service, ['volunteer'], { alias: 'Ola', trained: false });
  const at = deskOf(service, kari);
  at.desk.refresh();
  await at.until(({ people }) => people?.length === 2);
  return { service, kari, ola, at, [Symbol.asyncDispose]: () => service[Symbol.asyncDispose]() };
}

test('[S1] saving sends only the changed fields, and nothing that others changed in the meantime', async () => {
  await using all = await scene();
  const { at, ola, service } = all;
  at.desk.openPerson(ola.staff.id);
  at.desk.edit(ola.staff.id, { capacity: 3 });
  await service.book.changeStaff('operator', ola.staff.id, { languages: ['se'] });
  const { answers } = at;
  at.desk.save(ola.staff.id);
  // Pressed twice, and edited while saving.
  at.desk.save(ola.staff.id);
  at.desk.edit(ola.staff.id, { trained: true });
  const { done, people, drafts } = await at.until((work) => work.done !== null);
  expect(done).toEqual({ what: 'saved', alias: 'Ola', signedOut: false });
  await settled(() => at.shown);
  expect(at.answers).toBe(answers + 1);
  const person = people?.find(({ id }) => id === ola.staff.id);
  expect(person).toMatchObject({ capacity: 3, languages: ['se'], trained: false });
  expect(drafts.get(ola.staff.id)).toEqual({ trained: true });
  at.desk.edit(ola.staff.id, { trained: false });
  expect(at.work.drafts.size).toBe(0);
  const { entries } = await service.book.audit({ what: 'staff.changed' });
  expect(entries.map(({ after }) => after)).toEqual([{ capacity: 3 }, { languages: ['se'] }]);
});

describe('what cannot be done', () => {
  test('[F4] without the service the page says why, and keeps the edits', async () => {
    await using all = await scene();
    const { at, ola } = all;
    at.desk.edit(ola.staff.id, { trained: true });
    at.away = true;
    for (const online of [true, false]) {
      at.online = online;
      at.desk.save(ola.staff.id);
      const code = online ? 'unavailable' : 'offline';
      const { problem, doing } = await at.until(
        (work) => work.doing === null && work.problem?.code === code,
      );
      expect([problem?.of, doing]).toEqual(['save', null]);
    }
    expect(at.work.drafts.get(ola.staff.id)).toEqual({ trained: true });
    at.away = false;
    at.desk.save(ola.staff.id);
    const { done, problem } = await at.until((work) => work.done !== null);
    expect([done, problem]).toEqual([{ what: 'saved', alias: 'Ola', signedOut: true }, null]);
  });

  test('[S1] the last admin cannot be removed, and the page shows the refusal', async () => {
    await using all = await scene();
    const { at, kari } = all;
    at.desk.edit(kari.staff.id, { roles: ['volunteer'] });
    at.desk.save(kari.staff.id);
    expect((await at.until((work) => work.problem !== null)).problem?.code).toBe('wrong_state');
    at.desk.revoke(kari.staff.id);
    await at.until((work) => work.problem?.of === 'revoke');
    expect(at.work.people).toHaveLength(2);
    expect(at.turnedAway).toBe(0);
  });

  test('[S4] saving a person who was removed shows so, and the list is refreshed', async () => {
    await using all = await scene();
    const { at, ola, service } = all;
    at.desk.openPerson(ola.staff.id);
    at.desk.edit(ola.staff.id, { capacity: 2 });
    await service.book.revoke('operator', ola.staff.id);
    at.desk.save(ola.staff.id);
    const work = await at.until(({ people, doing }) => people?.length === 1 && doing === null);
    expect(work.problem).toMatchObject({ of: 'staff', code: 'not_found' });
    expect([work.open, work.drafts.size]).toEqual([null, 0]);
  });

  test('[S2, S3] after the session or the admin role ends, the page is signed out', async () => {
    await using all = await scene();
    const { at, kari, ola, service } = all;
    await service.book.changeStaff('operator', ola.staff.id, { roles: ['volunteer', 'admin'] });
    await service.book.changeStaff('operator', kari.staff.id, { roles: ['volunteer'] });
    at.desk.invite();
    await at.until(({ doing }) => doing === null);
    expect(at.turnedAway).toBe(1);
    expect(at.work).toMatchObject({ doing: null, link: null, problem: null });
    expect(await service.book.invites()).toEqual([]);
  });
});

describe('late answers', () => {
  test('[S5] an older answer does not replace a newer one', async () => {
    await using all = await scene();
    const { at, service } = all;
    const held = Promise.withResolvers<void>();
    at.after = held.promise;
    const { answers } = at;
    at.desk.refresh();
    // Answered but not yet read when another person joins.
    await until(async () => at.answers > answers);
    at.after = Promise.resolve();
    await joined(service, ['volunteer'], { alias: 'Liv' });
    at.desk.refresh();
    await at.until(({ people }) => people?.length === 3);
    held.resolve();
    await settled(() => at.shown);
    expect(at.work.people).toHaveLength(3);
  });

  test('[S1] a link for a screen that was left is not shown, and appears among the open invites', async () => {
    await using all = await scene();
    const { at } = all;
    at.desk.go('invite');
    const held = Promise.withResolvers<void>();
    at.before = held.promise;
    at.desk.invite();
    at.desk.go('staff');
    at.before = Promise.resolve();
    held.resolve();
    const { link } = await at.until(({ invites }) => invites.length === 1);
    expect(link).toBe(null);
  });

  test('[S1] a link is shown on its own screen only, and is forgotten when that is left', async () => {
    await using all = await scene();
    const { at, ola } = all;
    at.desk.go('invite');
    at.desk.choose({ roles: ['admin'], trained: true, note: 'Per' });
    at.desk.invite();
    const { link } = await at.until((work) => work.link !== null);
    expect(link?.address).toMatch(/^https:\/\/chat\.example\.org\/admin#invite=[\w-]{43}$/);
    // The next invite is for someone else: no choice is carried over.
    expect(at.work.terms).toEqual({ roles: ['volunteer'], trained: false, note: '' });
    at.desk.go('staff');
    expect(at.work.link).toBe(null);
    await at.until(({ doing }) => doing === null);
    at.desk.openPerson(ola.staff.id);
    at.desk.recover(ola.staff.id);
    const { link: recovery } = await at.until((work) => work.link !== null);
    expect(recovery).toMatchObject({ alias: 'Ola' });
    expect(recovery?.address).toContain('/volunteer#invite=');
    at.desk.closePerson();
    expect(JSON.stringify(at.work)).not.toContain('#invite=');
  });
});

test('[S5] the log continues where it ended, and a new filter starts from the beginning', async () => {
  await using all = await scene();
  const { at, ola, service } = all;
  const many = AUDIT_PAGE + 20;
  for (let index = 0; index < many; index += 1) {
    await service.book.changeStaff('operator', ola.staff.id, { capacity: 1 + ((index + 1) % 2) });
  }
  at.desk.go('audit');
  const first = await at.until(({ audit }) => audit.entries?.length === AUDIT_PAGE);
  expect(first.audit.more).toBe(true);
  at.desk.more();
  // Pressed twice: requested once.
  at.desk.more();
  await at.until(({ audit }) => !audit.more);
  const numbers = at.work.audit.entries?.map(({ number }) => number) ?? [];
  expect(numbers).toEqual(numbers.map((_, index) => numbers.length - index));
  expect(numbers.length).toBeGreaterThan(many);
  const held = Promise.withResolvers<void>();
  at.after = held.promise;
  at.desk.refresh();
  at.after = Promise.resolve();
  at.desk.filter({ what: 'staff.joined' });
  await at.until(({ audit }) => audit.entries !== null && !audit.loading);
  held.resolve();
  await settled(() => at.shown);
  const { audit } = at.work;
  expect(audit.entries?.map(({ what }) => what)).toEqual(['staff.joined', 'staff.joined']);
});

test('[T6] comments are loaded when their section is opened, and again after a network failure', async () => {
  await using all = await scene();
  const { at, service } = all;
  at.desk.go('comments');
  await at.until(({ comments }) => comments?.length === 0);
  const { root } = keysOf(NAMESPACE);
  await service.redis.sAdd(`${root}:comments:batch`, ['b takk', 'a fint\n<b>der</b>']);
  await service.redis.lPush(`${root}:comments-released`, 'batch');
  at.away = true;
  at.desk.refresh();
  const { problem } = await at.until((work) => work.problem !== null);
  expect(problem).toMatchObject({ of: 'comments', code: 'unavailable' });
  at.away = false;
  at.desk.refresh();
  const { comments } = await at.until((work) => work.problem === null);
  expect(comments).toEqual(['fint\n<b>der</b>', 'takk']);
});

test('[T5] without the statistics a plan is made from assumptions, and what was written stays', async () => {
  await using all = await scene();
  const { desk } = all.at;
  all.at.away = true;
  desk.go('plan');
  const { problem, plan } = await all.at.until((work) => work.problem !== null);
  expect(problem).toMatchObject({ of: 'plan', code: 'unavailable' });
  expect(plan.statistics).toBeNull();
  const choices = { ...plan.choices, texts: { arrivals: '0,5' } };
  desk.plan.choose(choices);
  all.at.away = false;
  desk.go('staff');
  await all.at.until((work) => work.problem === null);
  desk.go('plan');
  expect(all.at.work.plan.choices).toEqual(choices);
  // Nothing runs that could be cancelled.
  desk.plan.cancel();
  expect(all.at.work.plan.run).toEqual({ state: 'none' });
});

test('[T4] the statistics and the counts of today are loaded when their section is opened; each failure is shown', async () => {
  await using all = await scene();
  const { at } = all;
  // Today's counts are not loaded while another section is shown.
  const { answers } = at;
  at.desk.refreshToday();
  await settled(() => at.shown);
  expect(at.answers).toBe(answers);

  at.away = true;
  for (const online of [true, false]) {
    at.online = online;
    at.desk.go('statistics');
    const code = online ? 'unavailable' : 'offline';
    const { problem, statistics } = await at.until(
      (work) => work.problem?.code === code && work.statistics.todayFailed,
    );
    expect([problem?.of, statistics.released, statistics.today]).toEqual([
      'statistics',
      null,
      null,
    ]);
  }
  at.desk.choosePeriod({ kind: 'year', period: '2026' });
  expect(at.work.statistics.choice).toEqual({ kind: 'year', period: '2026' });
});
