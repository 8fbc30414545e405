/** What Prometheus reads: correct counts, and nothing about a person. */
import { createConnection } from 'node:net';
import { digest } from '@terskel/server/digest';
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import { ERRORS } from '@terskel/shared/errors';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { acceptNext, goReady, keys, message, open, publicKey, talk } from '../helpers/fixtures.ts';
import { ask } from '../helpers/raw-http.ts';
import { metricsAddress, scrape } from '../helpers/scrape.ts';
import { startService, until } from '../helpers/service.ts';

const CANARY = 'kanarifugl';
/** Allowed label values. `le`, `space`, `type` and the like belong to the process and to histograms. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  command: [...Object.keys(seekerCommands), ...Object.keys(staffCommands), 'unknown'],
  outcome: ['ok', ...Object.keys(ERRORS)],
  code: Object.keys(ERRORS),
  event: [...Object.keys(seekerEvents), ...Object.keys(staffEvents)],
  kind: [
    ...['seeker', 'staff', 'offer', 'ask', 'place', 'seat', 'lost', 'wrap-up', 'duty', 'rematch'],
    ...['stuck', 'escalate'],
    ...['tombstone', 'major', 'minor', 'incremental', 'weakcb'],
  ],
  reason: [
    ...['matched', 'cancelled', 'exit', 'expired', 'closed', 'seeker', 'volunteer', 'seeker_lost'],
    ...['volunteer_lost', 'keys_differ'],
  ],
  store: ['live', 'inbox', 'ledger'],
};

test('[A7] a scrape after a conversation counts what happened and identifies nobody', async () => {
  await using service = await startService({ nodes: 2, metrics: true });
  const volunteer = await service.volunteer({ node: 0, alias: CANARY });
  await goReady(volunteer);
  const seeker = await service.seeker(1);
  const ticket = await open(seeker);
  expect(await open(seeker)).toMatchObject({ id: ticket.id });
  service.clock.move(20_000);
  const { id: conversationId } = await acceptNext(volunteer);
  await seeker.next('conversation:started');
  const sent = [1, 2, 3].map((counter) => message({ id: conversationId }, counter));
  for (const words of sent) await seeker.send('message:send', words);
  for (const _ of sent) await volunteer.next('message:posted');
  await seeker.raw(CANARY, { [CANARY]: CANARY });
  await seeker.raw('message:send', { [CANARY]: CANARY });
  await expect(service.seeker(0, CANARY)).rejects.toThrow('invalid_payload');
  await service.tick();
  const during = await scrape(service.nodes);
  expect(during.sum('terskel_connections', { kind: 'seeker' })).toBe(1);
  expect(during.sum('terskel_connections', { kind: 'staff' })).toBe(1);
  // Each node reports the same total of the service.
  expect(during.sum('terskel_conversations')).toBe(2);
  expect(during.sum('terskel_on_duty')).toBe(2);
  await seeker.send('conversation:end', { conversationId, reason: 'seeker' });
  await volunteer.next('conversation:ended');

  const { sum, samples, text } = await scrape(service.nodes);
  const told = {
    opened: sum('terskel_tickets_opened_total'),
    ended: sum('terskel_tickets_ended_total'),
    matched: sum('terskel_tickets_ended_total', { reason: 'matched' }),
    waits: sum('terskel_wait_seconds_count'),
    started: sum('terskel_conversations_started_total'),
    over: sum('terskel_conversations_ended_total', { reason: 'seeker' }),
    sent: sum('terskel_commands_total', { command: 'message:send', outcome: 'ok' }),
    nonsense: sum('terskel_commands_total', { outcome: 'invalid_payload' }),
    unknown: sum('terskel_commands_total', { command: 'unknown', outcome: 'unknown_command' }),
    answered: sum('terskel_command_seconds_count') - sum('terskel_commands_total'),
    refused: sum('terskel_handshakes_refused_total', { kind: 'seeker', code: 'invalid_payload' }),
    relayed: sum('terskel_events_relayed_total', { event: 'message:posted' }),
    relays: sum('terskel_relay_seconds_count'),
    up: sum('terskel_store_up'),
  };
  expect(told).toEqual({
    ...{ opened: 1, ended: 1, matched: 1, waits: 1, started: 1, over: 1, sent: 3, nonsense: 1 },
    ...{ unknown: 1, answered: 0, refused: 1, relayed: 3, relays: 3, up: 6 },
  });
  for (const name of ['terskel_tick_seconds_count', 'nodejs_eventloop_lag_p99_seconds'])
    expect(sum(name)).toBeGreaterThan(0);

  const outside = samples.flatMap(({ name, labels }) =>
    Object.entries(labels)
      .filter(([label]) => name.startsWith('terskel_') && label !== 'le')
      .filter(([label, value]) => LABELS[label]?.includes(value) !== true),
  );
  expect(outside).toEqual([]);
  const ids = [
    ticket.id,
    conversationId,
    volunteer.staff.id,
    ...sent.map((each) => each.ciphertext),
  ];
  const sessions = [seeker.resumeToken, digest(seeker.resumeToken), volunteer.session];
  const secrets = [CANARY, '127.0.0.1', '::1', 'localhost', ...ids, ...sessions];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  // Counts are not split by labels that could identify a person.
  expect(text).not.toMatch(/language|topic|feeling|urgent|alias/);
});

test('[A7] each way to end is counted once, regardless of who causes it and how often', async () => {
  await using service = await startService({ nodes: 2, metrics: true });
  const started = await talk(service, 0, 1);
  // The seeker cancels.
  const cancelling = await service.seeker(0);
  await open(cancelling);
  await cancelling.send('ticket:cancel', {});
  // The seeker leaves the page.
  const leaving = await service.seeker(1);
  await open(leaving);
  await service.leave(leaving, 'exit');
  await leaving.next('ticket:ended');
  // The seeker loses the connection for too long.
  const gone = await service.seeker(0);
  await open(gone);
  await service.drop(gone);
  await service.pass(TIMES.placeKeptMs + 3_000);
  // The seeker does not answer whether they are still waiting.
  const silent = await service.seeker(0);
  await open(silent);
  await service.pass(TIMES.stillWaitingAskMs);
  await service.pass(TIMES.stillWaitingAnswerMs);
  await silent.next('ticket:ended');
  // One conversation ends because the keys differ, the next one is closed by the volunteer.
  const { seeker, volunteer, of } = started;
  await seeker.send('conversation:requeue', {
    ...of,
    reason: 'keys_differ',
    publicKey: publicKey(),
  });
  await volunteer.next('conversation:ended');
  await volunteer.send('availability:set', { state: 'ready' });
  // The same volunteer gets the ticket only if no other is on duty.
  await service.pass(TIMES.declineHoldMs);
  await service.sweep();
  const { offer } = await volunteer.next('offer:made');
  const second = { offerId: offer.id, ...keys() };
  const { conversation } = await volunteer.send('offer:accept', second);
  service.clock.move(1);
  await volunteer.send('offer:accept', second);
  await volunteer.send('conversation:end', { conversationId: conversation.id });

  const { sum, samples } = await scrape(service.nodes);
  const reasons = (name: string) =>
    Object.fromEntries(
      samples
        .filter((sample) => sample.name === name)
        .map(({ labels }) => [String(labels['reason']), sum(name, labels)] as const),
    );
  expect(reasons('terskel_tickets_ended_total')).toEqual({
    ...{ matched: 2, cancelled: 1, exit: 1, expired: 2 },
  });
  expect(reasons('terskel_conversations_ended_total')).toEqual({ keys_differ: 1, volunteer: 1 });
  expect(sum('terskel_conversations_started_total')).toBe(2);
  expect(sum('terskel_tickets_opened_total')).toBe(5);
  // The test let the deadline pass three seconds late.
  const late = { kind: 'place' };
  expect(sum('terskel_deadline_late_seconds_sum', late)).toBeGreaterThanOrEqual(3);
});

test('[A7] a lost seeker and an unreachable store are counted, and unknown values are NaN', async () => {
  await using service = await startService({ nodes: 1, metrics: true });
  const { seeker, volunteer } = await talk(service, 0, 0);
  await service.drop(seeker);
  await service.pass(TIMES.seekerGoneMs);
  await service.pass(TIMES.seekerGoneMs);
  await volunteer.next('conversation:ended');
  const before = await scrape(service.nodes);
  expect(before.sum('terskel_conversations_ended_total', { reason: 'seeker_lost' })).toBe(1);
  expect(before.sum('terskel_store_losses_total')).toBe(0);

  await service.live.kill();
  await until(async () => (await scrape(service.nodes)).sum('terskel_store_up') === 1);
  await service.tick();
  const { sum } = await scrape(service.nodes);
  expect(sum('terskel_store_up', { store: 'ledger' })).toBe(1);
  expect(sum('terskel_store_losses_total', { store: 'live' })).toBe(1);
  expect(sum('terskel_waiting')).toBeNaN();
  await service.live.restart();
});

test('[A7] metrics are served on their own port only, and only if configured', async () => {
  await using service = await startService({ nodes: 1, metrics: true });
  await using silent = await startService({ nodes: 1 });
  expect(silent.nodes[0]?.metricsPort).toBeNull();
  for (const one of [service, silent])
    expect((await ask(one.origin(), '/metrics')).status).toBe(404);
  const [node] = service.nodes;
  const { origin } = new URL(node ? metricsAddress(node) : '');
  const { status, headers } = await ask(origin, '/metrics');
  expect([status, headers['content-type']]).toEqual([
    200,
    expect.stringContaining('version=0.0.4'),
  ]);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  for (const [target, method] of [
    ...[
      ['/', 'GET'],
      ['/metrics/', 'GET'],
      ['/metrics?x', 'GET'],
      ['/healthz', 'GET'],
    ],
    ...[
      ['/metrics', 'POST'],
      ['/metrics', 'OPTIONS'],
    ],
  ] as const)
    expect([target, method, await ask(origin, target, { method })]).toMatchObject([
      target,
      method,
      { status: 404 },
    ]);
  await node?.close();
  const refused = new Promise((resolve) => {
    createConnection(Number(new URL(origin).port), '127.0.0.1').once('error', resolve);
  });
  expect(await refused).toMatchObject({ code: 'ECONNREFUSED' });
});
