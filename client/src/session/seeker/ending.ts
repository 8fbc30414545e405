/** Builds what a seeker sees about an ended conversation (rule C10). */
import type { ConversationId } from '@terskel/shared/ids';
import type { ConversationEnd, LastMessage } from '@terskel/shared/models';
import type { Ended } from '../../state/seeker.ts';
import type { TalkState } from '../../state/talk.ts';
import { talkView } from '../../state/talk-view.ts';
import type { TabStorage } from '../../storage.ts';
import { readLastWords } from './last-words.ts';

interface Known {
  readonly lastWords?: string | null;
  readonly cutShort?: boolean;
  readonly deleted?: boolean;
  readonly danger?: boolean;
}

export interface EndEvent {
  readonly conversationId: ConversationId;
  readonly reason: ConversationEnd;
  readonly danger: boolean;
  readonly lastMessage?: LastMessage | undefined;
}

/**
 * Uses what this tab has of the conversation, which is nothing after a reload. Messages that were never sent are left
 * out.
 */
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
  const sent = talk?.lines.filter(({ acceptedAt }) => acceptedAt !== null) ?? [];
  const lines = [...(talk?.before ?? []), ...sent];
  const alias = talk?.alias ?? '';
  return { of: 'conversation', reason, danger, lastWords, cutShort, deleted, alias, lines };
}

/** Builds the view from the service's end event, after `talk` has decrypted the earlier messages. */
export async function endFromEvent(
  talk: { readonly state: TalkState; opened(): Promise<void> } | undefined,
  storage: TabStorage,
  event: EndEvent,
): Promise<Ended> {
  const { conversationId, reason, danger, lastMessage } = event;
  await talk?.opened();
  const stored = storage.get(`talk.${conversationId}`);
  const last = await readLastWords(conversationId, stored, lastMessage);
  const { text = '', cutShort = closingMessageIsMissing(talk?.state, storage, event) } = last ?? {};
  return endOfTalk(talk?.state, reason, { lastWords: text === '' ? null : text, cutShort, danger });
}

/**
 * Whether a readable closing message should have arrived but did not (rule E2). A volunteer's tab with keys seals one
 * for every end that it requests. `seeker_lost` is also used for timeouts, which carry none.
 */
function closingMessageIsMissing(
  state: TalkState | undefined,
  storage: TabStorage,
  { conversationId, reason, lastMessage }: EndEvent,
): boolean {
  if (reason !== 'volunteer' && lastMessage === undefined) return false;
  if (state?.conversation.volunteerKeys !== 'held') return false;
  if (storage.get(`talk.${conversationId}`) === null) return false;
  // The ticket keys are removed once the service has the seeker's confirmation. Keys with `after` belong to a requeue
  // out of this conversation and do not count.
  const ticket = storage.get('ticket');
  return ticket === null || ticket.after === conversationId;
}
