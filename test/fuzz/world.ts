/** Two nodes on one store, the tabs of several seekers and volunteers, and everything in flight between them. */
import { liveStore } from '@terskel/server/live/live-store';
import { sharedCounters } from '@terskel/server/live/shared-counters';
import { ledger } from '@terskel/server/ledger/ledger';
import { keysOf } from '@terskel/server/live/keys';
import { scripts } from '@terskel/server/redis/scripts';
import type { RedisClient } from '@terskel/server/redis/client';
import type { SeekerId } from '@terskel/server/domain/live-store';
import { LANGUAGES } from '@terskel/shared/choices';
import { TIMES } from '@terskel/shared/limits';
import type { StaffId } from '@terskel/shared/ids';
import type { Staff } from '@terskel/shared/models';
import { testClock } from '../helpers/clock.ts';
import { createGate, type Fate, type Trace } from './gate.ts';
import { createModel } from './model/model.ts';
import { openNode, type Node } from './node.ts';
import { openPeople, type Profile } from './people.ts';
import type { Random } from './random.ts';
import { turn } from './turn.ts';
import { idsFrom } from './values.ts';

const WAYS = ['answers', 'events'] as const;
type Movable = 'forward' | 'receive' | 'release' | (typeof WAYS)[number];

export type World = Awaited<ReturnType<typeof openWorld>>;

export async function openWorld(redis: RedisClient, trace?: Trace) {
  await redis.flushDb();
  // A script unknown to the server would be sent twice, the second time after later calls.
  await Promise.all(Object.values(scripts).map(({ SCRIPT }) => redis.scriptLoad(SCRIPT)));
  const keys = keysOf('fuzz');
  const clock = testClock();
  const ids = idsFrom('i');
  const model = createModel();
  const gate = createGate(redis, keys, model, trace);
  const store = liveStore(redis, keys);
  const book = ledger(redis, 'fuzz', clock, ids);
  const counts = sharedCounters(redis, keys);
  await book.setSettings('operator', {
    ticketsPerMinuteBeforeProof: Number.MAX_SAFE_INTEGER,
    leaderNeeded: false,
  });

  /** Conversations that have been through a loss of the store. */
  const lost = new Set<string>();
  /** Whether messages or the last changes of the conversation may be missing. */
  const isBruised = (id: string) => lost.has(id) || model.state.broughtBack.has(id);
  let born = 0;
  /** When the last node replaced a dead one. */
  let rebornAt = Number.NEGATIVE_INFINITY;
  async function start(slot: number): Promise<Node> {
    born += 1;
    const name = `${'ab'[slot] ?? ''}${born}`;
    const node = openNode({
      ...{ name, clock, ids },
      store: gate.guard(name, store, model.rules),
      ledger: gate.guard(name, book, null),
      tally: gate.guard(name, counts, null),
      ...gate.guard(name, { echo: async () => {} }, null),
    });
    await gate.open(name, node.hear);
    node.tick();
    return node;
  }
  const nodes = [await start(0), await start(1)];
  await gate.open('reader', () => {});
  const reader = gate.guard('reader', store, model.rules);

  const people = await openPeople({ clock, ids, model, ledger: book, nodes });
  const { volunteers } = people;
  const wires = () => nodes.flatMap((node) => node.wires);

  /** Everything that can happen next, one per kind and place. */
  function movable(): (readonly [what: Movable, at: number])[] {
    const all = wires();
    const some = <T>(what: T, among: readonly unknown[], has: (index: number) => boolean) =>
      among.flatMap((_, index) => (has(index) ? [[what, index] as const] : []));
    return [
      ...some('forward' as const, all, (i) => (all[i]?.toNode.length ?? 0) > 0),
      ...some('receive' as const, all, (i) => (all[i]?.toTab.length ?? 0) > 0),
      ...WAYS.flatMap((way) => some(way, nodes, (i) => gate.isComing(nodes[i]?.name ?? '', way))),
      ...(gate.waiting.length > 0 ? [['release', 0] as const] : []),
    ];
  }

  async function release(random: Random, some: number, fate: Fate): Promise<void> {
    // Any of them, in any order.
    const order = gate.waiting.map((_, index) => index);
    for (let i = 0; i < some; i += 1) {
      const other = i + random.below(order.length - i);
      [order[i], order[other]] = [order[other] as number, order[i] as number];
    }
    await gate.release(order.slice(0, some), fate);
  }

  /** Delivers one frame, answer or event. */
  function pass(what: Movable, at: number): void {
    const wire = wires()[at];
    if (what === 'answers' || what === 'events') gate.deliver(nodes[at]?.name ?? '', what);
    else if (what === 'forward') wire?.forward();
    else wire?.receive();
  }

  /** Lets one thing happen; false if there was none. */
  async function move(random: Random, fate: Fate = 'answered'): Promise<boolean> {
    const can = movable();
    if (can.length === 0) return false;
    const [what, at] = random.pick(can);
    if (what === 'release') await release(random, 1 + random.below(gate.waiting.length), fate);
    else pass(what, at);
    await turn();
    return true;
  }

  return {
    ...people,
    ...{ clock, model, gate, nodes, keys, redis, move, isBruised },
    /** An operator changes a volunteer's profile; it takes effect at the next connection. */
    async profile({ staff }: { readonly staff: Staff }, profile: Profile): Promise<void> {
      await book.changeStaff('operator', staff.id, profile);
    },
    /** Sets whether intake needs a leader on duty (rule I2); the nodes know at their next tick. */
    async needLeader(leaderNeeded: boolean): Promise<void> {
      await book.setSettings('operator', { leaderNeeded });
    },
    /** The node learns which of its connections have closed. */
    notice(node: Node): void {
      for (const wire of node.wires.splice(0)) {
        if (wire.cut) wire.notice();
        if (wire.readyState === 'open' || wire.toTab.length > 0) node.wires.push(wire);
      }
    },
    /** The node dies without notice, and another one takes its address. */
    async kill(slot: number, carriedOut: boolean): Promise<void> {
      const node = nodes[slot] as Node;
      await gate.kill(node.name, carriedOut);
      for (const wire of node.wires) {
        wire.notice();
        wire.break();
      }
      nodes[slot] = await start(slot);
      rebornAt = clock.now();
      await turn();
    },
    /** Reads everything readable, which the gate compares with the model. */
    async readAll(): Promise<void> {
      const now = clock.now();
      const calls: Promise<unknown>[] = [
        ...[...model.state.sessions.keys()].map((id) => reader.seeker(id as SeekerId, now)),
        ...volunteers.map(({ staff }) => reader.staff(staff, now)),
        ...LANGUAGES.map((language) => reader.line(language, now)),
        ...[...model.state.talks.values()].map(({ id, volunteer }) =>
          reader.messagesAfter(
            { conversationId: id, seat: 'volunteer', participant: volunteer.id as StaffId },
            0,
          ),
        ),
        ...[...model.state.asides.values()].map(({ id, leader }) =>
          reader.messagesAfter(
            { conversationId: id, seat: 'leader', participant: leader.id as StaffId },
            0,
          ),
        ),
        ...volunteers.map(({ staff }) => reader.colleagues(staff.id)),
        ...[reader.overview(now), reader.due(Number.MAX_SAFE_INTEGER, 1_000), reader.beats()],
      ];
      for (const call of calls) call.catch(() => {});
    },
    /** These nodes lose their connections to the live store. */
    async hangUp(which: readonly Node[], random: Random): Promise<void> {
      for (const node of which) {
        await gate.hangUp(node.name, random.chance(2));
        await turn();
        // Calls that answers in flight have led to meet a lost connection too.
        while (gate.waiting.some((call) => call.node === node.name)) {
          await gate.hangUp(node.name, false);
          await turn();
        }
        node.forget();
      }
    },
    async comeBack(which: readonly Node[], random: Random): Promise<void> {
      for (const node of which) {
        const inboxFirst = random.chance(2);
        if (inboxFirst) node.missed();
        if (inboxFirst && random.chance(2)) await move(random);
        node.tick();
        if (!inboxFirst && random.chance(2)) await move(random);
        if (!inboxFirst) node.missed();
      }
    },
    /** Whether all nodes know what has ended recently, so that no old resume ticket restores it (rule F3). */
    get remembers() {
      return clock.now() - rebornAt > TIMES.resumeMs;
    },
    /** The live store loses everything. */
    async lose(): Promise<void> {
      const all = await redis.keys(`${keys.root}:*`);
      if (all.length > 0) await redis.del(all);
      // One that has just ended may come back, if the nodes miss that as well.
      for (const id of [...model.state.talks.keys(), ...model.state.ended]) lost.add(id);
      model.lose();
      // No store restarts within the same millisecond.
      clock.move(1_000);
    },
    /** Another server takes over as the live store, with all data. */
    async failOver(): Promise<void> {
      await redis.hSet(`${keys.root}:epoch`, 'run', 'of the one that failed');
      model.failOver();
    },
    counted: () => {
      const { talks, messages, silences, transfers, asides } = model.counted;
      return { talks, messages, silences, transfers, asides };
    },
    close(): void {
      gate.close();
      people.close();
      for (const wire of wires()) wire.notice();
    },
    /** Lets everything in flight arrive, in large batches. */
    async settle(random: Random): Promise<void> {
      for (;;) {
        for (const node of nodes) this.notice(node);
        await turn();
        const can = movable();
        if (can.length === 0) return;
        for (const [what, at] of can) {
          pass(what, at);
          await turn();
        }
        if (gate.waiting.length > 0) await release(random, gate.waiting.length, 'answered');
      }
    },
  };
}
