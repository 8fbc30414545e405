/** Random ids for tests that do not depend on their value. */
import { randomBytes } from 'node:crypto';
import type { ConversationId } from '@terskel/shared/ids';

const id = () => randomBytes(16).toString('base64url');

export const conversationId = () => id() as ConversationId;

/** The value after being stored and read back, as on a reload. */
export function throughStorage<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
