/** Nodes that die or hang under people who talk, behind one address. */
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

test('[F1] a node is killed in mid-sentence: whoever it held goes on at the other, with nothing lost', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const [dies, stays] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(dies.port, stays.port);
  await using crowd = await openCrowd(service, () => address.origin, 10);
  const { pairs } = crowd;
  const recovery = recoveryOf(tabsOf(pairs));
  bothWrite(pairs);
  await dies.kill('SIGKILL');
  // Some words before the tab knows, some after.
  bothWrite(pairs);
  await seen(pairs, () => recovery.times.length > 0, PATIENCE_MS);
  bothWrite(pairs);
  expect(await recovery.all(PATIENCE_MS)).toBe(true);
  await allArrived(pairs, PATIENCE_MS);
  console.log(`Back after a node's death: ${summaryOf(recovery.times)}`);
}, 90_000);

test('[F1] a node that hangs is left; when it goes on, it takes nobody back and says nothing twice', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const [hangs, stays] = await Promise.all([service.spawn(), service.spawn()]);
  await using address = await startTcpProxy(hangs.port);
  await using crowd = await openCrowd(service, () => address.origin, 4);
  const { pairs } = crowd;
  const tabs = tabsOf(pairs);
  bothWrite(pairs);
  process.kill(hangs.pid, 'SIGSTOP');
  // As a balancer does whose question for the node's health is not answered.
  address.targets = [stays.port];
  bothWrite(pairs);
  // Nothing is acknowledged any more: they leave before the heartbeat would tell them.
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
  // It has carried out what it had kept, and beaten again.
  await until(async () => {
    const after = await beats();
    const nodes = Object.keys(after);
    return nodes.length === 2 && nodes.every((node) => after[node] !== before[node]);
  });
  bothWrite(pairs);
  await allArrived(pairs, PATIENCE_MS);
  expect([...broken]).toEqual([]);
  // Of those whose words it had kept and carried out late, none is held by it.
  expectConsistent(await service.dump());
  expect(await hangs.kill('SIGTERM')).toBe(0);
  expect([...broken]).toEqual([]);
}, 90_000);
