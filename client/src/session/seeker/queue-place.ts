/** A seeker's place in the queue: opening a ticket, keeping it, and showing it (rules Q1, Q7). */
import type { SeekerCommands } from '@terskel/shared/commands';
import { ERRORS, type ErrorCode } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Intake, IntakeState, Ticket } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import type { Link } from '../../net/link.ts';
import type { Answers } from '../../state/model.ts';
import type { TabStorage } from '../../storage.ts';
import type { CurrentTalk } from './current-talk.ts';
import { Opening } from './opening.ts';
import type { SeekerPage } from './seeker-page.ts';

interface QueuePlaceOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  readonly page: SeekerPage;
  readonly talk: CurrentTalk;
  /** A proof of work was requested, so opening takes longer. */
  readonly proving: () => void;
  /** No ticket could be opened. */
  readonly failed: (code: ErrorCode, retryAfterMs?: number) => void;
}

export class QueuePlace {
  readonly #options: QueuePlaceOptions;
  readonly #opening: Opening;
  #intake: IntakeState | null = null;
  /** This tab resumes what it had, after a reload or a lost connection. */
  #resuming = false;

  constructor(options: QueuePlaceOptions) {
    this.#options = options;
    this.#opening = new Opening({
      ...options,
      opened: (ticket) => {
        // A volunteer may have accepted before this reply arrived; then the conversation is already shown.
        if (options.page.name !== 'conversation') this.show(ticket);
      },
    });
  }

  /** *Start* was pressed: opening a ticket must now succeed in time. */
  begin(): void {
    this.#opening.begin();
  }

  open(answers: Answers): void {
    void this.#opening.open(answers);
  }

  /** "Yes, I am still waiting." */
  async keep(): Promise<void> {
    const { link, page } = this.#options;
    const reply = await link.command('ticket:keep', {});
    // A volunteer may have accepted before this reply arrived; then the conversation is already shown.
    if (page.name !== 'waiting') return;
    if (reply.ok) this.show(reply.ticket);
    else if (ERRORS[reply.code] === 'resync') link.refresh();
  }

  /** Shows a ticket from a snapshot, which this tab may have had before. */
  resume(ticket: Ticket): void {
    this.show(ticket, { cameBack: this.#resuming });
  }

  show(ticket: Ticket, from: { cameBack?: boolean; givenBackBy?: string | null } = {}): void {
    const { clock, page, talk } = this.#options;
    if (page.closed) return;
    this.settle();
    talk.forget();
    const [at, intake] = [clock.now(), this.#intake];
    page.dispatch({ type: 'ticket', ticket, at, intake, cameBack: false, ...from });
  }

  /** There is a ticket or a conversation: nothing is being opened or resumed any more. */
  settle(): void {
    this.#opening.done();
    this.#resuming = false;
  }

  /** The tab was reloaded or has lost its connection. */
  interrupt(): void {
    this.#resuming = true;
  }

  setIntake({ state: intake }: Intake): void {
    this.#intake = intake;
    this.#options.page.dispatch({ type: 'intake', intake });
  }

  close(): void {
    this.#opening.close();
  }
}
