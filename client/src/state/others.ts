/** What is known of the other participants of a conversation. Pure. */
import type { Conversation, Presence, Seat } from '@terskel/shared/models';
import type { ShownPresence } from './model.ts';

/** Another participant of the conversation. */
export interface Other {
  readonly presence: ShownPresence;
  readonly typing: boolean;
  /** They have shown every message up to this sequence number. */
  readonly shown: number;
}

export type Others = Readonly<Partial<Record<Seat, Other>>>;

/** The participants whom the server's state names, with what was known of them before. */
export function othersOf(
  known: Others,
  conversation: Omit<Conversation, 'kind'>,
  at: number,
): Others {
  const others: Partial<Record<Seat, Other>> = {};
  const before = shownUpTo(known, conversation.rebuiltAfter ?? Infinity);
  for (const seat of othersIn(conversation)) {
    const { presence: given, received = 0 } = conversation.seats[seat] ?? {};
    const shown = Math.max(before[seat]?.shown ?? 0, received);
    if (given !== undefined) others[seat] = { ...presence(given, at), shown };
  }
  return others;
}

/** Applies a change of one participant. `shown` never goes down here. */
export function otherChanged(others: Others, seat: Seat, by: Partial<Other>): Others {
  const other = others[seat];
  if (other === undefined) return others;
  const shown = Math.max(other.shown, by.shown ?? 0);
  return { ...others, [seat]: { ...other, ...by, shown } };
}

/** After a rebuild without all copies, numbers above `seq` may belong to messages that nobody has shown (C3, C15). */
export function shownUpTo(others: Others, seq: number): Others {
  const all = Object.entries(others) as [Seat, Other][];
  return Object.fromEntries(
    all.map(([seat, other]) => [seat, { ...other, shown: Math.min(other.shown, seq) }]),
  );
}

/** Another participant's presence by this device's clock. A participant who has just come or gone is not typing. */
export function presence(given: Presence, at: number): Pick<Other, 'presence' | 'typing'> {
  return {
    presence: given.connected ? given : { connected: false, lostAt: at - given.lostForMs },
    typing: false,
  };
}

/** The seats that others have. */
function othersIn({ seat, seats }: Pick<Conversation, 'seat' | 'seats'>): Seat[] {
  return (Object.keys(seats) as Seat[]).filter((each) => each !== seat);
}
