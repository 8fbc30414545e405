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

interface EndTold {
  readonly conversationId: ConversationId;
  readonly reason: ConversationEnd;
  readonly danger: boolean;
  readonly lastMessage?: LastMessage | undefined;
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
  told: EndTold,
): Promise<Ended> {
  const { conversationId, reason, danger, lastMessage } = told;
  await talk?.opened();
  const stored = storage.get(`talk.${conversationId}`);
  const last = await readLastWords(conversationId, stored, lastMessage);
  const { text = '', cutShort = closingMessageIsMissing(talk?.state, storage, told) } = last ?? {};
  return endOfTalk(talk?.state, reason, { lastWords: text === '' ? null : text, cutShort, danger });
}

/**
 * Whether a closing message that could be read should have come (rule E2). A volunteer's tab with keys seals one for each
 * end that it asks for. `seeker_lost` is also an end by time, which carries none.
 */
function closingMessageIsMissing(
  state: TalkState | undefined,
  storage: TabStorage,
  { conversationId, reason, lastMessage }: EndTold,
): boolean {
  if (reason !== 'volunteer' && lastMessage === undefined) return false;
  if (state?.conversation.volunteerKeys !== 'held') return false;
  if (storage.get(`talk.${conversationId}`) === null) return false;
  // The ticket's keys go once the service has the seeker's confirmation; new ones are to leave this conversation.
  const ticket = storage.get('ticket');
  return ticket === null || ticket.after === conversationId;
}
