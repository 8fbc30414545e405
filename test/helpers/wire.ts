/** Events that the live store publishes to the nodes of a test, each checked against the contract. */
import { randomUUID } from 'node:crypto';
import { openPubSubBarrier } from '@terskel/server/live/pubsub-barrier';
import { openInbox } from '@terskel/server/live/inbox';
import type { Keys } from '@terskel/server/live/keys';
import type { RedisClient } from '@terskel/server/redis/client';
import { TicketRow } from '@terskel/server/live/replies';
import { seekerEvents, staffEvents } from '@terskel/shared/events';
import { z } from 'zod/mini';

export type Node = 'a' | 'b';
const NODES: readonly Node[] = ['a', 'b'];

/** One event as a node received it. */
export interface Told {
  readonly node: Node;
  readonly receiver: string;
  readonly event: string;
  readonly payload: unknown;
}

type Schemas = Readonly<Record<string, z.ZodMiniType>>;
/** Events between nodes only: a node completes these before it sends them to clients. */
const internal: Schemas = {
  'session:replaced': z.strictObject({ connection: z.string() }),
  'session:outdated': z.strictObject({}),
  'ticket:updated': TicketRow,
};
const contract: Readonly<Record<string, Schemas>> = {
  seeker: { ...seekerEvents, ...internal },
  staff: { ...staffEvents, ...internal },
};

/** Subscribes as both nodes. */
export async function openWire(inbox: RedisClient, publisher: RedisClient, keys: Keys) {
  const told: Told[] = [];
  const outside: Told[] = [];
  const over: string[] = [];
  const marks = new Map<string, () => void>();
  for (const node of NODES) {
    await openInbox(
      inbox,
      openPubSubBarrier((text) => publisher.sPublish(keys.channelTo(node), text)),
      keys,
      node,
      ({ receiver, event, json }) => {
        if (receiver === 'mark') {
          marks.get(event)?.();
          return;
        }
        const payload: unknown = JSON.parse(json);
        const one = { node, receiver, event, payload };
        told.push(one);
        const schema = contract[receiver.split(' ')[0] ?? '']?.[event];
        if (schema?.safeParse(payload).success !== true) outside.push(one);
      },
      (what) => over.push(what),
      () => {},
    );
  }
  return {
    told: told as readonly Told[],
    /** Events that do not fit the contract. */
    outside: outside as readonly Told[],
    /** Ids that nodes were told have ended. */
    over: over as readonly string[],
    /** Resolves once everything published before has arrived. */
    async settled(): Promise<void> {
      const arrived = NODES.map(async (node) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const mark = randomUUID();
        marks.set(mark, resolve);
        await publisher.sPublish(keys.channelTo(node), `mark\n${mark}\nnull`);
        await promise;
      });
      await Promise.all(arrived);
    },
  };
}
