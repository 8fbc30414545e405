/** What the scripts count for statistics (rules T1, T2). */
import { DURATION_BOUNDS_MIN, WAIT_BOUNDS_S, type TicketOutcome } from '@terskel/shared/figures';
import type { State, TalkRecord, TicketRecord } from './records.ts';

const HOUR_MS = 3_600_000;

const add = (counts: Map<string, number>, ...words: readonly (string | number)[]) =>
  void counts.set(words.join(' '), (counts.get(words.join(' ')) ?? 0) + 1);
const classOf = (value: number, bounds: readonly number[]) =>
  String(bounds.find((bound) => value <= bound) ?? 'more');

function count(state: State, figure: string, at: number, ...values: readonly string[]): void {
  add(state.counts, figure, Math.floor(at / HOUR_MS), ...values);
}

/** Only the first outcome of a seeker's stay counts. */
export function countTicket(
  state: State,
  ticket: TicketRecord,
  outcome: TicketOutcome,
  now: number,
): void {
  if (ticket.turn > 0) return;
  const { openedAt, language, topic = 'none', age = 'none' } = ticket;
  const wait = classOf(Math.max(0, now - openedAt) / 1_000, WAIT_BOUNDS_S);
  count(state, 'tickets', openedAt, outcome);
  const how = outcome === 'matched' ? outcome : 'left';
  count(state, 'waits', openedAt, how, wait);
  add(state.said, 'languages', language);
  add(state.said, 'topics', topic);
  add(state.said, 'ages', age);
}

export function countReturn(state: State, answer: 'missed' | 'declined', now: number): void {
  count(state, 'offers', now, answer);
}

export function countEnd(state: State, talk: TalkRecord, reason: string, now: number): void {
  add(state.said, 'ends', reason === 'exit' ? 'seeker' : reason);
  const minutes = Math.max(0, now - talk.startedAt) / 60_000;
  add(state.said, 'durations', classOf(minutes, DURATION_BOUNDS_MIN));
}
