/** What the staff's page shows of an aside between a volunteer and a leader (rule V4). Pure. */
import type { ConversationId } from '@terskel/shared/ids';
import { ASIDE_SEATS } from '@terskel/shared/kinds';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { Aside } from '@terskel/shared/models';
import type { LoggedTalk, Talk } from './model.ts';
import type { TalkConversation, TalkState } from './talk.ts';
import { linesOf } from './talk-view.ts';

export interface ShownAside extends LoggedTalk, Pick<Talk, 'keys' | 'tampered' | 'other'> {
  /** The conversation of the call. */
  readonly of: ConversationId;
  readonly seat: Aside['seat'];
  /** The other one's alias. */
  readonly alias: string;
  /** It has ended. It stays on the page until it is dismissed. */
  readonly isOver: boolean;
}

/** An aside as a talk: what only conversations with a seeker have is empty. */
export function talkOf(aside: Aside): TalkConversation {
  const { id, seat, seats, encapsulation, startedAt, startedForMs, lastSeq, confirmations } = aside;
  return {
    ...{ id, seat, seats, encapsulation, startedAt, startedForMs, lastSeq },
    confirmations: { volunteer: confirmations.volunteer },
    ...{ keyEpoch: FIRST_EPOCH, visit: null, language: 'no', urgent: false, danger: false },
    ...{ held: false, call: null, volunteerKeys: 'held', plannedMs: 0, silence: null },
    ...{ mayAskAnother: false, transfer: null },
  };
}

export function asideView(state: TalkState, of: ConversationId, seat: Aside['seat']): ShownAside {
  const { conversation, others, keys, tampered, caughtUp } = state;
  const other = seat === 'volunteer' ? 'leader' : 'volunteer';
  return {
    ...{ conversationId: conversation.id, of, seat, keys, tampered, caughtUp },
    alias: conversation.seats[other]?.alias ?? '',
    lines: linesOf(state, ASIDE_SEATS),
    other: others[other]?.presence ?? { connected: true },
    otherIsTyping: others[other]?.typing ?? false,
    ...{ former: null, before: [], isOver: false },
  };
}

/** After its end. Messages that have not been sent never will be. */
export function overAside(aside: ShownAside): ShownAside {
  const lines = aside.lines.map((line) =>
    line.delivery === 'sending' ? ({ ...line, delivery: 'failed' } as const) : line,
  );
  return { ...aside, lines, otherIsTyping: false, isOver: true };
}

/** Those that have ended, once another one begins. A leader's next call replaces what is left of earlier ones. */
export function asideBegan(
  over: readonly ShownAside[],
  { of, seat }: Pick<ShownAside, 'of' | 'seat'>,
): readonly ShownAside[] {
  return seat === 'leader' ? over.filter((aside) => aside.of === of) : over;
}
