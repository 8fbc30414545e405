/** The admin page without its views, against the real service: sign-in state and navigation. */
import type { Clock } from '@terskel/client/clock';
import { createAdminController } from '@terskel/client/pages/admin-controller';
import type { TabNews } from '@terskel/client/pages/other-tabs';
import { passkeysOf } from '@terskel/client/pages/passkeys';
import type { AdminView, AdminWork } from '@terskel/client/state/admin';
import { tabStorage } from '@terskel/client/storage';
import { expect, onTestFinished, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { openCookieJar } from '../../helpers/cookie-jar.ts';
import { open } from '../../helpers/fixtures.ts';
import { startService } from '../../helpers/service.ts';
import { joined } from '../../helpers/staff-browser.ts';
import { area, openVolunteerTab, quickClock } from '../../helpers/tabs.ts';

/** Kari and Gro are admins and share a browser, in which Kari is signed in; Ola is a volunteer. */
async function scene(clock: Clock = quickClock) {
  const service = await startService();
  const kari = await joined(service, ['volunteer', 'admin']);
  const gro = await joined(service, ['admin'], { alias: 'Gro' });
  const ola = await joined(service, ['volunteer'], { alias: 'Ola' });
  const jar = await openCookieJar(service.origin());
  jar.cookie = `terskel-staff=${kari.session}`;
  /** The person whose authenticator is used. */
  let finger = kari;
  let hash = '';
  let dutyKept = 0;
  let todayAsked = 0;
  const keptTwice = Promise.withResolvers<void>();
  const moves = new Set<() => void>();
  let visible = true;
  const looks = new Set<() => void>();
  /** Listeners of the tabs of this browser. */
  const news = new Set<(said: TabNews) => void>();
  /** What the volunteer page has stored in this tab. */
  const stored = new Map([['terskel.volunteer.draft.x', '{"written":"Hei"}']]);
  const page = createAdminController({
    clock,
    storage: tabStorage('volunteer', area(stored)),
    device: 'Firefox, Linux',
    passkeys: passkeysOf({
      support: async () => 'here',
      create: (options) => finger.authenticator.create(options),
      get: (options) => finger.authenticator.get(options),
    }),
    browser: {
      network: { online: () => true, watch: () => () => {} },
      origin: jar.origin,
      fetch(path, request) {
        const headers = new Headers(request.headers);
        headers.set('origin', 'http://localhost:3000');
        if (path === '/api/admin/duty') dutyKept += 1;
        if (path === '/api/admin/statistics/today') todayAsked += 1;
        if (dutyKept === 2) keptTwice.resolve();
        return fetch(jar.origin + path, { ...request, headers });
      },
      beacon: () => {},
      visible: () => visible,
      onVisibility(run) {
        looks.add(run);
        return () => void looks.delete(run);
      },
      outdated: () => Promise.resolve(false),
      onGone: () => () => {},
      tellTabs(said) {
        for (const run of news) run(said);
      },
      onTabNews(run) {
        news.add(run);
        return () => void news.delete(run);
      },
      whenIdle: () => {},
      hash: () => hash,
      stripHash: () => {},
    },
    place: {
      hash: () => hash,
      go(next) {
        hash = next;
      },
      onMove(run) {
        moves.add(run);
        return () => void moves.delete(run);
      },
    },
  });
  const seen = async (holds: (view: AdminView) => boolean): Promise<AdminView> => {
    const { promise, resolve } = Promise.withResolvers<AdminView>();
    const stop = page.view.subscribe((view) => {
      if (holds(view)) resolve(view);
    });
    const view = await promise;
    stop();
    return view;
  };
  return {
    ...{ service, kari, gro, ola, jar, page, seen, news, stored, keptTwice: keptTwice.promise },
    dutyKept: () => dutyKept,
    todayAsked: () => todayAsked,
    look(isVisible: boolean) {
      visible = isVisible;
      for (const run of looks) run();
    },
    working: async (holds: (work: AdminWork) => boolean = () => true) =>
      (await seen(
        (view) => view.page === 'work' && view.people !== null && holds(view),
      )) as AdminWork,
    touch: (who: typeof kari) => {
      finger = who;
      page.actions.entry.signIn();
    },
    hash: () => hash,
    /** Simulates the browser's back and forward buttons. */
    move: (to: string) => {
      hash = to;
      for (const run of moves) run();
    },
    async [Symbol.asyncDispose]() {
      page.dispose();
      await jar[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

const isSignIn = (view: AdminView) => view.page === 'entry' && view.entry.page === 'sign-in';

test('[S2] edits are hidden when the session ends, and restored for the same person', async () => {
  await using all = await scene();
  const { page, ola, kari, seen, working, touch } = all;
  await working();
  page.actions.openPerson(ola.staff.id);
  page.actions.edit(ola.staff.id, { capacity: 3 });
  await kari.call('POST /api/staff/sign-out', {});
  page.actions.save(ola.staff.id);
  const signIn = await seen(isSignIn);
  expect(signIn).toMatchObject({ kept: true });
  expect(JSON.stringify(signIn)).not.toMatch(/Ola|capacity/);
  touch(kari);
  const { open, drafts } = await working();
  expect([open, drafts.get(ola.staff.id)]).toEqual([ola.staff.id, { capacity: 3 }]);
  page.actions.save(ola.staff.id);
  await working(({ done }) => done?.what === 'saved');
});

test('[S2] a different person who signs in sees none of the edits, and they are discarded', async () => {
  await using all = await scene();
  const { page, ola, kari, gro, seen, working, touch } = all;
  await working();
  page.actions.edit(ola.staff.id, { capacity: 3 });
  await kari.call('POST /api/staff/sign-out', {});
  page.actions.refresh();
  await seen(isSignIn);
  touch(gro);
  const { me, drafts } = await working();
  expect([me.alias, drafts.size]).toEqual(['Gro', 0]);
  page.actions.signOut();
  await seen(isSignIn);
  touch(kari);
  expect((await working()).drafts.size).toBe(0);
});

test('[S3] a person who loses the admin role while working is shown their present role', async () => {
  await using all = await scene();
  const { page, service, kari, gro, seen, working, touch } = all;
  await working();
  await service.book.changeStaff(gro.staff.id, kari.staff.id, { roles: ['volunteer'] });
  page.actions.refresh();
  await seen(isSignIn);
  touch(kari);
  const view = await seen(({ page }) => page === 'not-admin');
  expect(view).toMatchObject({ me: { alias: 'Kari', roles: ['volunteer'] } });
});

test('[S3] the address names a section of the page, never a person; back and forward move between sections', async () => {
  await using all = await scene();
  const { page, ola, working, hash, move } = all;
  await working();
  page.actions.openPerson(ola.staff.id);
  expect(hash()).toBe('#person');
  move('#staff');
  expect(await working(({ open }) => open === null)).toMatchObject({ left: ola.staff.id });
  move('#person');
  await working(({ open }) => open === ola.staff.id);
  move('#audit');
  await working(({ section, audit }) => section === 'audit' && audit.entries !== null);
  // The skip link is not a section.
  move('#main');
  expect(page.view.value).toMatchObject({ section: 'audit' });
  page.actions.go('invite');
  expect(hash()).toBe('#invite');
});

test('[I2] an open page keeps its person on duty, repeatedly', async () => {
  await using all = await scene();
  await all.working();
  await expect(all.keptTwice).resolves.toBeUndefined();
});

test('[I2] the page shows that its person is on duty as long as the service reports it', async () => {
  const clock = testClock();
  await using all = await scene(clock);
  const { service, kari, working } = all;
  const onDuty = async (is: boolean) =>
    expect(await working((work) => work.onDuty === is)).toMatchObject({ onDuty: is });
  await onDuty(false);
  const shift = await service.staff(0, kari.session);
  await shift.send('shift:start', {});
  clock.move(30_000);
  await onDuty(true);
  await shift.send('shift:end', {});
  clock.move(30_000);
  await onDuty(false);
  await shift.send('shift:start', {});
  all.look(true);
  await onDuty(true);
  // No answer arrives.
  await service.live.kill();
  clock.move(30_000);
  await onDuty(false);
});

test('[I2] a page that is not visible does not keep duty', async () => {
  const clock = testClock();
  await using all = await scene(clock);
  await all.working();
  expect(all.dutyKept()).toBe(1);
  all.look(false);
  clock.move(120_000);
  expect(all.dutyKept()).toBe(1);
  all.look(true);
  expect(all.dutyKept()).toBe(2);
});

test('[T4] an open statistics section asks for the counts of today each minute while it is visible', async () => {
  const clock = testClock();
  await using all = await scene(clock);
  const { page, seen } = all;
  await all.working();
  clock.move(60_000);
  expect(all.todayAsked()).toBe(0);
  page.actions.go('statistics');
  expect([all.hash(), all.todayAsked()]).toEqual(['#statistics', 1]);
  clock.move(60_000);
  clock.move(60_000);
  expect(all.todayAsked()).toBe(3);
  all.look(false);
  clock.move(180_000);
  expect(all.todayAsked()).toBe(3);
  all.look(true);
  expect(all.todayAsked()).toBe(4);
  page.actions.signOut();
  await seen(isSignIn);
  clock.move(60_000);
  expect(all.todayAsked()).toBe(4);
});

test('[I2] a page shown to a person who is not an admin does not keep duty', async () => {
  await using all = await scene();
  const { page, ola, seen, working, touch } = all;
  await working();
  page.actions.signOut();
  await seen(isSignIn);
  const before = all.dutyKept();
  touch(ola);
  await seen((view) => view.page === 'not-admin');
  all.look(true);
  expect(all.dutyKept()).toBe(before);
});

test('[A1] signing out here clears the volunteer’s tabs of this browser', async () => {
  await using all = await scene();
  const { page, jar, news, stored, seen, working } = all;
  await working();
  const tab = openVolunteerTab(() => jar.origin, '', quickClock, undefined, { news });
  onTestFinished(() => tab.controller.dispose());
  await tab.until('work', ({ link }) => link === 'online');
  await expect.poll(() => tab.stored.size).toBeGreaterThan(0);
  page.actions.signOut();
  await seen(isSignIn);
  await tab.until('sign-in');
  expect(tab.stored.size).toBe(0);
  expect(stored.size).toBe(0);
});

test('[A1, S2] signing out in another tab clears this one', async () => {
  await using all = await scene();
  const { page, ola, news, stored, working } = all;
  await working();
  page.actions.edit(ola.staff.id, { capacity: 3 });
  for (const run of news) run('signed out');
  expect(page.view.value).toMatchObject({ page: 'entry', kept: false });
  expect(stored.size).toBe(0);
});

test('[O9] the last person on duty is asked to confirm each sign-out', async () => {
  await using all = await scene();
  const { page, service, kari, seen, working } = all;
  await working();
  const shift = await service.staff(0, kari.session);
  await shift.send('shift:start', {});
  // So that no offer is made.
  await shift.send('availability:set', { state: 'paused' });
  await open(await service.seeker());
  await service.tick();
  const asked = { leaving: { last: 'one', waiting: 1 } };
  page.actions.signOut();
  expect(await working(({ leaving }) => leaving !== null)).toMatchObject(asked);
  page.actions.stay();
  expect(await working(({ leaving }) => leaving === null)).toMatchObject({ onDuty: true });
  page.actions.signOut();
  await working(({ leaving }) => leaving !== null);
  page.actions.signOutAnyway();
  await seen((view) => view.page === 'entry');
  await expect(service.staff(0, kari.session)).rejects.toMatchObject({ code: 'unauthorized' });
});

test('[O9] pressing Sign out twice asks once, and no late answer asks again', async () => {
  await using all = await scene();
  const { page, service, kari, seen, working, dutyKept } = all;
  await working();
  await (await service.staff(0, kari.session)).send('shift:start', {});
  await open(await service.seeker());
  await service.tick();
  const before = dutyKept();
  page.actions.signOut();
  page.actions.signOut();
  expect(dutyKept()).toBe(before + 1);
  await working(({ leaving }) => leaving !== null);
  const questions: unknown[] = [];
  const stop = page.view.subscribe((view) => {
    if (view.page === 'work' && view.leaving !== null) questions.push(view.leaving);
  });
  // Two answers are on their way; only one asks.
  page.actions.signOut();
  page.actions.stay();
  page.actions.signOut();
  await working(({ leaving }) => leaving !== null);
  page.actions.signOutAnyway();
  await seen(isSignIn);
  stop();
  expect(questions).toHaveLength(2);
});

test('[O9] a sign-out asks also while the live store does not answer', async () => {
  await using all = await scene();
  const { page, service, kari, seen, working } = all;
  await working();
  await (await service.staff(0, kari.session)).send('shift:start', {});
  await open(await service.seeker());
  await service.live.kill();
  page.actions.signOut();
  expect(await working(({ leaving }) => leaving !== null)).toMatchObject({ leaving: 'unknown' });
  page.actions.signOutAnyway();
  await seen(isSignIn);
});

test('[O9] an admin who takes no conversations signs out without a question', async () => {
  await using all = await scene();
  const { page, service, gro, seen, working, touch } = all;
  await working();
  page.actions.signOut();
  await seen(isSignIn);
  touch(gro);
  await working(({ me }) => me.id === gro.staff.id);
  await service.live.kill();
  page.actions.signOut();
  expect(await seen(isSignIn)).toMatchObject({ entry: { after: 'signed_out' } });
});
