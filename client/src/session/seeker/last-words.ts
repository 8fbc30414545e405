/** Reads the volunteer's closing message. It comes with the end event, also to a seeker who was away (rule C5). */
import type { ConversationId } from '@terskel/shared/ids';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { LastMessage } from '@terskel/shared/models';
import { openChannel } from '../../e2ee/channel.ts';
import type { StoredTalk } from '../../storage.ts';

/**
 * Returns null if there is no closing message or if it is not the volunteer's last one, so that an older message cannot
 * be replayed as the last. Its counter says how many messages came before it; `cutShort`: some of them never arrived.
 */
export async function readLastWords(
  conversationId: ConversationId,
  stored: StoredTalk | null,
  last: LastMessage | undefined,
): Promise<{ readonly text: string; readonly cutShort: boolean } | null> {
  if (stored === null || last === undefined) return null;
  const channel = openChannel({ conversationId, secret: stored.secret });
  const { counter, ciphertext } = last;
  const content = await channel.open('volunteer', FIRST_EPOCH, counter, ciphertext);
  const heard = stored.heard.volunteer ?? 0;
  if (content === null || counter <= heard) return null;
  return { text: content.text, cutShort: counter > heard + 1 };
}
