/** A node that is asked to stop (SIGTERM), with everybody in mid-sentence. */
import { expect, test } from 'vitest';
import { type Crowd, allArrived, openCrowd, seen, troublesOf, write } from '../helpers/crowd.ts';
import { acceptNext, goReady, open } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

/** Conversations; a hundred and more where the machine has time for them. */
const PAIRS = Number(process.env['TERSKEL_CROWD'] ?? 20);
/** Slow enough for the rates of one session, quick enough that some words fall into every moment. */
const WRITE_EVERY_MS = 500;
const PATIENCE_MS = 15_000;

/** All write, until told to stop. */
function chatter({ pairs }: Crowd): () => void {
  const timers = pairs.map((pair, index) => {
    const side = index % 2 === 0 ? 'seeker' : 'volunteer';
    write(pair, side);
    return setInterval(() => {
      write(pair, 'seeker');
      write(pair, 'volunteer');
    }, WRITE_EVERY_MS);
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

test('[F2] a node stops under many tabs that write: all go elsewhere, and nobody is shown a thing', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const [staying, stopping] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(stopping.port);
  await using crowd = await openCrowd(service, () => address.origin, PAIRS);
  const troubles = troublesOf(crowd.pairs);
  const quiet = chatter(crowd);
  const stopped = stopping.kill('SIGTERM');
  // What a balancer does that asks for the health of its nodes.
  await until(async () => !(await fetch(`${stopping.origin}/readyz`)).ok);
  address.targets = [staying.port];
  expect(await stopped).toBe(0);
  quiet();
  await allArrived(crowd.pairs, PATIENCE_MS);
  expect([...troubles]).toEqual([]);
  expect(crowd.pairs.flatMap(({ written }) => written.seeker).length).toBeGreaterThan(2 * PAIRS);
});

test('[F2, U6] a node that stops while no other is there says that it restarts; all goes on with the next', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const only = await service.spawn({ DRAIN_MS: '60000' });
  await using address = await startTcpProxy(only.port);
  await using crowd = await openCrowd(service, () => address.origin, 2);
  const { pairs } = crowd;
  for (const pair of pairs) write(pair, 'seeker');
  // Long enough to notice: nobody else would, so nobody is waited for.
  expect(await only.kill('SIGTERM')).toBe(0);
  const tabs = pairs.flatMap(({ seeker, volunteer }) => [seeker, volunteer]);
  const all = (link: string) => tabs.every(({ view }) => 'link' in view && view.link === link);
  await seen(pairs, () => all('restarting'), PATIENCE_MS);
  expect(tabs.map(({ view }) => view)).toMatchObject(tabs.map(() => ({ link: 'restarting' })));
  for (const pair of pairs) write(pair, 'volunteer');
  address.targets = [(await service.spawn()).port];
  await allArrived(pairs, PATIENCE_MS);
  expect(all('online')).toBe(true);
});

test('[F2] neither a tab that does not hear nor one that never asks again holds a node up', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const stopping = await service.spawn({ DRAIN_MS: '0' });
  await using wire = await startTcpProxy(stopping.port);
  const deaf = await service.seeker(wire.origin);
  wire.freeze();
  const polling = await poll(stopping.origin);
  expect(polling.status).toBe(200);
  expect(await stopping.kill('SIGTERM')).toBe(0);
  deaf.socket.disconnect();
});

test('[F2] whoever asks a node to stop several times, by whatever signal, gets one clean stop', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const stopping = await service.spawn({ DRAIN_MS: '0' });
  const { origin, pid } = stopping;
  const seeker = await service.seeker(origin);
  const stopped = stopping.kill('SIGTERM');
  await seeker.next('server:stopping');
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGTERM'] as const) process.kill(pid, signal);
  expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  seeker.socket.disconnect();
  expect(await stopped).toBe(0);
  expect(stopping.output().match(/"stopping"/g)).toHaveLength(1);
});

test('[F2] a node that stops answers those it has, and sends new ones elsewhere', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const stopping = await service.spawn({ DRAIN_MS: '60000' });
  const { origin } = stopping;
  const [seeker, volunteer] = [await service.seeker(origin), await service.volunteer()];
  const session = /"sid":"([^"]+)"/.exec(await (await poll(origin)).text())?.[1] ?? '';
  void stopping.kill('SIGTERM');
  await until(async () => !(await fetch(`${origin}/readyz`)).ok);
  const refused = await poll(origin);
  expect([refused.status, refused.headers.get('connection')]).toEqual([503, 'close']);
  await expect(service.seeker(origin)).rejects.toThrow('websocket error');
  const page = await fetch(`${origin}/api/intake`);
  expect([page.status, page.headers.get('connection')]).toEqual([200, 'close']);
  const posted = await poll(origin, `&sid=${session}`, { method: 'POST', body: '40/seeker,{}' });
  expect(posted.status).toBe(200);
  await goReady(volunteer);
  await open(seeker);
  await acceptNext(volunteer);
  await seeker.next('conversation:started');
});

/** One request of the polling transport. */
const poll = (origin: string, more = '', request: RequestInit = {}) =>
  fetch(`${origin}/socket.io/?EIO=4&transport=polling${more}`, request);
