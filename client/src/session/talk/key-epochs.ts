/**
 * Which keys this tab seals with (rule E5). The tab does not trust the service about who takes part: it seals for a
 * visit only if the volunteer's tab has confirmed it, and never again after the visit has ended. So the page shows
 * everybody who can read a message.
 */
import { FIRST_EPOCH, sameEpoch } from '@terskel/shared/key-epochs';
import type { KeyEpoch, Message } from '@terskel/shared/models';
import { type HeldSecret, confirms, secretOf } from '../../e2ee/seat-keys.ts';
import { leaderIn } from '../../state/talk-view.ts';
import type { TalkRecord } from './talk-record.ts';

interface KeyEpochsOptions {
  readonly record: TalkRecord;
  /** The service names a visit that this tab does not take part in. */
  readonly onRefused: (visit: KeyEpoch) => void;
}

export class KeyEpochs {
  readonly #options: KeyEpochsOptions;
  #held: HeldSecret | null = null;
  #now = FIRST_EPOCH;

  constructor(options: KeyEpochsOptions) {
    this.#options = options;
  }

  unlock(held: HeldSecret): void {
    this.#held = held;
    this.#now = held.visit ?? FIRST_EPOCH;
  }

  /** The epoch in which this tab seals. */
  get now(): KeyEpoch {
    return this.#now;
  }

  /**
   * Whether a text that was written in an earlier epoch may be sealed in this one. The volunteer has let the leader in,
   * and so knows who will read it. The seeker and the leader wrote to the participants of that epoch only.
   */
  mayReseal(writtenIn: KeyEpoch): boolean {
    const { seat } = this.#options.record.state.conversation;
    const { visit } = this.#now;
    return seat === 'volunteer' || visit === undefined || visit === writtenIn.visit;
  }

  /** Moves to the conversation's epoch. Returns false if this tab must not seal in it. */
  async follow(): Promise<boolean> {
    const { record, onRefused } = this.#options;
    const { keyEpoch } = record.state.conversation;
    const isAccepted = await this.#accepts(keyEpoch);
    // The conversation's keys may have changed again meanwhile.
    if (!sameEpoch(record.state.conversation.keyEpoch, keyEpoch)) return false;
    if (!isAccepted) {
      onRefused(keyEpoch);
      return false;
    }
    const { visited, leaders, turns } = record;
    const { number, visit } = keyEpoch;
    if (number > this.#now.number && turns.every((turn) => turn.number < number))
      record.keep({ turns: [...turns, { number, counters: record.state.counters }] });
    if (visit !== undefined) {
      const alias = leaderIn(record.state.conversation) ?? '';
      record.keep({
        visited: { ...keyEpoch, over: false },
        leaders: { ...leaders, [visit]: alias },
      });
    } else if (visited?.over === false) record.keep({ visited: { ...visited, over: true } });
    this.#now = keyEpoch;
    return true;
  }

  /**
   * Whether a message may have these keys. Those of a visit are known to its leader, who could seal with them in every
   * name: after the visit, no message in them has a new counter.
   */
  mayOpen({ from, keyEpoch, counter }: Message): boolean {
    const { turns } = this.#options.record;
    const end = turns.find(({ number }) => number > keyEpoch.number);
    return !keyEpoch.visit || !end || counter <= (end.counters[from] ?? 0);
  }

  async #accepts(keyEpoch: KeyEpoch): Promise<boolean> {
    const held = this.#held;
    if (held === null) return false;
    if (keyEpoch.visit === undefined) return held.visit === undefined;
    return acceptsVisit(this.#options.record, held);
  }
}

/**
 * A tab seals for a visit only if the page shows the leader and the volunteer's tab has confirmed the visit, and never
 * after it has ended.
 */
async function acceptsVisit(record: TalkRecord, held: HeldSecret): Promise<boolean> {
  const { visited, state } = record;
  const { seat, keyEpoch, visit } = state.conversation;
  // After a failover, the service may not know that a visit has ended.
  const isNew = visited === undefined || keyEpoch.number > visited.number;
  if (!isNew && (visited.over || !sameEpoch(visited, keyEpoch))) return false;
  const secret = await secretOf(held, keyEpoch);
  if (leaderIn(state.conversation) === null || visit === null || secret === null) return false;
  const { volunteer, leader } = visit.confirmations;
  const tags = [confirms(secret, 'volunteer', volunteer)];
  if (leader !== undefined && seat !== 'leader') tags.push(confirms(secret, 'leader', leader));
  const isConfirmed = (await Promise.all(tags)).every(Boolean);
  // The service has named a wrong roster, or a participant has other keys.
  if (!isConfirmed) record.dispatch({ type: 'cut_short' });
  return isConfirmed;
}
