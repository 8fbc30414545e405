import { createHash } from 'node:crypto';
import { wireSchemas } from '@terskel/shared/json-schema';

/** SHA-256 over all schemas on the wire, whatever the order and the names they are written in. */
export function protocolHash(): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(wireSchemas())))
    .digest('hex');
}

/** The order of properties, of required names and of an enum's values means nothing. */
function inOrder(node: unknown): unknown {
  if (Array.isArray(node)) {
    const items: unknown[] = node.map(inOrder);
    return items.every((item) => typeof item === 'string') ? items.toSorted() : items;
  }
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, inOrder(value)]));
}
