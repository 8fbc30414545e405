/**
 * A clean stop (rule F2). Clients are told to reconnect to another node, each at a random moment, so that not all
 * arrive there at once. A session counts as connected until another node has it, so that the other participant sees no
 * interruption.
 */
import type { Fact } from '../domain/live-store.ts';
import type { Clock } from '../domain/ports.ts';
import { emitStopping } from './emit.ts';
import type { Local, Registry } from './registry.ts';

/** Minimum period over which clients move (ms). */
const MOVE_MS = 1_000;
/** Time that one new connection costs the other nodes (ms). */
const CONNECT_COST_MS = 0.3;
/** Maximum period over which clients move (ms). */
const MOVE_LONGEST_MS = 3_000;
/** Sessions that no other node has this long after the period are marked as disconnected (ms). */
const SEEN_MS = 3_000;

export interface Drain {
  /** New connections are refused from now on. */
  begin(): void;
  readonly begun: boolean;
  /**
   * Tells all clients to move, including those that still arrive. Resolves when no connection is left and all sessions
   * are on other nodes, or after a timeout. If the node is `alone`, clients are only told that it stops.
   */
  move(alone: boolean): Promise<void>;
  /** Handles an event from the live store, which may say that a session has arrived on another node. */
  heard(fact: Fact): void;
  /** To be called when a connection has received its first snapshot. */
  arrived(local: Local): void;
  /** To be called when a connection is closed; resolves when its session may be marked as disconnected. */
  left(local: Local): Promise<void>;
}

export function createDrain(registry: Registry, clock: Clock): Drain {
  let begun = false;
  let withinMs: number | null = null;
  let awaited = false;
  let waiting: PromiseWithResolvers<void> | null = null;
  /**
   * By connection id. `moving`: closed here, not yet on another node. `elsewhere`: on another node already, perhaps
   * before the connection was closed here.
   */
  const moving = new Map<string, () => void>();
  const elsewhere = new Set<string>();
  const look = () => {
    if (moving.size === 0 && registry.all().length === 0) waiting?.resolve();
  };
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
    async move(alone) {
      const locals = registry.all();
      const needMs = Math.max(MOVE_MS, locals.length * CONNECT_COST_MS);
      withinMs = alone ? 0 : Math.min(MOVE_LONGEST_MS, needMs);
      awaited = !alone;
      for (const local of locals) emitStopping(local, withinMs);
      waiting = Promise.withResolvers<void>();
      const stop = clock.after(withinMs + SEEN_MS, waiting.resolve);
      look();
      await waiting.promise;
      stop();
      waiting = null;
      awaited = false;
      for (const done of moving.values()) done();
    },
    heard({ event, json }) {
      if (event !== 'session:replaced' || waiting === null) return;
      const { connection } = JSON.parse(json) as { connection: string };
      elsewhere.add(connection);
      moving.get(connection)?.();
    },
    arrived(local) {
      if (withinMs !== null) emitStopping(local, withinMs);
    },
    left({ connection }) {
      if (!awaited || elsewhere.has(connection)) {
        look();
        return Promise.resolve();
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      moving.set(connection, () => {
        moving.delete(connection);
        resolve();
        look();
      });
      return promise;
    },
  };
}
