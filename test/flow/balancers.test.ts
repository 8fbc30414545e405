/** The example configurations of load balancers, with two nodes behind each: one is stopped, the other killed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { startBalancer, type RunningBalancer } from '../helpers/balancer.ts';
import { freePorts } from '../helpers/ports.ts';
import { allArrived, openCrowd, seen, troublesOf, write, type Pair } from '../helpers/crowd.ts';
import { recoveryOf } from '../helpers/recovery.ts';
import type { NodeProcess } from '../helpers/process.ts';
import { startService } from '../helpers/service.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

const PATIENCE_MS = 30_000;

function bothWrite(pairs: readonly Pair[]): void {
  for (const pair of pairs) {
    write(pair, 'seeker');
    write(pair, 'volunteer');
  }
}

/** Whether the balancer routes polling requests from this address to this node. */
async function holdsPolls(node: NodeProcess, { origin }: RunningBalancer): Promise<boolean> {
  const path = '/socket.io/?EIO=4&transport=polling';
  const sid = /"sid":"([^"]+)"/.exec(await (await fetch(origin + path)).text())?.[1];
  const close = { method: 'POST', body: '1' };
  return (await fetch(`${node.origin}${path}&sid=${sid}`, close)).ok;
}

describe.each(['nginx', 'haproxy'] as const)('behind %s', (name) => {
  test('[F1, F2, F5] conversations are undisturbed when a node stops, and recover when one dies', async () => {
    await using service = await startService({ nodes: 0, realTime: true });
    const [first, second = 0] = await freePorts(2);
    const ports = [first, second] as const;
    const node = (port: number) =>
      service.spawn({ PORT: String(port), TRUSTED_PROXIES: 'loopback' });
    const nodes = [await node(ports[0]), await node(ports[1])] as const;
    await using balancer = await startBalancer(name, ports);
    const [stops, dies] = (await holdsPolls(nodes[0], balancer)) ? nodes : [nodes[1], nodes[0]];
    await using refusing = await startTcpProxy(balancer.port);
    refusing.upgrades = 'refuse';
    await using most = await openCrowd(service, () => balancer.origin, 6);
    await using pollers = await openCrowd(service, () => refusing.origin, 2);
    const pairs = [...most.pairs, ...pollers.pairs];

    const troubles = troublesOf(pairs);
    const stopped = stops.kill('SIGTERM');
    bothWrite(pairs);
    expect(await stopped).toBe(0);
    bothWrite(pairs);
    await allArrived(pairs, PATIENCE_MS);
    expect([...troubles]).toEqual([]);

    // After this restart the balancer has two nodes again when the one that serves the polling clients dies.
    await node(stops.port);
    bothWrite(pairs);
    await allArrived(pairs, PATIENCE_MS);
    expect([...troubles]).toEqual([]);

    const recovery = recoveryOf(pairs.flatMap(({ seeker, volunteer }) => [seeker, volunteer]));
    await dies.kill('SIGKILL');
    bothWrite(pairs);
    await seen(pairs, () => recovery.times.length > 0, PATIENCE_MS);
    expect(await recovery.all(PATIENCE_MS)).toBe(true);
    await allArrived(pairs, PATIENCE_MS);
    expect(await balancer.written()).not.toMatch(/127\.0\.0\.1|socket\.io|GET|POST/);
  }, 120_000);

  test('[R5] replaces an X-Forwarded-For header of the client by the real address', async () => {
    const echo = createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
    await new Promise<void>((resolve) => {
      echo.listen(0, '127.0.0.1', resolve);
    });
    const { port } = echo.address() as AddressInfo;
    await using balancer = await startBalancer(name, [port, port]);
    const headers = { 'X-Forwarded-For': '203.0.113.7, 198.51.100.1' };
    const heard: unknown = await (await fetch(balancer.origin, { headers })).json();
    expect(heard).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      host: `127.0.0.1:${balancer.port}`,
    });
    echo.closeAllConnections();
    echo.close();
  });
});
