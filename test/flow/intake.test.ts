import { TIMES } from '@terskel/shared/limits';
import { Intake } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { acceptNext, goReady, matchFive, open, refusal, wish } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

async function asked(service: TestService, node: number) {
  const response = await fetch(`${service.origin(node)}/api/intake`);
  return { response, intake: z.parse(Intake, await response.json()) };
}

test('[I1] every state reaches every page with the next tick', async () => {
  await using service = await startService({ nodes: 2 });
  const pages = [await service.seeker(0), await service.seeker(1)];
  const staffPage = await service.volunteer({ node: 1 });
  expect(pages.map(({ snapshot }) => snapshot.intake.state)).toEqual(['unstaffed', 'unstaffed']);
  expect(staffPage.snapshot.overview.intake.state).toBe('unstaffed');

  async function expectNext(state: string, released = false): Promise<void> {
    await (released ? service.pass(TIMES.intakeReleaseMs) : service.tick());
    for (const page of pages) {
      expect((await page.next('intake:changed')).intake).toMatchObject({ state, waiting: 0 });
    }
    for (const node of [0, 1]) expect((await asked(service, node)).intake.state).toBe(state);
    const newcomer = await service.seeker(1);
    expect(newcomer.snapshot.intake.state).toBe(state);
  }
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  await expectNext('open');
  await service.set({ paused: true });
  await expectNext('paused');
  await service.set({ paused: false, queueLimit: 1 });
  await expectNext('open');
  await service.pass(TIMES.intakeReleaseMs);
  const seeker = await service.seeker(1);
  await open(seeker);
  await expectNext('full', true);
  await seeker.send('ticket:cancel', {});
  await expectNext('open', true);
  await volunteer.send('shift:end', {});
  await expectNext('unstaffed');
  expect(staffPage.all('queue:changed').map(({ overview }) => overview.intake.state)).toEqual([
    'open',
    'paused',
    'open',
    'full',
    'open',
    'unstaffed',
  ]);
});

test('[I1, I2, Q5] a long break of everyone on duty pauses intake; waiting seekers keep their place', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await goReady(volunteer);
  await matchFive(service, volunteer, 60_000);
  await volunteer.send('availability:set', { state: 'paused' });
  const waits = await service.seeker();
  expect(await open(waits)).toMatchObject({ place: 1, wait: { fromMs: 0 } });
  await service.pass(TIMES.breakMs - 1);
  await waits.send('ticket:keep', {});
  expect((await asked(service, 0)).intake).toMatchObject({ state: 'open', wait: { fromMs: 0 } });

  const page = await service.seeker(1);
  await service.pass(1);
  for (const each of [waits, page]) {
    expect((await each.next('intake:changed')).intake).toMatchObject({
      state: 'paused',
      wait: null,
    });
  }
  expect(volunteer.all('queue:changed').at(-1)?.overview.intake.state).toBe('paused');
  for (const node of [0, 1]) {
    expect((await asked(service, node)).intake).toMatchObject({ state: 'paused', wait: null });
    const newcomer = await service.seeker(node);
    expect(newcomer.snapshot.intake.state).toBe('paused');
    expect(await newcomer.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
  }
  await service.pass(TIMES.placeUpdateMs);
  expect(waits.all('ticket:updated').at(-1)?.ticket).toMatchObject({ place: 1, wait: null });
  expect(await service.session(waits)).toMatchObject({
    ticket: expect.stringMatching(/./) as string,
  });

  const { offer } = await volunteer.send('offer:take', {});
  await volunteer.send('offer:decline', { offerId: offer.id });
  await volunteer.send('availability:set', { state: 'ready' });
  await service.tick();
  for (const each of [waits, page]) {
    expect((await each.next('intake:changed')).intake.state).toBe('open');
  }
  await open(await service.seeker(0));
});

test('[I1] intake is busy while the expected wait is over 20 min, and still accepts tickets', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  await service.tick();
  const page = await service.seeker(1);
  for (let matches = 0; matches < 5; matches += 1) {
    const seeker = await service.seeker();
    await open(seeker);
    const { id } = await acceptNext(volunteer);
    await seeker.send('conversation:end', { conversationId: id, reason: 'seeker' });
    await volunteer.send('availability:set', { state: 'ready' });
    await service.pass(9 * 60_000);
  }
  expect(page.all('intake:changed')).toEqual([]);
  // Five matches in 53 min are more than 10 min each. The upper bound of the wait is twice that.
  await service.pass(8 * 60_000);
  expect((await page.next('intake:changed')).intake).toMatchObject({
    ...{ state: 'busy', wait: { fromMs: 0, toMs: 25 * 60_000 } },
  });
  await open(await service.seeker(1));
});

test('[I4] public counts change in steps of five and at fixed times, so that no single person shows', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  await service.pass(TIMES.intakeReleaseMs);
  const { intake: before } = await asked(service, 0);
  const seekers = await Promise.all([0, 1, 0, 1].map((node) => service.seeker(node)));
  for (const seeker of seekers) {
    await open(seeker);
    await service.tick();
    for (const node of [0, 1]) expect((await asked(service, node)).intake).toEqual(before);
    expect((await service.seeker(1)).snapshot.intake).toEqual(before);
  }
  await service.pass(TIMES.intakeReleaseMs);
  expect((await asked(service, 1)).intake).toEqual(before);
  await open(await service.seeker());
  await service.tick();
  expect((await asked(service, 0)).intake).toEqual(before);
  await service.pass(TIMES.intakeReleaseMs);
  expect((await asked(service, 0)).intake).toMatchObject({ waiting: 5 });
});

test('[Q5] a seeker is told the queue of their language only, and no wait while nobody answers', async () => {
  await using service = await startService();
  const volunteer = await service.volunteer();
  await goReady(volunteer);
  await matchFive(service, volunteer, 60_000);
  await volunteer.send('availability:set', { state: 'paused' });
  for (let others = 0; others < 10; others += 1)
    await open(await service.seeker(), { language: 'en' });
  await service.pass(TIMES.intakeReleaseMs);
  const { intake } = volunteer.all('queue:changed').at(-1)?.overview ?? {};
  expect(intake).toMatchObject({ waiting: 10, wait: { fromMs: 0, toMs: 3 * 60_000 } });
  const seeker = await service.seeker();
  expect(await open(seeker)).toMatchObject({ place: 1, wait: { fromMs: 0 } });
  await volunteer.send('shift:end', {});
  await service.pass(5_000);
  expect(seeker.all('ticket:updated').at(-1)?.ticket).toMatchObject({ wait: null });
});

test.each([
  ['nobody is on duty', async () => {}],
  [
    'intake is paused',
    async (service: TestService) => {
      await (await service.volunteer()).send('shift:start', {});
      await service.set({ paused: true });
    },
  ],
  [
    'the queue is full',
    async (service: TestService) => {
      await (await service.volunteer()).send('shift:start', {});
      await service.set({ queueLimit: 2 });
      for (const node of [0, 1]) await open(await service.seeker(node));
    },
  ],
])('[I1] no ticket is opened while %s', async (_why, arrange) => {
  await using service = await startService({ nodes: 2 });
  await arrange(service);
  const late = await service.seeker(1);
  expect(await late.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
  const again = await service.seeker(0, late.resumeToken);
  expect(again.snapshot.session).toEqual({ kind: 'idle' });
});

test("[I4] the landing page's intake request may be cached for 5 s", async () => {
  await using service = await startService({ nodes: 2 });
  const { response, intake } = await asked(service, 1);
  expect(intake).toEqual({ state: 'unstaffed', waiting: 0, wait: null, languages: ['no', 'en'] });
  expect(response.headers.get('cache-control')).toBe('public, max-age=5');
  expect(response.headers.get('set-cookie')).toBeNull();
});
