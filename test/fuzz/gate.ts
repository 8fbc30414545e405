/**
 * Holds every call of every node to a store until the run releases it. Scripts are atomic, so any concurrency between
 * nodes is equivalent to some order of their calls. The run chooses that order, gives the model the same calls in the
 * same order, and compares answers and events.
 */
import { SocketClosedUnexpectedlyError } from 'redis';
import type { Fact } from '@terskel/server/domain/live-store';
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { openInbox } from '@terskel/server/live/inbox';
import type { Keys } from '@terskel/server/live/keys';
import type { RedisClient } from '@terskel/server/redis/client';
import { must, mustEqual } from './finding.ts';
import type { Model } from './model/model.ts';
import type { Told } from './model/state.ts';

/** What happens to a call: executed and answered; executed, but the answer is lost; never executed. */
export type Fate = 'answered' | 'unheard' | 'refused';

interface Call {
  readonly node: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly run: () => Promise<unknown>;
  /** The model's answer; null for calls that the model does not cover. */
  readonly expect: (() => unknown) | null;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}
/** A node's two connections to the store: each keeps its order, with no order between them. */
type Way = 'answers' | 'events';
interface Coming extends Readonly<Record<Way, (() => void)[]>> {
  readonly hear: (told: Told) => void;
}
type Methods = Record<string, (...args: never[]) => unknown>;

export interface Gate {
  readonly waiting: readonly { readonly node: string; readonly name: string }[];
  /** Number of events so far. */
  readonly told: number;
  /** The same store for one node; `expected` answers as the model does. */
  guard<T extends object>(node: string, store: T, expected: object | null): T;
  /** Subscribes for another node, which receives events through `hear`. */
  open(node: string, hear: (told: Told) => void): Promise<void>;
  /** Executes these calls in this order. */
  release(which: readonly number[], fate?: Fate): Promise<void>;
  /** Whether something is on its way to the node on that connection. */
  isComing(node: string, way: Way): boolean;
  /** Delivers the next of it. */
  deliver(node: string, way: Way): void;
  /** The node's subscriber connection is lost, with the events in flight. */
  skipEvents(node: string): void;
  /** Both of the node's connections are lost, with the events in flight; its waiting calls are executed or not. */
  hangUp(node: string, carriedOut: boolean): Promise<void>;
  /** Stops all deliveries. */
  close(): void;
  /** The same for a node that dies: nothing is delivered to it any more. */
  kill(node: string, carriedOut: boolean): Promise<void>;
}

/** Called for each call and each event, to read a failing case. */
export type Trace = (what: string, ...about: readonly unknown[]) => void;

export function createGate(redis: RedisClient, keys: Keys, model: Model, trace?: Trace): Gate {
  const waiting: Call[] = [];
  /** For each living node, what is on its way to it. */
  const coming = new Map<string, Coming>();
  let heard: Told[] = [];
  let count = 0;

  async function through(
    calls: readonly Call[],
  ): Promise<readonly PromiseSettledResult<unknown>[]> {
    const running = calls.map((call) => call.run());
    // The answer to PING arrives after everything published before.
    await redis.ping();
    return Promise.allSettled(running);
  }

  /** Compares one answer with the model's; returns the events that the model then sends. */
  function compare(call: Call, result: PromiseSettledResult<unknown> | undefined): readonly Told[] {
    const { node, name, args, expect } = call;
    if (result?.status !== 'fulfilled') must(false, `${name} failed`, args, result?.reason);
    const answer = result?.status === 'fulfilled' ? result.value : null;
    trace?.(`${node} ${name}`, args, answer);
    if (expect) mustEqual(inOrder(name, answer), inOrder(name, expect()), `${name} answered`);
    const told = model.told();
    for (const { node: to, receiver, event, payload } of told) {
      trace?.(`  → ${to}: ${receiver} ${event}`, payload);
    }
    return told;
  }

  async function carryOut(calls: readonly Call[], fate: Fate): Promise<void> {
    const results = fate === 'refused' ? [] : await through(calls);
    const all: Told[] = [];
    calls.forEach((call, index) => {
      const result = results[index];
      const told = fate === 'refused' ? [] : compare(call, result);
      all.push(...told);
      for (const [node, { events, hear }] of coming) {
        for (const one of told) if ([node, '*'].includes(one.node)) events.push(() => hear(one));
      }
      if (call.name === 'echo' && fate !== 'refused') {
        const { events, hear } = coming.get(call.node) ?? {};
        const echo = {
          node: call.node,
          receiver: 'echo',
          event: String(call.args[0]),
          payload: null,
        };
        events?.push(() => hear?.(echo));
      }
      const come = () => {
        if (fate !== 'answered') call.reject(new SocketClosedUnexpectedlyError());
        else if (result?.status === 'fulfilled') call.resolve(handed(call.name, result.value));
      };
      coming.get(call.node)?.answers.push(come);
    });
    const asked = calls.map(({ node, name }) => `${node}.${name}`).join(', ');
    mustEqual(byChannel(heard), byChannel(all), `told after ${asked}`);
    count += heard.length;
    heard = [];
  }

  async function hangUp(node: string, carriedOut: boolean): Promise<void> {
    const calls = waiting.filter((call) => call.node === node);
    for (const call of calls) waiting.splice(waiting.indexOf(call), 1);
    await carryOut(calls, carriedOut ? 'unheard' : 'refused');
    const { answers = [], events = [] } = coming.get(node) ?? {};
    events.length = 0;
    for (const come of answers.splice(0)) come();
  }

  return {
    waiting,
    get told() {
      return count;
    },
    guard(node, store, expected) {
      const guarded: Record<string, unknown> = {};
      for (const [name, method] of Object.entries(store as Methods)) {
        const rule = (expected as Methods | null)?.[name];
        guarded[name] = (...args: never[]) =>
          new Promise((resolve, reject) => {
            if (!coming.has(node)) return;
            const run = async () => method(...args);
            const expect = rule ? () => rule(...args) : null;
            waiting.push({ node, name, args, run, expect, resolve, reject });
          });
      }
      return guarded as typeof store;
    },
    async open(node, hear) {
      // Broadcasts that every node receives are recorded once.
      const first = coming.size === 0;
      coming.set(node, { answers: [], events: [], hear });
      await openInbox(
        ...([
          redis,
          openPubSubBarrier((text) => redis.sPublish(keys.channelTo(node), text)),
          keys,
          node,
        ] as const),
        ({ receiver, event, json }: Fact) =>
          heard.push({ node, receiver, event, payload: JSON.parse(json) as unknown }),
        (what) => {
          if (first) heard.push({ node: '*', receiver: 'over', event: what, payload: null });
        },
        () => {},
      );
    },
    async release(which, fate = 'answered') {
      const calls = which.map((index) => waiting[index] as Call);
      for (const call of calls) waiting.splice(waiting.indexOf(call), 1);
      await carryOut(calls, fate);
    },
    isComing: (node, way) => (coming.get(node)?.[way].length ?? 0) > 0,
    deliver(node, way) {
      coming.get(node)?.[way].shift()?.();
    },
    skipEvents(node) {
      coming.get(node)?.events.splice(0);
    },
    hangUp,
    close() {
      coming.clear();
      waiting.length = 0;
    },
    async kill(node, carriedOut) {
      const calls = waiting.filter((call) => call.node === node);
      for (const call of calls) waiting.splice(waiting.indexOf(call), 1);
      coming.delete(node);
      await carryOut(calls, carriedOut ? 'unheard' : 'refused');
    },
  };
}

/** Records are returned unchanged, everything else in a deterministic order. */
function handed(name: string, answer: unknown): unknown {
  return name.endsWith('Record') ? answer : inOrder(name, answer);
}

/** Sorts lists whose order has no meaning. */
function inOrder(name: string, answer: unknown): unknown {
  if (answer === null || typeof answer !== 'object') return answer;
  const by = (list: unknown) =>
    Array.isArray(list)
      ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : list;
  if (name === 'heldBy') return by(answer);
  // The other contents of a record belong to the store alone.
  if ('epoch' in answer && 'record' in answer) return { ...answer, record: {} };
  if ('epoch' in answer && 'conversations' in answer) {
    const conversations = answer.conversations as readonly { readonly id: string }[];
    return { ...answer, conversations: conversations.map(({ id }) => ({ id, record: {} })) };
  }
  return answer;
}

/**
 * The events of each node, in order: the order of the changes (rule F6). Nobody subscribes to the channels of two
 * nodes, so there is no order between channels.
 */
function byChannel(told: readonly Told[]): Partial<Record<string, Told[]>> {
  return Object.groupBy(told, ({ node }) => node);
}
