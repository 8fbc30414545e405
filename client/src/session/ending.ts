/** What a seeker is told of a conversation that is over (rule C10). */
import type { ConversationId } from '@terskel/shared/ids';
import type { ConversationEnd, LastMessage } from '@terskel/shared/models';
import type { Ended } from '../state/seeker.ts';
import { type TalkState, talkView } from '../state/talk.ts';
import type { TabStorage } from '../storage.ts';
import { readLastWords } from './last-words.ts';

/** With what this tab has of it: nothing after a reload. What was never sent is nothing that was said. */
export function endOfTalk(
  state: TalkState | undefined,
  reason: ConversationEnd,
  { lastWords = null, deleted = true }: { lastWords?: string | null; deleted?: boolean } = {},
): Ended {
  const talk = state && talkView(state);
  const lines = talk?.lines.filter(({ acceptedAt }) => acceptedAt !== null) ?? [];
  return { of: 'conversation', reason, lastWords, deleted, alias: talk?.alias ?? '', lines };
}

/** As the service told it: `talk` may open its last messages meanwhile. */
export async function endTold(
  talk: { readonly state: TalkState } | undefined,
  storage: TabStorage,
  told: {
    readonly conversationId: ConversationId;
    readonly reason: ConversationEnd;
    readonly lastMessage?: LastMessage | undefined;
  },
): Promise<Ended> {
  const { conversationId, reason, lastMessage } = told;
  const stored = storage.get(`talk.${conversationId}`);
  const lastWords = await readLastWords(conversationId, stored, lastMessage);
  return endOfTalk(talk?.state, reason, { lastWords });
}
