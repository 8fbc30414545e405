import { createHash } from 'node:crypto';
import { wireSchemas } from '@terskel/shared/json-schema';

/** SHA-256 over all schemas of the protocol, independent of their order and of variable names. */
export function protocolHash(): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(wireSchemas())))
    .digest('hex');
}

/** The order of properties, required names and enum values has no meaning. */
function inOrder(node: unknown): unknown {
  if (Array.isArray(node)) {
    const items: unknown[] = node.map(inOrder);
    return items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  }
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, inOrder(value)]));
}
