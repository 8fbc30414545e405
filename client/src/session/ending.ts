/** What a seeker is told of a conversation that is over (rule C10). */
import type { ConversationId } from '@terskel/shared/ids';
import type { ConversationEnd, LastMessage } from '@terskel/shared/models';
import type { Ended } from '../state/seeker.ts';
import { type TalkState, talkView } from '../state/talk.ts';
import type { TabStorage } from '../storage.ts';
import { readLastWords } from './last-words.ts';

interface Known {
  readonly lastWords?: string | null;
  readonly cutShort?: boolean;
  readonly deleted?: boolean;
  readonly danger?: boolean;
}

/** With what this tab has of it: nothing after a reload. What was never sent is nothing that was said. */
export function endOfTalk(
  state: TalkState | undefined,
  reason: ConversationEnd,
  {
    lastWords = null,
    cutShort = false,
    deleted = true,
    danger = state?.conversation.danger ?? false,
  }: Known = {},
): Ended {
  const talk = state && talkView(state);
  const lines = talk?.lines.filter(({ acceptedAt }) => acceptedAt !== null) ?? [];
  const alias = talk?.alias ?? '';
  return { of: 'conversation', reason, danger, lastWords, cutShort, deleted, alias, lines };
}

/** As the service told it, once `talk` has opened what came before. */
export async function endTold(
  talk: { readonly state: TalkState; opened(): Promise<void> } | undefined,
  storage: TabStorage,
  told: {
    readonly conversationId: ConversationId;
    readonly reason: ConversationEnd;
    readonly danger: boolean;
    readonly lastMessage?: LastMessage | undefined;
  },
): Promise<Ended> {
  const { conversationId, reason, danger, lastMessage } = told;
  await talk?.opened();
  const stored = storage.get(`talk.${conversationId}`);
  const last = await readLastWords(conversationId, stored, lastMessage);
  const { text = '', cutShort = false } = last ?? {};
  return endOfTalk(talk?.state, reason, { lastWords: text === '' ? null : text, cutShort, danger });
}
