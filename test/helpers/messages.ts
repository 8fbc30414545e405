import { Refusal } from '@terskel/shared/errors';
import { NAMESPACES } from '@terskel/shared/json-schema';
import { HandshakeRefusal } from '@terskel/shared/protocol';
import type * as z from 'zod/mini';

export const namespaces = ['seeker', 'staff'] as const;

/** The schema of every message of a namespace, by its key in the AsyncAPI document. */
export function messagesOf(namespace: keyof typeof NAMESPACES): Map<string, z.ZodMiniType> {
  const { handshake, commands, events } = NAMESPACES[namespace];
  const all = new Map<string, z.ZodMiniType>([
    ['connect', handshake],
    ['connect_error', HandshakeRefusal],
    ['refusal', Refusal],
  ]);
  for (const [name, { payload, ack }] of Object.entries(commands)) {
    all.set(`command.${name}`, payload).set(`ack.${name}`, ack);
  }
  for (const [name, schema] of Object.entries(events)) all.set(`event.${name}`, schema);
  return all;
}
