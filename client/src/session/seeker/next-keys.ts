/** The key pair for whatever follows a conversation: the queue, or a conversation with another volunteer. */
import type { ConversationId } from '@terskel/shared/ids';
import { createTicketKeys } from '../../e2ee/agreement.ts';
import type { Slots, TabStorage } from '../../storage.ts';

/**
 * One key pair for all attempts, also after a reload: the service may have executed an attempt whose reply was lost. So
 * it is not stored here; the caller does that before it sends the key. Rejects if the encryption fails to load.
 */
export async function keysAfter(
  storage: TabStorage,
  after: ConversationId,
): Promise<Slots['ticket']> {
  const stored = storage.get('ticket');
  if (stored?.after === after) return stored;
  const made = await createTicketKeys();
  // Another attempt may have made a pair meanwhile.
  const now = storage.get('ticket');
  return now?.after === after ? now : { ...made, after };
}
