/** Ids and texts where a test does not care which. */
import { randomBytes } from 'node:crypto';
import type { ConversationId, MessageId } from '@terskel/shared/ids';

const id = () => randomBytes(16).toString('base64url');

export const conversationId = () => id() as ConversationId;
export const messageId = () => id() as MessageId;

/** What comes back of it after a reload. */
export function throughStorage<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
