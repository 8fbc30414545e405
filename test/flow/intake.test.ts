import { Intake } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { z } from 'zod/mini';
import { acceptNext, goReady, open, refusal, wish } from '../helpers/fixtures.ts';
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

  async function expectNext(state: string, waiting = 0): Promise<void> {
    await service.tick();
    for (const page of pages) {
      expect((await page.next('intake:changed')).intake).toMatchObject({ state, waiting });
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
  const seeker = await service.seeker(1);
  await open(seeker);
  await expectNext('full', 1);
  await seeker.send('ticket:cancel', {});
  await expectNext('open');
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

test('[I1] it is busy while the wait is expected to be over 20 min, and a place can be taken', async () => {
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
  // Five matches in 53 min: more than 10 min each, and twice that for the slower half.
  await service.pass(8 * 60_000);
  expect((await page.next('intake:changed')).intake).toMatchObject({
    ...{ state: 'busy', wait: { fromMs: 0, toMs: 22 * 60_000 } },
  });
  await open(await service.seeker(1));
});

test.each([
  ['nobody is on duty', async () => {}],
  [
    'it is paused',
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
])('[I1] no place can be taken while %s', async (_why, arrange) => {
  await using service = await startService({ nodes: 2 });
  await arrange(service);
  const late = await service.seeker(1);
  expect(await late.raw('ticket:open', wish())).toEqual(refusal('intake_closed'));
  const again = await service.seeker(0, late.resumeToken);
  expect(again.snapshot.session).toEqual({ kind: 'idle' });
});

test('[I4] the landing page asks by a request that may be cached for 5 s', async () => {
  await using service = await startService({ nodes: 2 });
  const { response, intake } = await asked(service, 1);
  expect(intake).toEqual({ state: 'unstaffed', waiting: 0, wait: null, languages: ['no', 'en'] });
  expect(response.headers.get('cache-control')).toBe('public, max-age=5');
  expect(response.headers.get('set-cookie')).toBeNull();
});
