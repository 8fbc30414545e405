import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { TIMES } from '@terskel/shared/limits';
import { io } from 'socket.io-client';
import { describe, expect, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { NODES, acceptNext, goReady, keys, message, open, talk } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';

describe.each(NODES)('%s', (_where, first, second) => {
  test('[Q6] a second connection with the same token replaces the first, which has no effect afterwards', async () => {
    await using service = await startService({ nodes: 2 });
    await (await service.volunteer()).send('shift:start', {});
    const older = await service.seeker(first);
    const ticket = await open(older);
    const newer = await service.seeker(second, older.resumeToken);
    expect(newer.snapshot.session).toEqual({ kind: 'ticket', ticket });
    await older.next('session:replaced');
    await older.disconnected();

    const stored = await service.session(newer);
    expect(stored).toMatchObject({ lostAt: '', connection: expect.stringMatching(/./) as string });
    await service.pass(TIMES.placeKeptMs);
    expect(await service.session(newer)).toEqual(stored);
    await newer.send('ticket:cancel', {});
    expect(await newer.next('ticket:ended')).toMatchObject({ reason: 'cancelled' });
    expect(older.all('ticket:ended')).toEqual([]);
  });

  test('[Q2] after a takeover the newer connection gets another snapshot, with the last changes', async () => {
    await using service = await startService({ nodes: 2 });
    const older = await service.volunteer({ node: first });
    const newer = await service.staff(second, older.session);
    await older.disconnected();
    const { session } = await newer.next('session:snapshot');
    expect(session).toEqual(newer.snapshot.session);
  });

  test('[C5] a tab opened twice in a conversation: the newer one continues, and no loss is reported', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker: older, volunteer, conversation } = await talk(service, first, second);
    const newer = await service.seeker(second, older.resumeToken);
    expect(newer.snapshot.session).toMatchObject({ conversation: { id: conversation.id } });
    await older.next('session:replaced');
    await older.disconnected();
    const sent = message(conversation);
    await volunteer.send('message:send', sent);
    expect((await newer.next('message:posted')).message.ciphertext).toBe(sent.ciphertext);
    await service.sweep();
    await service.settled(volunteer, newer);
    expect(volunteer.all('presence:changed')).toEqual([]);
  });

  test('[O7] a volunteer who reloads gets the pending offer and the conversation back', async () => {
    await using service = await startService({ nodes: 2 });
    const volunteer = await service.volunteer({ node: first, capacity: 2 });
    await goReady(volunteer);
    const seeker = await service.seeker(first);
    await open(seeker);
    const conversation = await acceptNext(volunteer);
    const waits = await service.seeker(second);
    await open(waits, { topic: 'grief' });
    const { offer } = await volunteer.next('offer:made');

    const back = await service.staff(second, volunteer.session);
    await volunteer.next('session:replaced');
    expect(back.snapshot.session).toEqual({
      staff: volunteer.staff,
      availability: { state: 'ready' },
      offer,
      conversations: [conversation],
      asides: [],
      calls: [],
      stuck: [],
      ended: [],
    });
    await back.send('offer:accept', { offerId: offer.id, ...keys() });
    await waits.next('conversation:started');
    await back.send('message:send', message(conversation));
    await seeker.next('message:posted');
    expect(seeker.all('presence:changed')).toEqual([]);
  });
});

test('[Q6] connections that end at once leave no session behind', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const seeker = await service.seeker(0);
  await open(seeker);
  await service.drop(seeker);
  for (let visit = 0; visit < 20; visit += 1) {
    const { promise: came, resolve: come } = Promise.withResolvers<void>();
    const auth = { protocol: PROTOCOL_VERSION, resumeToken: seeker.resumeToken };
    const options = { auth, forceNew: true, reconnection: false, transports: ['websocket'] };
    const tab = io(`${service.origin(visit % 2)}/seeker`, options);
    tab.once('connect', come);
    await came;
    tab.disconnect();
  }
  await until(async () => (await service.session(seeker))['connection'] === '');
  await service.pass(TIMES.placeKeptMs);
  expect(await service.session(seeker)).toEqual({});
});

test('[A5] nothing is stored about a seeker before a ticket is opened', async () => {
  await using service = await startService({ nodes: 2 });
  const before = await service.dump();
  const seekers = [await service.seeker(0), await service.seeker(1)];
  expect(await service.dump()).toEqual(before);
  for (const seeker of seekers) await service.drop(seeker);
  await service.sweep();
  const { nodes: _beats, ...zsets } = (await service.dump()).zsets;
  expect({ ...(await service.dump()), zsets }).toEqual({ ...before, zsets: {} });
});

test('[A5] an unknown token starts a new session with a new token', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const invented = randomIds.secret();
  const seeker = await service.seeker(0, invented);
  expect(seeker.snapshot.session).toEqual({ kind: 'idle' });
  expect(seeker.resumeToken).not.toBe(invented);
  await open(seeker);
  expect(findIn(await service.dump(), [seeker.resumeToken, invented, digest(invented)])).toEqual(
    [],
  );
  expect(findIn(await service.dump(), [digest(seeker.resumeToken)])).not.toEqual([]);

  // Once all its traces are deleted, the same tab is unknown.
  await service.leave(seeker, 'exit');
  const again = await service.seeker(1, seeker.resumeToken);
  expect(again.resumeToken).not.toBe(seeker.resumeToken);
});

test('[A5] no token and no id is issued twice', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  await service.set({ queueLimit: 100 });
  const seen: string[] = [];
  for (let visit = 0; visit < 40; visit += 1) {
    const seeker = await service.seeker(visit % 2);
    const { id } = await open(seeker);
    seen.push(seeker.resumeToken, id);
    if (visit % 2 === 0) await service.leave(seeker, 'exit');
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(new Set(seen.map(({ length }) => length))).toEqual(new Set([22, 43]));
});
