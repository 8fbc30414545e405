/** The volunteer's last words, which come with the end of a conversation, also to a seeker who was away (rule C5). */
import type { ConversationId } from '@terskel/shared/ids';
import type { LastMessage } from '@terskel/shared/models';
import { openChannel } from '../e2ee/channel.ts';
import type { StoredTalk } from '../storage.ts';

/**
 * Null if there is none, or it is not the volunteer's last: an older message may not be passed off as such. Its counter
 * tells how many messages came before it; `cutShort`: some of them never did.
 */
export async function readLastWords(
  conversationId: ConversationId,
  stored: StoredTalk | null,
  last: LastMessage | undefined,
): Promise<{ readonly text: string; readonly cutShort: boolean } | null> {
  if (stored === null || last === undefined) return null;
  const channel = await openChannel(conversationId, stored.keys);
  const content = await channel.open('volunteer', last.messageId, last.ciphertext);
  if (content === null || content.counter <= stored.heard) return null;
  return { text: content.text, cutShort: content.counter > stored.heard + 1 };
}
