/**
 * A clean stop (rule F2). Whoever is connected is told to move to another node, and goes at a moment of their own, so
 * that not all arrive there at once. Until a session is seen elsewhere it is kept as connected: its other side sees
 * nobody come and go.
 */
import type { Fact } from '../domain/live-store.ts';
import type { Clock } from '../domain/ports.ts';
import { emitStopping } from './emit.ts';
import type { Local, Registry } from './registry.ts';

/** Everybody moves within this. */
const MOVE_MS = 1_000;
/** A connection costs the other nodes so much of their time. */
const CONNECT_COST_MS = 0.3;
const MOVE_LONGEST_MS = 3_000;
/** Whoever is not seen elsewhere so long after that is let go of. */
const SEEN_MS = 3_000;

export interface Drain {
  /** New connections are refused from now on. */
  begin(): void;
  readonly begun: boolean;
  /**
   * Tells everybody here to move, and whoever still comes. Settles when nobody is left, or to be seen elsewhere, or has
   * had the time for it. Where this node is `alone` they are only told that it stops.
   */
  move(alone: boolean): Promise<void>;
  /** What the live store tells this node: perhaps that somebody has arrived elsewhere. */
  heard(fact: Fact): void;
  /** Has just been shown its session. */
  arrived(local: Local): void;
  /** Has no connection any more; settles when its session may be taken for disconnected. */
  left(local: Local): Promise<void>;
}

export function createDrain(registry: Registry, clock: Clock): Drain {
  let begun = false;
  let withinMs: number | null = null;
  let awaited = false;
  let waiting: PromiseWithResolvers<void> | null = null;
  /** By their connections: who is to be seen elsewhere, and who was before their end was seen here. */
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
