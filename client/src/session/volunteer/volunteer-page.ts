/** What a volunteer's page shows: applies events to its state, and shows it after each of them. */
import type { ErrorCode, Refusal } from '@terskel/shared/errors';
import type { ConversationId } from '@terskel/shared/ids';
import type { Staff, TransferOutcome } from '@terskel/shared/models';
import type { ShownAside } from '../../state/aside.ts';
import type { TalkState } from '../../state/talk.ts';
import {
  type VolunteerEvent,
  type VolunteerState,
  startWork,
  volunteer,
  volunteerView,
} from '../../state/volunteer.ts';
import type { VolunteerSessionOptions } from '../volunteer-options.ts';

interface VolunteerPageOptions {
  readonly staff: Staff;
  readonly show: VolunteerSessionOptions['show'];
  readonly talks: () => readonly TalkState[];
  readonly asides: () => readonly ShownAside[];
  /** The page shows something that no longer exists. */
  readonly onStale: () => void;
}

export class VolunteerPage {
  readonly #options: VolunteerPageOptions;
  #state: VolunteerState;
  #closed = false;

  constructor(options: VolunteerPageOptions) {
    this.#options = options;
    this.#state = startWork(options.staff);
  }

  get state(): VolunteerState {
    return this.#state;
  }

  get closed(): boolean {
    return this.#closed;
  }

  dispatch(event: VolunteerEvent): void {
    this.#state = volunteer(this.#state, event);
    this.show();
  }

  show(): void {
    if (this.#closed) return;
    const { talks, asides, show } = this.#options;
    show(volunteerView(this.#state, talks(), asides()));
  }

  /** Shows that something was refused. */
  note(code: ErrorCode): void {
    this.dispatch({ type: 'noted', note: { kind: 'refused', code } });
  }

  /** Shows why a transfer failed. `alias`: of the colleague who was asked for; null if there was none. */
  noteTransfer(
    conversationId: ConversationId,
    outcome: TransferOutcome,
    alias: string | null,
  ): void {
    const number = this.#state.about.get(conversationId)?.number ?? 1;
    const note = { kind: 'transfer', conversationId, outcome, alias, number } as const;
    this.dispatch({ type: 'noted', note });
  }

  /** Shows that a command of this session was refused. */
  refused({ code }: Refusal): void {
    this.note(code);
    if (code === 'not_found') this.#options.onStale();
  }

  /** Nothing is shown afterwards. */
  close(): void {
    this.#closed = true;
  }
}
