/** A staff member is revoked while working (rule S4). */
import { setImmediate } from 'node:timers/promises';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { acceptNext, goReady, message, open, publicKey, refusal } from '../helpers/fixtures.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { startService, type TestService } from '../helpers/service.ts';
import { joined, staffBrowser } from '../helpers/staff-browser.ts';

/** Whether the volunteer's own node or another one handles the revocation. */
const WHERE = [
  ['by the node where the volunteer is', 1],
  ['by another node', 0],
] as const;

async function shift(service: TestService, adminAt: number, workAt = 1) {
  const admin = await joined(service, ['admin'], { alias: 'Ada', node: adminAt });
  const kari = await joined(service, ['volunteer'], { node: workAt });
  const page = await service.staff(workAt, kari.session);
  await goReady(page);
  return {
    ...{ kari, page },
    revoke: async () => {
      const { id } = kari.staff;
      expect((await admin.ask('POST /api/admin/staff/revoke', { id })).status).toBe(204);
    },
    /** Expects that the person's session and passkey are refused everywhere. */
    expectShut: async () => {
      const routes = ['GET /api/staff/me', 'GET /api/staff/sessions'] as const;
      for (const node of [0, 1])
        for (const route of routes)
          expect((await kari.ask(route, undefined, { node })).code).toBe('unauthorized');
      const again = staffBrowser(service, { authenticator: kari.authenticator });
      expect((await again.signIn()).code).toBe('unauthorized');
      for (const node of [0, 1])
        await expect(service.staff(node, kari.session)).rejects.toThrow('unauthorized');
    },
  };
}

describe.each(WHERE)('%s', (_where, adminAt) => {
  test('[S4] in a conversation: the next tick closes the connection, and the seeker is treated as in C5', async () => {
    await using service = await startService({ nodes: 2 });
    const { kari, page, revoke, expectShut } = await shift(service, adminAt);
    const seeker = await service.seeker(0);
    await open(seeker);
    const conversation = await acceptNext(page);
    const of = { conversationId: conversation.id };
    await seeker.next('conversation:started');
    const other = await service.volunteer({ node: 0, alias: 'Ola' });
    await other.send('shift:start', {});
    service.clock.move(1_000);
    const later = await service.seeker(1);
    await open(later);

    await revoke();
    await expectShut();
    await service.tick();
    await page.disconnected();
    expect((await seeker.next('presence:changed')).presence).toMatchObject({ connected: false });

    const requeue = { ...of, reason: 'volunteer_lost' as const, publicKey: publicKey() };
    await service.pass(TIMES.volunteerLostChoiceMs - 1_000);
    expect(await seeker.raw('conversation:requeue', requeue)).toEqual({
      ...{ ...refusal('wrong_state'), retryAfterMs: 1_000 },
    });
    // The seeker can still write meanwhile.
    await seeker.send('message:send', message(conversation));
    await service.pass(1_000);
    const { ticket } = await seeker.send('conversation:requeue', requeue);
    // The original place, before the seeker who came later.
    expect(ticket).toMatchObject({ state: 'waiting', place: 1 });
    await other.send('availability:set', { state: 'ready' });
    const { offer } = await other.next('offer:made');
    expect(offer.publicKey).toBe(requeue.publicKey);
    await expectShut();
    expect((await service.book.people()).map(({ id }) => id)).not.toContain(kari.staff.id);
  });

  test('[S4] with a pending offer: the ticket returns to its original place', async () => {
    await using service = await startService({ nodes: 2 });
    const { page, revoke, expectShut } = await shift(service, adminAt);
    const seeker = await service.seeker(0);
    const { id } = await open(seeker);
    await page.next('offer:made');
    service.clock.move(1_000);
    await open(await service.seeker(1));
    await revoke();
    await service.tick();
    await page.disconnected();
    await service.sweep();
    const other = await service.volunteer({ node: 0, alias: 'Ola' });
    await other.send('shift:start', {});
    const [{ ticket } = { ticket: null }] = seeker
      .all('ticket:updated')
      .filter((told) => told.ticket.state === 'waiting')
      .slice(-1);
    expect(ticket).toMatchObject({ id, state: 'waiting', place: 1 });
    await other.send('availability:set', { state: 'ready' });
    expect((await other.next('offer:made')).offer.waitedMs).toBeGreaterThanOrEqual(1_000);
    await expectShut();
  });
});

test('[S4] a tick is at most half of the two seconds', () => {
  expect(TIMES.tickMs * 2).toBeLessThanOrEqual(2_000);
});

test('[S4] a revoked person is disconnected while the live store is away', async () => {
  await using service = await startService({ nodes: 2 });
  const { kari, page } = await shift(service, 0);
  await service.live.kill();
  await service.tick();
  expect(page.socket.connected).toBe(true);
  await service.book.revoke('operator', kari.staff.id);
  await service.tick();
  await page.disconnected();
  await service.live.restart();
});

test('[S4] a revoked person is disconnected while the live store hangs, even beside an admin', async () => {
  const live = await startTestRedis();
  await using service = await startService({ live });
  const { kari, page } = await shift(service, 0, 0);
  const admin = await service.volunteer({ roles: ['admin'] });
  process.kill(live.pid, 'SIGSTOP');
  await service.book.revoke('operator', kari.staff.id);
  let given = false;
  const ticked = service.tick().finally(() => {
    given = true;
  });
  await setImmediate();
  // Less than a command would wait.
  service.clock.move(TIMES.tickMs / 2);
  await page.disconnected();
  // The tick still waits for the store, and the admin is still connected.
  expect([given, admin.socket.connected]).toEqual([false, true]);
  process.kill(live.pid, 'SIGCONT');
  await ticked;
});

test('[S4] nobody else is disconnected, and nobody at all while the ledger is away', async () => {
  await using service = await startService({ nodes: 2 });
  const { page, revoke } = await shift(service, 0);
  const others = [await service.volunteer({ node: 0 }), await service.volunteer({ node: 1 })];
  await revoke();
  await service.tick();
  await page.disconnected();
  await service.ledger.kill();
  await service.tick();
  await service.tick();
  expect(others.map(({ socket }) => socket.connected)).toEqual([true, true]);
  await service.ledger.restart();
  await service.ready();
});
