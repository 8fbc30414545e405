/** What the seeker's tab carries from a conversation into the next one, after a transfer (rule C11). */
import type { ConversationId } from '@terskel/shared/ids';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { TEXT_ID_BYTES } from '@terskel/shared/limits';
import { toBase64url, utf8 } from '../../e2ee/bytes.ts';
import { type Channel, openChannel } from '../../e2ee/channel.ts';
import type { SaidBefore } from '../../state/model.ts';
import type { TalkState } from '../../state/talk.ts';
import { aliasIn } from '../../state/talk-view.ts';
import type { StoredMessage, StoredTalk } from '../../storage.ts';
import { historyTexts } from '../talk/history.ts';

/** Everything that was said up to now, also before this conversation. */
export function spoken({ before, placed, conversation }: TalkState): readonly SaidBefore[] {
  const lines = placed
    .filter((line) => line.before === null)
    .map(({ from, alias, text, acceptedAt: at }) => {
      return { from, alias: from === 'volunteer' ? aliasIn(conversation) : alias, text, at };
    });
  return [...before, ...lines];
}

/** The history messages. They come before all others, and have the same ids in a duplicate of this tab. */
export async function history(
  id: ConversationId,
  channel: Channel,
  lines: readonly SaidBefore[],
): Promise<StoredMessage[]> {
  return Promise.all(
    historyTexts(lines).map(async (text, index) => {
      const counter = index + 1;
      const hash = await crypto.subtle.digest('SHA-256', utf8(`history\0${id}\0${counter}`));
      const key = toBase64url(new Uint8Array(hash).slice(0, TEXT_ID_BYTES));
      const ciphertext = await channel.seal('seeker', FIRST_EPOCH, counter, key, text, true);
      return { key, counter, keyEpoch: FIRST_EPOCH, ciphertext, failed: false };
    }),
  );
}

/**
 * The texts that the former volunteer did not get, as failed messages of the new conversation. A text that was
 * written to one volunteer is sent to another only if the seeker presses *try again*.
 */
export async function unsent(
  from: ConversationId,
  stored: StoredTalk | null,
  channel: Channel,
): Promise<StoredMessage[]> {
  if (stored === null) return [];
  const old = openChannel({ conversationId: from, secret: stored.secret });
  const sealed = await Promise.all(
    stored.outbox.map(async ({ key, keyEpoch, counter, ciphertext }) => {
      const content = await old.open('seeker', keyEpoch, counter, ciphertext);
      return content === null || content.isHistory ? [] : [{ key, text: content.text }];
    }),
  );
  return Promise.all(
    [...sealed.flat(), ...stored.written].map(async ({ key, text }) => {
      // The outbox gives it its counter when it is sent again.
      const ciphertext = await channel.seal('seeker', FIRST_EPOCH, 0, key, text);
      return { key, counter: 0, keyEpoch: FIRST_EPOCH, ciphertext, failed: true };
    }),
  );
}
