import type { Clock } from '@terskel/client/clock';
import type { Told } from '@terskel/client/net/contract';
import { Link } from '@terskel/client/net/link';
import type { Link as Status } from '@terskel/client/state/model';
import { type SeekerCommands, seekerCommands } from '@terskel/shared/commands';
import { type SeekerEvents, seekerEvents } from '@terskel/shared/events';
import type { ResumeToken } from '@terskel/shared/ids';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type SocketService, startSocketService } from './socket-service.ts';

const token = 'r'.repeat(43) as ResumeToken;
const intake = { state: 'open', waiting: 0, wait: null, languages: ['no'] };
const snapshot = { resumeToken: token, intake, session: { kind: 'idle' } };

/** Real time with timers ten times as fast, so that retry delays are short; it records the requested delays. */
function quickClock() {
  const asked: number[] = [];
  const pending = new Set<object>();
  let backMs = 0;
  const clock: Clock = {
    now: () => Date.now() - backMs,
    after(ms, run) {
      asked.push(ms);
      const entry = {};
      pending.add(entry);
      const timer = setTimeout(() => {
        pending.delete(entry);
        run();
      }, ms / 10);
      return () => {
        pending.delete(entry);
        clearTimeout(timer);
      };
    },
  };
  const setBack = (ms: number) => {
    backMs = ms;
  };
  return { clock, asked, pending, setBack };
}

async function start(options?: Parameters<typeof startSocketService>[0]) {
  const service = await startSocketService(options);
  service.greet = (socket) => socket.emit('session:snapshot', snapshot);
  const { clock, asked, pending, setBack } = quickClock();
  const statuses: Status[] = [];
  const events: Told<SeekerEvents>[] = [];
  let online = true;
  let networkChanged = () => {};
  let clockSet = () => {};
  const link = new Link<SeekerCommands, SeekerEvents>({
    origin: service.origin,
    namespace: '/seeker',
    auth: () => ({ protocol: 1, resumeToken: `token ${service.handshakes.length}` }),
    ackOf: (name) => seekerCommands[name].ack,
    events: seekerEvents,
    clock,
    network: {
      online: () => online,
      watch(changed, set) {
        networkChanged = changed;
        clockSet = set ?? clockSet;
        return () => {};
      },
    },
    onStatus: (status) => statuses.push(status),
    onEvent: (event) => events.push(event),
  });
  onTestFinished(async () => {
    link.close();
    await service[Symbol.asyncDispose]();
  });
  const network = (isOnline: boolean) => {
    online = isOnline;
    networkChanged();
  };
  return {
    service,
    link,
    statuses,
    events,
    network,
    asked,
    pending,
    setBack,
    clockSet: () => clockSet(),
  };
}

const becomes = (link: { status: Status }, status: Status) =>
  vi.waitUntil(() => link.status === status, { timeout: 4_000, interval: 5 });
const connections = (service: SocketService, count: number) =>
  vi.waitUntil(() => service.handshakes.length >= count, { timeout: 4_000, interval: 5 });

test('[U6] a link is online once the snapshot has arrived', async () => {
  const { service, link, statuses, events } = await start();
  expect(link.status).toBe('connecting');
  await becomes(link, 'online');
  expect(statuses).toEqual(['online']);
  expect(events.map(({ name }) => name)).toEqual(['session:snapshot']);
  expect(service.handshakes).toEqual([{ protocol: 1, resumeToken: 'token 0' }]);
  expect(service.transports).toEqual(['websocket']);
});

test('[F5] a lost connection is reopened automatically, each time with the newest token', async () => {
  const { service, link, statuses } = await start();
  await becomes(link, 'online');
  (await service.socket()).conn.close();
  await becomes(link, 'reconnecting');
  await becomes(link, 'online');
  expect(statuses).toEqual(['online', 'reconnecting', 'online']);
  expect(service.handshakes[1]).toEqual({ protocol: 1, resumeToken: 'token 1' });
});

test('[F5] a connection that the server closes is reopened too', async () => {
  const { service, link } = await start();
  await becomes(link, 'online');
  (await service.socket()).disconnect(true);
  await becomes(link, 'reconnecting');
  await becomes(link, 'online');
  expect(service.handshakes).toHaveLength(2);
});

test('[F5] where WebSockets are blocked, polling is used', async () => {
  const { service, link, statuses } = await start({ transports: ['polling'] });
  await becomes(link, 'online');
  expect(await link.command('ticket:cancel', {})).toEqual({ ok: true });
  (await service.socket()).conn.close();
  await connections(service, 2);
  await becomes(link, 'online');
  expect(statuses).toEqual(['online', 'reconnecting', 'online']);
  expect(service.transports).toEqual(['polling', 'polling']);
});

test('[F5] a polling answer that breaks off midway is noticed at once', async () => {
  const { service, link, statuses } = await start({ transports: ['polling'] });
  await becomes(link, 'online');
  service.halve();
  (await service.socket()).emit('queue:updated', { position: 1 });
  await connections(service, 2);
  await becomes(link, 'online');
  expect(statuses).toEqual(['online', 'reconnecting', 'online']);
});

test('[U6] a network that goes offline and online is noticed at once', async () => {
  const { link, network, statuses } = await start();
  await becomes(link, 'online');
  network(false);
  expect(link.status).toBe('offline');
  network(true);
  await becomes(link, 'online');
  expect(statuses.filter((status) => status === 'online')).toHaveLength(2);
});

test('[U6] the browser may report offline while the connection still works', async () => {
  const { service, link, network } = await start();
  await becomes(link, 'online');
  network(false);
  await becomes(link, 'online');
  expect(service.handshakes).toHaveLength(2);
});

test('[U6] a clock set back by hours does not delay a fresh snapshot', async () => {
  const { service, link, asked, setBack } = await start();
  await becomes(link, 'online');
  link.refresh();
  await vi.waitUntil(() => service.handshakes.length === 2);
  await becomes(link, 'online');
  setBack(5 * 3_600_000);
  link.refresh();
  expect(asked.at(-1)).toBeLessThan(5 * 60_000);
  await vi.waitUntil(() => service.handshakes.length === 3);
});

test('[U6] after the clock was set, a fresh snapshot is requested', async () => {
  const { service, link, clockSet } = await start();
  await becomes(link, 'online');
  clockSet();
  await connections(service, 2);
  await becomes(link, 'online');
  expect(service.handshakes).toHaveLength(2);
});

test('[U6] an outdated page stops reconnecting', async () => {
  const { service, link, pending } = await start();
  service.refuse = { code: 'version_unsupported' };
  await becomes(link, 'outdated');
  service.refuse = null;
  link.takeOver();
  link.refresh();
  expect(pending.size).toBe(0);
  expect(service.handshakes).toHaveLength(1);
});

test('[U6] a refused session stops reconnecting', async () => {
  const { service, link } = await start();
  await becomes(link, 'online');
  service.refuse = { code: 'unauthorized' };
  (await service.socket()).disconnect(true);
  await becomes(link, 'refused');
  expect(service.handshakes).toHaveLength(2);
});

test.each(['unavailable', 'rate_limited'])(
  '[F4] a handshake refused as %s is retried after the given delay',
  async (code) => {
    const { service, link, asked } = await start();
    service.refuse = { code, retryAfterMs: 2_000 };
    await becomes(link, 'unavailable');
    expect(asked.at(-1)).toBe(2_000);
    service.refuse = null;
    await becomes(link, 'online');
  },
);

test('[Q6] a session opened elsewhere does not reconnect by itself, but can be taken back', async () => {
  const { service, link, events, pending } = await start();
  await becomes(link, 'online');
  const socket = await service.socket();
  socket.emit('session:replaced', {});
  socket.disconnect(true);
  await becomes(link, 'replaced');
  expect(pending.size).toBe(0);
  expect(service.handshakes).toHaveLength(1);
  link.takeOver();
  await becomes(link, 'online');
  expect(events.filter(({ name }) => name === 'session:snapshot')).toHaveLength(2);
});

test('[R3] an event that does not fit the contract is dropped and causes a fresh snapshot', async () => {
  const { service, link, events } = await start();
  await becomes(link, 'online');
  const socket = await service.socket();
  socket.emit('ticket:updated', { ticket: { state: 'flying' } });
  socket.emit('no:such', {});
  socket.emit('ticket:ended');
  await connections(service, 2);
  await becomes(link, 'online');
  expect(new Set(events.map(({ name }) => name))).toEqual(new Set(['session:snapshot']));
});

test('[R3] a server that keeps sending invalid events is asked less and less often', async () => {
  const { service, link, asked } = await start();
  service.greet = (socket) => {
    socket.emit('session:snapshot', snapshot);
    socket.emit('intake:changed', { intake: 'nonsense' });
  };
  await becomes(link, 'online');
  await connections(service, 4);
  // Below the longest connection timeout, above the reconnect delays.
  const gaps = asked.filter((ms) => ms > 1_000 && ms < 5_000);
  expect(gaps.length).toBeGreaterThan(1);
  expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
});

test('[R3] a snapshot that does not fit the contract is ignored', async () => {
  const { service, link } = await start();
  service.greet = (socket) => socket.emit('session:snapshot', { ...snapshot, more: 1 });
  await connections(service, 2);
  expect(link.status).not.toBe('online');
  service.greet = (socket) => socket.emit('session:snapshot', snapshot);
  await becomes(link, 'online');
});

test('[C3] a command gets an answer that fits the contract, whatever the server sends', async () => {
  const { service, link } = await start();
  await becomes(link, 'online');
  expect(await link.command('ticket:cancel', {})).toEqual({ ok: true });
  service.answer = () => ({ ok: false, code: 'rate_limited', retryAfterMs: 5 });
  expect(await link.command('ticket:cancel', {})).toEqual({
    ok: false,
    code: 'rate_limited',
    retryAfterMs: 5,
  });
  for (const nonsense of [null, 'ok', { ok: true, more: 1 }, { ok: false, code: 'no_such' }]) {
    service.answer = () => nonsense;
    expect(await link.command('ticket:cancel', {})).toEqual({ ok: false, code: 'internal' });
  }
  expect(service.commands[0]).toEqual(['ticket:cancel', {}]);
});

test('[U6] a command sent before the link is online is sent as soon as it is', async () => {
  const { service, link } = await start();
  expect(link.status).toBe('connecting');
  expect(await link.command('ticket:cancel', {})).toEqual({ ok: true });
  expect(service.commands.map(([name]) => name)).toEqual(['ticket:cancel']);
});

test('[F5] without a connection a command is lost, and never sent later', async () => {
  const { service, link, network } = await start();
  const lost = { ok: false, code: 'unavailable', lost: true };
  await becomes(link, 'online');
  network(false);
  expect(await link.command('ticket:cancel', {})).toEqual(lost);
  network(true);
  await becomes(link, 'online');
  service.answer = () => undefined;
  const waiting = link.command('ticket:keep', {});
  await vi.waitUntil(() => service.commands.length === 1);
  (await service.socket()).conn.close();
  expect(await waiting).toEqual(lost);
  await becomes(link, 'online');
  expect(service.commands.map(([name]) => name)).toEqual(['ticket:keep']);
});

test('[F5] a connection on which a command is not answered is replaced', async () => {
  const { service, link } = await start();
  await becomes(link, 'online');
  service.answer = () => undefined;
  const reply = await link.command('ticket:keep', {});
  expect(reply).toMatchObject({ ok: false, lost: true });
  expect(link.status).toBe('reconnecting');
  await becomes(link, 'online');
});

test('[F2] a link moves to another node between two commands, without a status change', async () => {
  const { service, link, statuses, asked, pending } = await start();
  await becomes(link, 'online');
  const old = await service.socket();
  service.answer = () => undefined;
  const answered = Promise.withResolvers<void>();
  old.onAny((_name, _payload, acknowledge: (answer: object) => void) => {
    void answered.promise.then(() => acknowledge({ ok: true }));
  });
  const before = link.command('ticket:cancel', {});
  await vi.waitUntil(() => service.commands.length === 1);
  old.emit('server:stopping', { moveWithinMs: 0 });
  // It is time to move, but the old node's pending answer is awaited.
  await vi.waitUntil(() => asked.includes(0) && pending.size === 1);
  const after = link.command('ticket:cancel', {});
  service.answer = () => ({ ok: true });
  expect(service.handshakes).toHaveLength(1);
  answered.resolve();
  expect([await before, await after]).toEqual([{ ok: true }, { ok: true }]);
  expect(service.commands).toHaveLength(2);
  expect(service.handshakes).toHaveLength(2);
  expect(statuses).toEqual(['online']);
});

test('[F2, U6] a server that stopped without a successor is shown as restarting', async () => {
  const { service, link, statuses, asked } = await start();
  await becomes(link, 'online');
  (await service.socket()).emit('server:stopping', { moveWithinMs: 0 });
  service.greet = () => {};
  await vi.waitUntil(() => asked.includes(0));
  await service[Symbol.asyncDispose]();
  await becomes(link, 'restarting');
  expect(statuses).toEqual(['online', 'restarting']);
});

test('[U6] a closed link stays silent', async () => {
  const { service, link, statuses, pending } = await start();
  await becomes(link, 'online');
  link.close();
  expect(await link.command('ticket:cancel', {})).toMatchObject({ ok: false });
  expect(pending.size).toBe(0);
  expect(statuses).toEqual(['online']);
  expect(service.handshakes).toHaveLength(1);
});
