/** Connections that end at an awkward moment, and connections that should have ended. */
import { PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { expect, test } from 'vitest';
import { acceptNext, goReady, open, wish } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';

test('[Q6, Q9] tabs that close right after opening a ticket leave no ticket in the queue', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await volunteer.send('shift:start', {});
  await service.tick();
  const seekers = await Promise.all(Array.from({ length: 10 }, (_, i) => service.seeker(i % 2)));
  for (const { socket } of seekers) {
    socket.emit('ticket:open', wish(), () => {});
    socket.disconnect();
  }
  // Each ticket is opened first, and its session is then marked as disconnected.
  const gone = async () => {
    const sessions = await Promise.all(seekers.map((seeker) => service.session(seeker)));
    return sessions.every((session) => session?.['connection'] === '');
  };
  await until(gone);
  await service.pass(121_000);
  await expect(volunteer.send('offer:take', {})).rejects.toThrow('queue_empty');
});

test('[Q6] a replaced connection does not take the session back, even if it learns of it late', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await goReady(volunteer);
  await service.tick();
  const old = await service.seeker(0);
  await open(old);
  await acceptNext(volunteer);
  await old.next('conversation:started');
  // Node 0 receives no published events while its seeker moves to node 1.
  await service.cut('pubsub');
  const young = await service.seeker(1, old.resumeToken);
  await old.disconnected();
  await service.tick();
  expect(young.socket.connected).toBe(true);
  expect(old.events.at(-1)?.name).toBe('session:replaced');
  expect(young.events.filter(({ name }) => name === 'session:replaced')).toEqual([]);
});

test('[S2] the end of a staff session closes its connection', async () => {
  await using service = await startService({ nodes: 2 });
  const signedOut = await service.volunteer({ node: 0 });
  const other = await service.volunteer({ node: 1 });
  await service.nodes[1]?.domain.ledger.endSession(signedOut.session);
  await service.tick();
  await service.tick();
  await signedOut.disconnected();
  await expect(service.staff(0, signedOut.session)).rejects.toThrow('unauthorized');
  expect(other.socket.connected).toBe(true);
});

/** Sends Socket.IO frames over a raw WebSocket, for frames that no client library sends. */
async function plainSocket(origin: string) {
  const socket = new WebSocket(
    `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
  );
  const heard: string[] = [];
  socket.addEventListener('message', ({ data }) => heard.push(String(data)));
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const hears = async (pattern: RegExp, times = 1) => {
    await until(async () => heard.filter((frame) => pattern.test(frame)).length >= times);
    return heard.filter((frame) => pattern.test(frame));
  };
  return { socket, heard, hears };
}

test('[R1] one transport carries one session of a namespace', async () => {
  await using service = await startService();
  const { socket, heard } = await plainSocket(service.origin());
  // Fewer packets than end the transport (rule R7).
  for (let i = 0; i < 6; i += 1) socket.send(`40/seeker,{"protocol":${PROTOCOL_VERSION}}`);
  const refused = () => heard.filter((frame) => frame.includes('wrong_state'));
  // A CONNECT that arrives before the first is accepted is refused. One that arrives later ends the transport.
  await until(async () => socket.readyState === WebSocket.CLOSED || refused().length === 5);
  expect(refused().length).toBeGreaterThan(0);
  expect(heard.filter((frame) => frame.startsWith('40/seeker')).length).toBeLessThanOrEqual(1);
  socket.close();
});

test('[R3] each frame is judged by its own size, also if several arrive together', async () => {
  await using service = await startService();
  const { socket, hears } = await plainSocket(service.origin());
  socket.send(`40/seeker,{"protocol":${PROTOCOL_VERSION}}`);
  await hears(/session:snapshot/);
  const frames = ['{}', `{"x":"${'x'.repeat(20_000)}"}`, '{}'];
  for (const [ack, payload] of frames.entries())
    socket.send(`42/seeker,${ack}["ticket:keep",${payload}]`);
  const answers = (await hears(/^43\/seeker,/, 3)).toSorted();
  expect(answers.map((answer) => /"code":"(\w+)"/.exec(answer)?.[1])).toEqual([
    'wrong_state',
    'too_large',
    'wrong_state',
  ]);
  socket.close();
});
