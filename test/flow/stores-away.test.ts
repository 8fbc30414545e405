import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import {
  acceptNext,
  goReady,
  message,
  messagesAfter,
  open,
  refusal,
  talk,
  wish,
} from '../helpers/fixtures.ts';
import { COMMANDS, sample } from '../helpers/samples.ts';
import { startService, until, type TestService } from '../helpers/service.ts';

const unavailable = { ...refusal('unavailable'), retryAfterMs: TIMES.commandMs };

async function status(service: TestService, node: number, path: string): Promise<number> {
  return (await fetch(`${service.origin(node)}${path}`)).status;
}
test('[F4] when the live store restarts empty, commands fail at once, nodes stay, and everything starts empty', async () => {
  await using service = await startService({ nodes: 2 });
  // Who leads may send every command.
  const { seeker, volunteer, of } = await talk(service, 0, 1, {}, { roles: ['leader'] });
  const waits = await service.seeker(1);
  await open(waits);
  await service.tick();
  await service.live.kill();

  for (const { side, name, payload } of COMMANDS) {
    const peer = side === 'seeker' ? seeker : volunteer;
    const changed = { ...sample(payload), ...('conversationId' in sample(payload) ? of : {}) };
    expect([name, await peer.raw(name, changed)]).toEqual([name, unavailable]);
  }
  await service.tick();
  expect(await status(service, 0, '/healthz')).toBe(200);
  expect(await status(service, 1, '/readyz')).toBe(503);
  expect(await status(service, 0, '/api/intake')).toBe(503);
  await expect(service.seeker(0, waits.resumeToken)).rejects.toMatchObject({ code: 'unavailable' });
  const body = JSON.stringify({ resumeToken: waits.resumeToken, how: 'exit' });
  const headers = { 'content-type': 'application/json' };
  const left = await fetch(`${service.origin(0)}/api/leave`, { method: 'POST', headers, body });
  expect([left.status, await left.json()]).toEqual([503, refusal('unavailable')]);
  expect([seeker, volunteer, waits].map(({ socket }) => socket.connected)).toEqual([
    true,
    true,
    true,
  ]);

  await service.live.restart();
  await service.ready();
  // Clients reconnect with what their tabs have kept. A tab that kept nothing starts again.
  await Promise.all([seeker, volunteer, waits].map((peer) => peer.disconnected()));
  const restarted = await service.seeker(1, waits.resumeToken);
  expect(restarted.snapshot.session).toEqual({ kind: 'idle' });
  const page = await service.staff(0, volunteer.session);
  expect(page.snapshot.session).toMatchObject({
    ...{ availability: { state: 'off' }, offer: null, conversations: [], asides: [] },
    ...{ calls: [], stuck: [], ended: [] },
  });
  await goReady(page);
  await open(restarted);
  await service.pass(TIMES.restoreHoldMs);
  await acceptNext(page);
  await restarted.next('conversation:started');
});

test('[F4] while a store hangs, commands and readiness answer within 2 s', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation } = await talk(service, 0, 1);
  process.kill(service.live.pid, 'SIGSTOP');
  const words = message(conversation);
  const sending = seeker.raw('message:send', words);
  const opening = volunteer.raw('availability:set', { state: 'paused' });
  await service.heard(seeker, volunteer);
  service.clock.move(TIMES.commandMs);
  expect(await Promise.all([sending, opening])).toEqual([unavailable, unavailable]);
  let readiness = 0;
  void status(service, 0, '/readyz').then((code) => (readiness = code));
  await until(async () => {
    // The 2 s of a request begin when it arrives.
    service.clock.move(100);
    return readiness !== 0;
  });
  expect(readiness).toBe(503);
  process.kill(service.live.pid, 'SIGCONT');

  // The command may have been carried out all the same. Sent again, it stays one message.
  expect(await seeker.send('message:send', words)).toMatchObject({ seq: 1 });
  await volunteer.next('message:posted');
  await service.ready();
});

test('[F4] events missed while the subscription was cut are made up for by a snapshot', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of, conversation } = await talk(service, 0, 1);
  const waits = await service.seeker(1);
  const ticket = await open(waits);
  const snapshots = () => [
    ...[seeker, waits].map((peer) => peer.all('session:snapshot').length),
    volunteer.all('session:snapshot').length,
  ];
  const toldAgain = async (before: number[]) => {
    await service.tick();
    return snapshots().every((count, index) => count > (before[index] ?? 0));
  };
  for (let cut = 1; cut <= 6; cut += 1) {
    const before = snapshots();
    // Cuts both connections of both nodes, which reconnect in any order.
    await service.cut('normal');
    await service.cut('pubsub');
    await until(() => toldAgain(before));
    expect(waits.all('session:snapshot').at(-1)?.session).toEqual({ kind: 'ticket', ticket });
    await volunteer.send('message:send', message(conversation, cut));
    expect((await seeker.next('message:posted')).message.seq).toBe(cut);
  }
  await service.cut('pubsub');
  await volunteer.send('message:send', message(conversation, 7));
  const last = () => seeker.all('session:snapshot').at(-1)?.session;
  // A snapshot of the cut before may still arrive. The awaited one includes the message.
  await until(async () => {
    await service.tick();
    const session = last();
    return session?.kind === 'conversation' && session.conversation.lastSeq === 7;
  });
  expect(last()).toMatchObject({ conversation: { lastSeq: 7 } });
  expect(await messagesAfter(seeker, of, 6)).toHaveLength(1);
});

test('[F4] without the ledger nobody can sign in, and the queue keeps working', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  await service.set({ queueLimit: 3 });
  await service.ledger.kill();
  await expect(service.staff(0, volunteer.session)).rejects.toMatchObject({ code: 'unavailable' });
  const cookie = `terskel-staff=${volunteer.session}`;
  const me = await fetch(`${service.origin(1)}/api/staff/me`, { headers: { cookie } });
  expect([me.status, await me.json()]).toEqual([503, refusal('unavailable')]);
  expect(await status(service, 0, '/readyz')).toBe(503);

  const waits = [await service.seeker(0), await service.seeker(1), await service.seeker(1)];
  for (const one of waits) await open(one);
  expect(await (await service.seeker(0)).raw('ticket:open', wish())).toEqual(
    refusal('intake_closed'),
  );
  await waits[0]?.send('ticket:cancel', {});
  await service.pass(TIMES.placeUpdateMs);
  expect((await waits[2]?.next('ticket:updated'))?.ticket).toMatchObject({ place: 2 });
  await seeker.send('conversation:end', { ...of, reason: 'seeker' });
  await volunteer.send('availability:set', { state: 'ready' });
  await acceptNext(volunteer);

  await service.ledger.restart();
  await service.ready();
});

test('[F4] a node stops cleanly while the live store is away', async () => {
  await using service = await startService({ nodes: 1 });
  const node = await service.spawn();
  const seeker = await service.seeker(node.origin);
  await service.live.kill();
  expect(await node.kill('SIGTERM')).toBe(0);
  await seeker.disconnected();
  await service.live.restart();
});

test('[R1] concurrent readiness requests make a node ask its stores once', async () => {
  await using service = await startService();
  const pings = async () =>
    Number(/cmdstat_ping:calls=(\d+)/.exec(await service.ledgerRedis.info('commandstats'))?.[1]);
  const before = await pings();
  process.kill(service.live.pid, 'SIGSTOP');
  const asked = Array.from({ length: 100 }, () => status(service, 0, '/readyz'));
  // The ledger is the store that still answers.
  await until(async () => (await pings()) > before);
  for (let times = 0; times < 10; times += 1) await status(service, 0, '/healthz');
  process.kill(service.live.pid, 'SIGCONT');
  expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
  expect((await pings()) - before).toBeLessThan(50);
});
