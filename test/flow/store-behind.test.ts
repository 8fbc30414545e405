/** The live store was replaced by one that lacks the latest changes, so its records of known sessions are outdated. */
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { open, talk } from '../helpers/fixtures.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { startService, until, type TestService } from '../helpers/service.ts';

/** Saves the store's data, with which the next one starts. All later changes are lost. */
const copy = (service: TestService) => service.redis.sendCommand(['SAVE']);

async function takeOver(service: TestService): Promise<void> {
  await service.live.kill();
  await service.live.restart();
  await service.ready();
}

test('[F3] a store that came back empty ends no session in a tab', async () => {
  await using service = await startService();
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker();
  await open(seeker);
  await service.settled(seeker);
  // A tick that waits for the ledger delays the next one, in which the node notices the new store.
  process.kill(service.ledger.pid, 'SIGSTOP');
  const beat = service.tick();
  await service.settled();
  await service.live.kill();
  await service.live.restart();
  const { store } = service.nodes[0]?.domain ?? {};
  await until(async () => (await store?.ready().catch(() => false)) === true);
  // The subscription reconnects after that, and requests new snapshots for everybody.
  const asked = () => service.redis.info('commandstats');
  await until(async () => {
    await service.cut('pubsub').catch(() => {});
    return /cmdstat_hgetall/.test(await asked().catch(() => ''));
  });
  await service.settled(seeker);
  process.kill(service.ledger.pid, 'SIGCONT');
  await beat;
  await service.ready();
  await seeker.disconnected();
  expect(seeker.all('session:snapshot').map(({ session }) => session.kind)).toEqual(['idle']);
});

test('[F3, Q9] seekers who left just before the loss stay gone, although the copy still has them', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker: ends, volunteer: other, of } = await talk(service, 0, 1);
  const volunteer = await service.volunteer({ node: 1 });
  await volunteer.send('shift:start', {});
  const [closes, cancels] = [await service.seeker(0), await service.seeker(1)];
  for (const one of [closes, cancels]) await open(one, { language: 'en' });
  await copy(service);
  await service.drop(closes);
  await cancels.send('ticket:cancel', {});
  await ends.send('conversation:end', { ...of, reason: 'seeker' });
  await other.next('conversation:ended');
  await service.drop(volunteer);
  await service.settled(ends, other);
  await takeOver(service);
  await service.sweep();

  expectConsistent(await service.dump());
  const { hashes } = await service.dump();
  const left = Object.keys(hashes).filter((key) => /^(?:seeker|ticket|conversation):/.test(key));
  // The seeker who only lost the connection keeps the place, and is marked as disconnected.
  expect(left).toHaveLength(2);
  expect(await service.session(closes)).toMatchObject({ connection: '' });
  expect(hashes[`volunteer:${volunteer.staff.id}`]).toMatchObject({ connection: '' });
  await service.pass(TIMES.placeKeptMs);
  expect(await service.session(closes)).toEqual({});
});

test('[O1, F3] an untrained volunteer cannot go on duty by a claim in the handshake', async () => {
  await using service = await startService();
  const untrained = await service.volunteer({ trained: false });
  const { resumeTicket } = await untrained.next('resume:issued');
  await takeOver(service);
  const page = await service.staff(0, untrained.session, { resumeTicket, duty: 'ready' });
  expect(page.snapshot.session.availability).toEqual({ state: 'off' });
});

test('[O1, F3] a volunteer who goes off duty after the loss stays off when snapshots are sent again', async () => {
  await using service = await startService();
  const volunteer = await service.volunteer();
  const { resumeTicket } = await volunteer.next('resume:issued');
  await takeOver(service);
  const page = await service.staff(0, volunteer.session, { resumeTicket, duty: 'ready' });
  expect(page.snapshot.session.availability).toEqual({ state: 'ready' });
  await page.send('shift:end', {});
  const snapshots = () => page.all('session:snapshot');
  const before = snapshots().length;
  await service.cut('pubsub');
  await until(async () => snapshots().length > before);
  expect(snapshots().at(-1)?.session.availability).toEqual({ state: 'off' });
});

test.each([
  ['ready', 'off'],
  ['paused', 'ready'],
  ['ready', 'paused'],
] as const)(
  '[O1, F3] a volunteer who was %s for the copy, and is %s for the page, stays so',
  async (before, after) => {
    await using service = await startService();
    const volunteer = await service.volunteer();
    await volunteer.send('shift:start', {});
    await volunteer.send('availability:set', { state: before });
    const { resumeTicket } = await volunteer.next('resume:issued');
    await copy(service);
    if (after === 'off') await volunteer.send('shift:end', {});
    else await volunteer.send('availability:set', { state: after });
    await takeOver(service);
    const lost = after === 'off' ? { resumeTicket } : { resumeTicket, duty: after };
    const page = await service.staff(0, volunteer.session, lost);
    expect(page.snapshot.session.availability).toMatchObject({ state: after });
    expectConsistent(await service.dump());
  },
);

test('[F3] an end long before the loss is remembered as long as an earlier resume ticket is valid', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker(0);
  await open(seeker);
  const { resumeTicket } = await seeker.next('resume:issued');
  await seeker.send('ticket:cancel', {});
  await service.settled(seeker);
  await service.pass(TIMES.resumeMs - 1_000);
  await takeOver(service);
  service.clock.move(TIMES.resumeMs - 1_000);
  await service.tick();
  for (const node of [0, 1]) {
    const tab = await service.seeker(node, seeker.resumeToken, resumeTicket);
    expect(tab.snapshot.session.kind).toBe('idle');
  }
  // The end is forgotten by now, and the resume ticket has expired.
  await service.pass(TIMES.resumeMs);
  const late = await service.seeker(0, seeker.resumeToken, resumeTicket);
  expect(late.snapshot.session.kind).toBe('idle');
});
