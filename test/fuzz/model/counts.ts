/** What the scripts count for statistics (rules T1, T2). */
import { DURATION_BOUNDS_MIN, WAIT_BOUNDS_S, type TicketOutcome } from '@terskel/shared/figures';
import { heldBy, onDuty } from './basics.ts';
import type { State, TalkRecord, TicketRecord } from './records.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const addTo = (counts: Map<string, number>, cell: string, by: number) =>
  void counts.set(cell, (counts.get(cell) ?? 0) + by);
const add = (counts: Map<string, number>, ...words: readonly (string | number)[]) =>
  addTo(counts, words.join(' '), 1);
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
  const waitedMs = Math.max(0, now - openedAt);
  const [at, wait] = [now - Math.min(waitedMs, HOUR_MS), classOf(waitedMs / 1_000, WAIT_BOUNDS_S)];
  count(state, 'tickets', at, outcome);
  const how = outcome === 'matched' ? outcome : 'left';
  count(state, 'waits', at, how, wait);
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
  if (talk.busy > 0) addTo(state.said, 'busy minutes', talk.busy);
  if (reason !== 'returned' && reason !== 'moved') add(state.said, 'busy ends');
}

/** Once in each minute, also after the clock has been set back by more than an hour. */
export function countDuty(state: State, now: number, isOpen: boolean): void {
  const minute = Math.floor(now / MINUTE_MS);
  const last = state.counting.get('minute') ?? 0;
  if (minute <= last && minute >= last - 60) return;
  state.counting.set('minute', minute);
  for (const volunteer of onDuty(state)) {
    const isWrapping = volunteer.state === 'wrapping_up';
    const isReady = (isWrapping ? volunteer.after : volunteer.state) === 'ready';
    if (isOpen && isReady && volunteer.connection !== '') add(state.counting, 'staff');
    const [oldest] = heldBy(state, volunteer);
    if (oldest) oldest.busy += 1;
    else if (isWrapping) add(state.said, 'busy minutes');
  }
}
