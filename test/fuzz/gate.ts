/**
 * Where every call of every node to a store waits until the run lets it through. A script is atomic, so whatever two
 * nodes do at once comes to some order of their calls: the run chooses it, hands the same calls in the same order to
 * the model, and holds answers and events against it.
 */
import type { Fact } from '@terskel/server/domain/live-store';
import { openInbox } from '@terskel/server/store/inbox';
import type { Keys } from '@terskel/server/store/keys';
import type { RedisClient } from '@terskel/server/store/redis';
import { must, mustEqual } from './finding.ts';
import type { Model } from './model/model.ts';
import type { Told } from './model/state.ts';

/** As `dispatch.ts` knows the words of a store that is away. */
class SocketClosedUnexpectedlyError extends Error {}

/** What becomes of a call: carried out and answered; carried out, but the answer is lost; never carried out. */
export type Fate = 'answered' | 'unheard' | 'refused';

interface Call {
  readonly node: string;
  readonly name: string;
  readonly args: readonly unknown[];
  readonly run: () => Promise<unknown>;
  /** The model's answer; null for what it does not know. */
  readonly expect: (() => unknown) | null;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}
type Methods = Record<string, (...args: never[]) => unknown>;

export interface Gate {
  readonly waiting: readonly unknown[];
  /** The same store for one node; `expected` answers as the model does. */
  guard<T extends object>(node: string, store: T, expected: object | null): T;
  /** Lets these calls through, in this order. Answers what the nodes were told. */
  release(which: readonly number[], fate?: Fate): Promise<readonly Told[]>;
  /** The node hears nothing any more, and what it asked may have been carried out or not. */
  kill(node: string, carriedOut: boolean): Promise<readonly Told[]>;
  /** Listens for another node. */
  listen(node: string): Promise<void>;
}

/** Told of each call and each event, for the reader of a failing case. */
export type Trace = (what: string, ...about: readonly unknown[]) => void;

export function createGate(redis: RedisClient, keys: Keys, model: Model, trace?: Trace): Gate {
  const waiting: Call[] = [];
  const dead = new Set<string>();
  let heard: Told[] = [];
  let listening = false;

  async function through(
    calls: readonly Call[],
  ): Promise<readonly PromiseSettledResult<unknown>[]> {
    const running = calls.map((call) => call.run());
    // Its answer comes after whatever was published before.
    await redis.ping();
    return Promise.allSettled(running);
  }

  /** Held against the model, in the order in which they were carried out. */
  function compare(
    calls: readonly Call[],
    results: readonly PromiseSettledResult<unknown>[],
  ): void {
    const asked = calls.map(({ node, name }) => `${node}.${name}`).join(', ');
    calls.forEach(({ node, name, args, expect }, index) => {
      const result = results[index];
      if (result?.status === 'rejected') must(false, `${name} failed`, args, result.reason);
      else {
        trace?.(`${node} ${name}`, args, result?.value);
        if (expect)
          mustEqual(inOrder(name, result?.value), inOrder(name, expect()), `${name} answered`);
      }
    });
    for (const { node, receiver, event, payload } of heard) {
      trace?.(`  → ${node}: ${receiver} ${event}`, payload);
    }
    mustEqual(settled(heard), settled(model.told()), `told after ${asked}`);
  }

  async function carryOut(calls: readonly Call[], fate: Fate): Promise<readonly Told[]> {
    const results = fate === 'refused' ? [] : await through(calls);
    if (fate !== 'refused') compare(calls, results);
    calls.forEach(({ node, name, resolve, reject }, index) => {
      const result = results[index];
      if (dead.has(node)) return;
      if (fate !== 'answered') reject(new SocketClosedUnexpectedlyError());
      else if (result?.status === 'fulfilled') resolve(handed(name, result.value));
    });
    const told = heard;
    heard = [];
    return told;
  }

  return {
    waiting,
    guard(node, store, expected) {
      const guarded: Record<string, unknown> = {};
      for (const [name, method] of Object.entries(store as Methods)) {
        const rule = (expected as Methods | null)?.[name];
        guarded[name] = (...args: never[]) =>
          new Promise((resolve, reject) => {
            if (dead.has(node)) return;
            const run = async () => method(...args);
            const expect = rule ? () => rule(...args) : null;
            waiting.push({ node, name, args, run, expect, resolve, reject });
          });
      }
      return guarded as typeof store;
    },
    async release(which, fate = 'answered') {
      const calls = which.map((index) => waiting[index] as Call);
      for (const call of calls) waiting.splice(waiting.indexOf(call), 1);
      return carryOut(calls, fate);
    },
    async kill(node, carriedOut) {
      const calls = waiting.filter((call) => call.node === node);
      for (const call of calls) waiting.splice(waiting.indexOf(call), 1);
      dead.add(node);
      return carryOut(calls, carriedOut ? 'unheard' : 'refused');
    },
    listen(node) {
      const first = !listening;
      listening = true;
      return openInbox(
        redis,
        redis,
        keys,
        node,
        ({ receiver, event, json }: Fact) =>
          heard.push({ node, receiver, event, payload: JSON.parse(json) as unknown }),
        // Every node hears the same: once is enough.
        (what) => {
          if (first) heard.push({ node: '*', receiver: 'over', event: what, payload: null });
        },
        () => {},
      );
    },
  };
}

/** Records go on as they are, the rest in an order that is the same in every run. */
function handed(name: string, answer: unknown): unknown {
  return name.endsWith('Record') ? answer : inOrder(name, answer);
}

/** Lists whose order means nothing, in one that does. */
function inOrder(name: string, answer: unknown): unknown {
  if (answer === null || typeof answer !== 'object') return answer;
  const by = (list: unknown) =>
    Array.isArray(list)
      ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : list;
  if (name === 'heldBy') return by(answer);
  // What a record holds besides is the store's own business.
  if ('epoch' in answer && 'record' in answer) return { ...answer, record: {} };
  if ('epoch' in answer && 'conversations' in answer) {
    const conversations = answer.conversations as readonly { readonly id: string }[];
    return { ...answer, conversations: by(conversations.map(({ id }) => ({ id, record: {} }))) };
  }
  if ('lanes' in answer) return { ...answer, lanes: by(answer.lanes) };
  if ('conversations' in answer) return { ...answer, conversations: by(answer.conversations) };
  return answer;
}

/** One person's conversations hear of a coming or going in any order. */
function settled(told: readonly Told[]): Told[] {
  const name = ({ event, payload }: Told) =>
    event === 'presence:changed' ? JSON.stringify(payload) : '';
  return told.toSorted((a, b) => (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0));
}
