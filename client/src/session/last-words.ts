/** The volunteer's last words, which come with the end of a conversation, also to a seeker who was away (rule C5). */
import type { ConversationId } from '@terskel/shared/ids';
import type { LastMessage } from '@terskel/shared/models';
import { openChannel } from '../e2ee/channel.ts';
import type { StoredTalk } from '../storage.ts';

/** Null if there are none, or they are not the volunteer's last: an older message may not be passed off as such. */
export async function readLastWords(
  conversationId: ConversationId,
  stored: StoredTalk | null,
  last: LastMessage | undefined,
): Promise<string | null> {
  if (stored === null || last === undefined) return null;
  const channel = await openChannel(conversationId, stored.keys);
  const content = await channel.open('volunteer', last.messageId, last.ciphertext);
  return content !== null && content.counter > stored.heard ? content.text : null;
}
