/** What a tab holds of one conversation: the state that its page shows, and the part stored for a reload. */
import type { KeyEpoch, Seat } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Counters } from '../../state/counters.ts';
import type { SaidBefore } from '../../state/model.ts';
import {
  type TalkConversation,
  type TalkEvent,
  type TalkState,
  startTalk,
  talk,
} from '../../state/talk.ts';
import type { StoredTalk } from '../../storage.ts';

interface TalkRecordOptions {
  readonly conversation: TalkConversation;
  readonly clock: Clock;
  readonly stored: () => StoredTalk | null;
  readonly keep: (stored: StoredTalk) => void;
  readonly changed: () => void;
  readonly readHistory?: ((text: string) => readonly SaidBefore[]) | undefined;
}

export class TalkRecord {
  readonly #options: TalkRecordOptions;
  #state: TalkState;
  #countersBefore: Counters = {};
  #closed = false;

  constructor(options: TalkRecordOptions) {
    this.#options = options;
    this.#state = startTalk(options.conversation, options.clock.now());
  }

  get state(): TalkState {
    return this.#state;
  }

  /** Highest counters known to be in the log before a reload of this tab. */
  get countersBefore(): Counters {
    return this.#countersBefore;
  }

  /** This seat's highest counter of which this tab has stored that it was accepted. */
  get accepted(): number {
    return this.#options.stored()?.accepted ?? 0;
  }

  /** The latest visit in which this tab has taken part. */
  get visited(): StoredTalk['visited'] {
    return this.#options.stored()?.visited;
  }

  /** The alias of the leader of each of these visits. */
  get leaders(): StoredTalk['leaders'] {
    return this.#options.stored()?.leaders;
  }

  /** The key epochs that this tab has moved to. */
  get turns(): NonNullable<StoredTalk['turns']> {
    return this.#options.stored()?.turns ?? [];
  }

  /** The alias of the leader who wrote a message with these keys; null if this tab does not know it. */
  leaderIn({ visit }: KeyEpoch): string | null {
    const { keyEpoch, seats } = this.#state.conversation;
    const now = keyEpoch.visit === visit ? seats.leader?.alias : undefined;
    return this.leaders?.[visit ?? ''] ?? now ?? null;
  }

  /** The highest counters of others that this tab has stored. */
  get heard(): Counters {
    return this.#options.stored()?.heard ?? {};
  }

  /** This seat's highest counter that the service is known to have accepted, also before the keys are agreed. */
  get sent(): number {
    const { conversation, counters } = this.#state;
    const { seat, seats } = conversation;
    return Math.max(seats[seat]?.sent ?? 0, counters[seat] ?? 0, this.accepted);
  }

  /** The lines of a history message; none on the page that sends it, or if its sender is not the seeker. */
  readHistory(from: Seat, text: string): readonly SaidBefore[] {
    return (from === 'seeker' ? this.#options.readHistory?.(text) : undefined) ?? [];
  }

  get closed(): boolean {
    return this.#closed;
  }

  dispatch(event: TalkEvent): void {
    if (this.#closed) return;
    this.#state = talk(this.#state, event);
    this.#options.changed();
  }

  /** Sets what this tab had stored before. */
  restore({ accepted, heard }: StoredTalk): void {
    this.#countersBefore = { ...heard, [this.#state.conversation.seat]: accepted };
  }

  /** Stores a change for a reload. */
  keep(part: Partial<StoredTalk>): void {
    const { stored, keep } = this.#options;
    const before = stored();
    if (before !== null && !this.#closed) keep({ ...before, ...part });
  }

  /** Nothing is stored or shown afterwards. */
  close(): void {
    this.#closed = true;
  }
}
