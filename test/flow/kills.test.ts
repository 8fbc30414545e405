/** Nodes behind one address that die or hang during conversations. */
import { expect, test } from 'vitest';
import { allArrived, openCrowd, seen, write, type Pair } from '../helpers/crowd.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { recoveryOf, summaryOf } from '../helpers/recovery.ts';
import { startService, until } from '../helpers/service.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

const PATIENCE_MS = 30_000;

const tabsOf = (pairs: readonly Pair[]) =>
  pairs.flatMap(({ seeker, volunteer }) => [seeker, volunteer]);

function bothWrite(pairs: readonly Pair[]): void {
  for (const pair of pairs) {
    write(pair, 'seeker');
    write(pair, 'volunteer');
  }
}

test('[F1] when a node is killed its clients continue at the other node, and no message is lost', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const [dies, stays] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(dies.port, stays.port);
  await using crowd = await openCrowd(service, () => address.origin, 10);
  const { pairs } = crowd;
  const recovery = recoveryOf(tabsOf(pairs));
  bothWrite(pairs);
  await dies.kill('SIGKILL');
  // Some messages before the tab notices, some after.
  bothWrite(pairs);
  await seen(pairs, () => recovery.times.length > 0, PATIENCE_MS);
  bothWrite(pairs);
  expect(await recovery.all(PATIENCE_MS)).toBe(true);
  await allArrived(pairs, PATIENCE_MS);
  console.log(`Recovery after a node's death: ${summaryOf(recovery.times)}`);
}, 90_000);

test('[F1] a hanging node loses its clients; when it resumes, it takes none back and sends nothing twice', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const [hangs, stays] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(hangs.port);
  await using crowd = await openCrowd(service, () => address.origin, 4);
  const { pairs } = crowd;
  const tabs = tabsOf(pairs);
  bothWrite(pairs);
  process.kill(hangs.pid, 'SIGSTOP');
  // Does what a load balancer does when a health check is not answered.
  address.targets = [stays.port];
  bothWrite(pairs);
  // Without acknowledgements the tabs leave before a heartbeat times out.
  await allArrived(pairs, PATIENCE_MS);

  const broken = new Set<string>();
  for (const { controller } of tabs) {
    controller.view.subscribe(({ page, ...view }) => {
      if ('link' in view && view.link !== 'online') broken.add(`${page} ${view.link}`);
    });
  }
  const beats = async () => (await service.dump()).zsets['nodes'] ?? {};
  const before = await beats();
  process.kill(hangs.pid, 'SIGCONT');
  // The node has processed what it had buffered, and sent a heartbeat.
  await until(async () => {
    const after = await beats();
    const nodes = Object.keys(after);
    return nodes.length === 2 && nodes.every((node) => after[node] !== before[node]);
  });
  bothWrite(pairs);
  await allArrived(pairs, PATIENCE_MS);
  expect([...broken]).toEqual([]);
  // The node holds no session whose buffered commands it processed late.
  expectConsistent(await service.dump());
  expect(await hangs.kill('SIGTERM')).toBe(0);
  expect([...broken]).toEqual([]);
}, 90_000);
