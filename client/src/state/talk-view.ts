/** What the pages show of one conversation. Pure. */
import { SUPPORT_SEATS } from '@terskel/shared/kinds';
import type { Seat } from '@terskel/shared/models';
import type { Line, Talk } from './model.ts';
import type { TalkState } from './talk.ts';

/** Returns what the pages show of a conversation. */
export function talkView(state: TalkState): Talk {
  const { conversation, others } = state;
  const other = others[conversation.seat === 'seeker' ? 'volunteer' : 'seeker'];
  const third = others[conversation.seat === 'leader' ? 'volunteer' : 'leader'];
  return {
    conversationId: conversation.id,
    seat: conversation.seat,
    alias: aliasIn(conversation),
    leader: leaderIn(conversation),
    thirdIsAway: third?.presence.connected === false,
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
    lines: linesOf(state, SUPPORT_SEATS),
    tampered: state.tampered,
    caughtUp: state.caughtUp,
    other: other?.presence ?? { connected: true },
    otherIsTyping: other?.typing ?? false,
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

/** The messages as shown. `readers`: those who are meant to read each of them. */
export function linesOf(state: TalkState, readers: readonly Seat[]): readonly Line[] {
  return [
    ...state.placed
      .filter(({ before }) => before === null)
      .map((line) => placedLine(state, readers, line)),
    ...state.pending.map(pendingLine(state)),
  ];
}

function placedLine(
  state: TalkState,
  readers: readonly Seat[],
  { key, from, text, alias, acceptedAt, seq }: TalkState['placed'][number],
): Line {
  const { conversation, others } = state;
  const delivered =
    from !== conversation.seat ||
    readers.every((seat) => seat === from || (others[seat]?.shown ?? 0) >= seq);
  return {
    ...{ key, from, text, alias },
    acceptedAt: acceptedAt + state.aheadMs,
    delivery: delivered ? 'delivered' : 'sent',
  };
}

const pendingLine =
  (state: TalkState) =>
  ({ key, text, failed }: TalkState['pending'][number]): Line => ({
    key,
    from: state.conversation.seat,
    text,
    alias: null,
    acceptedAt: null,
    delivery: failed ? 'failed' : 'sending',
  });

/** The volunteer's alias. */
export function aliasIn({ seats }: TalkState['conversation']): string {
  return seats.volunteer?.alias ?? '';
}

/** The alias of the leader who visits the conversation; null if the page shows none. */
export function leaderIn({ seats }: TalkState['conversation']): string | null {
  return seats.leader?.alias ?? null;
}

/**
 * The silence to show: none once the seeker has answered or is sending, and none while the seeker or the volunteer is
 * disconnected.
 */
export function silenceShown(state: TalkState): Talk['silence'] {
  const { silence, placed, pending, conversation, others } = state;
  const isAway = SUPPORT_SEATS.some((seat) => others[seat]?.presence.connected === false);
  if (silence === null || isAway) return null;
  const isSeekers = conversation.seat === 'seeker';
  const answered = placed.some(({ from, seq }) => from === 'seeker' && seq > silence.afterSeq);
  const answers = isSeekers && pending.some(({ failed }) => !failed);
  return answered || answers ? null : { stage: silence.stage, closesAt: silence.closesAt };
}
