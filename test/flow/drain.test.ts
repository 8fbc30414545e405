/** A node that is stopped by SIGTERM while everybody is writing. */
import { expect, test } from 'vitest';
import { type Crowd, allArrived, openCrowd, seen, troublesOf, write } from '../helpers/crowd.ts';
import { acceptNext, goReady, open } from '../helpers/fixtures.ts';
import { startService, until } from '../helpers/service.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

/** Number of conversations. Set TERSKEL_CROWD to a hundred or more on a fast machine. */
const PAIRS = Number(process.env['TERSKEL_CROWD'] ?? 20);
/** Slow enough for the rate limits of a session, fast enough that messages are under way at every moment (ms). */
const WRITE_EVERY_MS = 500;
const PATIENCE_MS = 15_000;

/** Lets everybody write. Returns a function that stops them. */
function chatter({ pairs }: Crowd): () => void {
  const timers = pairs.map((pair, index) => {
    const seat = index % 2 === 0 ? 'seeker' : 'volunteer';
    write(pair, seat);
    return setInterval(() => {
      write(pair, 'seeker');
      write(pair, 'volunteer');
    }, WRITE_EVERY_MS);
  });
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

test('[F2] when a node stops under many writing tabs, all move to another node and show no trouble', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const [staying, stopping] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(stopping.port);
  await using crowd = await openCrowd(service, () => address.origin, PAIRS);
  const troubles = troublesOf(crowd.pairs);
  const quiet = chatter(crowd);
  const stopped = stopping.kill('SIGTERM');
  // Does what a load balancer does that checks the health of its nodes.
  await until(async () => !(await fetch(`${stopping.origin}/readyz`)).ok);
  address.targets = [staying.port];
  expect(await stopped).toBe(0);
  quiet();
  await allArrived(crowd.pairs, PATIENCE_MS);
  expect([...troubles]).toEqual([]);
  expect(crowd.pairs.flatMap(({ written }) => written.seeker).length).toBeGreaterThan(2 * PAIRS);
});

test('[F2, U6] when the only node stops, the tabs show a restart, and continue with the next node', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const only = await service.spawn({ DRAIN_MS: '60000' });
  await using address = await startTcpProxy(only.port);
  await using crowd = await openCrowd(service, () => address.origin, 2);
  const { pairs } = crowd;
  for (const pair of pairs) write(pair, 'seeker');
  // The drain time is long enough for a balancer to notice. Without a second node the stop does not wait for it.
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

test('[F2] neither a tab that reads nothing nor an abandoned poll delays the stop', async () => {
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

test('[F2] a node that gets several stop signals of any kind stops cleanly once', async () => {
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

test('[F2] a stopping node serves its sessions and refuses new ones', async () => {
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

/** Sends one request of the polling transport. */
const poll = (origin: string, more = '', request: RequestInit = {}) =>
  fetch(`${origin}/socket.io/?EIO=4&transport=polling${more}`, request);
