/** A session that ended while a node missed it is not restored by that node after the live store is lost. */
import { keysOf } from '@terskel/server/live/keys';
import { redisClient } from '@terskel/server/redis/client';
import { expect, test } from 'vitest';
import { open } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import type { NodeProcess } from '../helpers/process.ts';
import { startService, until, type TestService } from '../helpers/service.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';
import { startTcpProxy, type TcpProxy } from '../helpers/tcp-proxy.ts';

/** Cuts the node's subscription until `wire` lets it reconnect. The node's requests to the live store still work. */
async function deafen(service: TestService, node: NodeProcess, wire: TcpProxy): Promise<void> {
  wire.arrivals = 'refuse';
  await service.cut('pubsub');
  await until(async () => (await fetch(`${node.origin}/readyz`)).status === 503);
}

/** Waits until the node is ready, and so receives events again. */
async function hears(node: NodeProcess): Promise<void> {
  await until(async () => (await fetch(`${node.origin}/readyz`)).ok);
}

/** Starts a node that reaches the live store through `wire`. */
async function behind(service: TestService, wire: TcpProxy): Promise<NodeProcess> {
  wire.targets = [service.live.url.replace(/^unix:\/\//, '')];
  return service.spawn({ REDIS_URL: `redis://127.0.0.1:${wire.port}` });
}

/** A waiting seeker, and the resume ticket that would restore the place after a loss. */
async function waiting(service: TestService, origin: string) {
  const seeker = await service.seeker(origin);
  await open(seeker);
  const { resumeTicket } = await seeker.next('resume:issued');
  return { seeker, resumeTicket };
}

const comesBack = (service: TestService, origin: string, seeker: SeekerPeer, ticket: string) =>
  service.seeker(origin, seeker.resumeToken, ticket);

test('[F3] a node that ends a session without its subscription still knows the end after a loss', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  await using wire = await startTcpProxy();
  const node = await behind(service, wire);
  const volunteer = await service.volunteer({ node: node.origin });
  await volunteer.send('shift:start', {});
  const { seeker, resumeTicket } = await waiting(service, node.origin);
  await deafen(service, node, wire);
  await seeker.send('ticket:cancel', {});
  await service.live.kill();
  await service.live.restart();
  wire.arrivals = 'pass';
  await hears(node);
  const back = await comesBack(service, node.origin, seeker, resumeTicket);
  expect(back.snapshot.session.kind).toBe('idle');
});

test('[F3] a node whose subscription was down asks the other nodes for ended sessions', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  await using wire = await startTcpProxy();
  const [other, node] = [await service.spawn(), await behind(service, wire)];
  const volunteer = await service.volunteer({ node: other.origin });
  await volunteer.send('shift:start', {});
  const { seeker, resumeTicket } = await waiting(service, other.origin);
  await deafen(service, node, wire);
  await hears(other);
  await seeker.send('ticket:cancel', {});
  const told = Promise.withResolvers<void>();
  const ear = await redisClient(service.live.url, () => {}).connect();
  await ear.sSubscribe(keysOf(NAMESPACE).over, (text) => {
    if (text.startsWith('knows')) told.resolve();
  });
  wire.arrivals = 'pass';
  await hears(node);
  await told.promise;
  ear.destroy();
  await other.kill();
  await service.live.kill();
  await service.live.restart();
  await hears(node);
  const back = await comesBack(service, node.origin, seeker, resumeTicket);
  expect(back.snapshot.session.kind).toBe('idle');
});

test('[F3] a ticket that a node restored by mistake ends once the node learns of its end', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  await using wire = await startTcpProxy();
  const [other, node] = [await service.spawn(), await behind(service, wire)];
  const volunteer = await service.volunteer({ node: other.origin });
  await volunteer.send('shift:start', {});
  const { seeker, resumeTicket } = await waiting(service, other.origin);
  await deafen(service, node, wire);
  await hears(other);
  await seeker.send('ticket:cancel', {});
  // This node is stopped: alive, but it neither receives nor sends.
  process.kill(other.pid, 'SIGSTOP');
  await service.live.kill();
  await service.live.restart();
  wire.arrivals = 'pass';
  await hears(node);
  const back = await comesBack(service, node.origin, seeker, resumeTicket);
  expect(back.snapshot.session.kind).toBe('ticket');
  process.kill(other.pid, 'SIGCONT');
  await until(async () => back.all('ticket:ended').length > 0);
  expect(back.all('ticket:ended')).toMatchObject([{ reason: 'cancelled' }]);
});
