/** From *Start* to a place in the queue: creates this tab's keys and, if requested, a proof of work (rules Q1, R2). */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Ticket } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { type TicketKeys, createTicketKeys } from '../../e2ee/agreement.ts';
import type { Link } from '../../net/link.ts';
import type { Answers } from '../../state/model.ts';
import type { TabStorage } from '../../storage.ts';

interface OpeningOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  /** A proof of work was requested, so opening takes longer. */
  readonly proving: () => void;
  readonly opened: (ticket: Ticket) => void;
  readonly failed: (code: ErrorCode, retryAfterMs?: number) => void;
}

/** *Start* fails if unanswered for this long (ms). A network that drops WebSockets is detected well before. */
const START_MS = 20_000;

export class Opening {
  readonly #options: OpeningOptions;
  #underWay = false;
  #closed = false;
  #cancel = () => {};

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  /** *Start* was pressed: starts the timeout. */
  begin(): void {
    const { clock, failed } = this.#options;
    this.#cancel = clock.after(START_MS, () => failed('unavailable'));
  }

  /** There is a ticket or a conversation: stops the timeout. */
  done(): void {
    this.#cancel();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  /**
   * Opens a ticket; only one call runs at a time. Each connection requests it again, perhaps while keys for the
   * previous one are still being created. With two key pairs, the service could hold the first and this tab the second.
   */
  async open(answers: Answers): Promise<void> {
    if (this.#underWay) return;
    this.#underWay = true;
    await this.#open(answers).finally(() => {
      this.#underWay = false;
    });
  }

  async #open({ language, topic, feeling, age, urgent }: Answers): Promise<void> {
    const { storage, link, opened, failed } = this.#options;
    let keys: TicketKeys;
    try {
      keys = storage.get('ticket') ?? (await createTicketKeys());
    } catch {
      failed('unavailable');
      return;
    }
    if (this.#closed) return;
    storage.set('ticket', keys);
    const ask = (proof?: string) =>
      link.command('ticket:open', {
        publicKey: keys.publicKey,
        language,
        urgent,
        ...(topic !== null && { topic }),
        ...(feeling !== null && { feeling }),
        ...(age !== null && { age }),
        ...(proof !== undefined && { proof }),
      });
    let reply = await ask();
    while (!reply.ok && reply.challenge !== undefined && !this.#closed) {
      const proof = await this.#prove(reply.challenge);
      if (proof === null) break;
      reply = await ask(proof);
    }
    // If the reply is lost, the next snapshot says whether the ticket was opened.
    if (this.#closed || 'lost' in reply) return;
    if (!reply.ok) {
      failed(reply.code, reply.retryAfterMs);
      return;
    }
    const session = storage.get('session');
    if (session !== null) storage.set('session', { ...session, answers: null });
    opened(reply.ticket);
  }

  /** Solves a proof of work; null if this browser cannot. The *Start* timeout is suspended meanwhile. */
  async #prove(challenge: string): Promise<string | null> {
    this.#cancel();
    this.#options.proving();
    try {
      const { solve } = await import('../../proof/solve.ts');
      return await solve(challenge);
    } catch {
      return null;
    } finally {
      if (!this.#closed) this.begin();
    }
  }
}
