/** What the pages show of one conversation. Pure. */
import type { Line, Talk } from './model.ts';
import type { TalkState } from './talk.ts';

/** Returns what the pages show of a conversation. */
export function talkView(state: TalkState): Talk {
  const { conversation } = state;
  return {
    conversationId: conversation.id,
    side: conversation.side,
    alias: conversation.alias,
    language: conversation.language,
    topic: conversation.topic ?? null,
    age: conversation.age ?? null,
    urgent: conversation.urgent,
    danger: conversation.danger,
    held: conversation.held,
    volunteerKeys: conversation.volunteerKeys,
    startedAt: state.startedAt,
    plannedMs: conversation.plannedMs,
    keys: state.keys,
    lines: [
      ...state.placed
        .filter(({ before }) => before === null)
        .map((line) => placedLine(state, line)),
      ...state.pending.map(pendingLine(state)),
    ],
    tampered: state.tampered,
    caughtUp: state.caughtUp,
    other: state.other,
    otherIsTyping: state.otherIsTyping,
    silence: silenceShown(state),
    mayAskAnother: conversation.mayAskAnother,
    transfer: conversation.transfer,
    former: conversation.previous ?? null,
    before: [...state.before, ...state.placed.flatMap(({ before }) => before ?? [])].map(
      ({ from, alias, text, at }) => ({ from, alias, text, at: at + state.aheadMs }),
    ),
    sharesBefore: state.sharesBefore,
  };
}

function placedLine(
  state: TalkState,
  { key, from, text, acceptedAt, seq }: TalkState['placed'][number],
): Line {
  const delivered = from !== state.conversation.side || seq <= state.shownByOther;
  return {
    ...{ key, from, text },
    acceptedAt: acceptedAt + state.aheadMs,
    delivery: delivered ? 'delivered' : 'sent',
  };
}

const pendingLine =
  (state: TalkState) =>
  ({ key, text, failed }: TalkState['pending'][number]): Line => ({
    key,
    from: state.conversation.side,
    text,
    acceptedAt: null,
    delivery: failed ? 'failed' : 'sending',
  });

/**
 * The silence to show: none once the seeker has answered or is sending, and none while the other side is disconnected.
 */
export function silenceShown(state: TalkState): Talk['silence'] {
  const { silence, placed, pending, conversation, other } = state;
  if (silence === null || !other.connected) return null;
  const isSeekers = conversation.side === 'seeker';
  const answered = placed.some(({ from, seq }) => from === 'seeker' && seq > silence.afterSeq);
  const answers = isSeekers && pending.some(({ failed }) => !failed);
  return answered || answers ? null : { stage: silence.stage, closesAt: silence.closesAt };
}
