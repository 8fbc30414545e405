/** From *Start* to a place in line: this tab's keys, and a proof of work if one is asked for (rules Q1, R2). */
import type { SeekerCommands } from '@terskel/shared/commands';
import type { ErrorCode } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Ticket } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import { type TicketKeys, createTicketKeys } from '../e2ee/agreement.ts';
import type { Link } from '../net/link.ts';
import type { Answers } from '../state/model.ts';
import type { TabStorage } from '../storage.ts';

interface OpeningOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  /** It takes a moment longer: a proof of work is asked for. */
  readonly proving: () => void;
  readonly opened: (ticket: Ticket) => void;
  readonly failed: (code: ErrorCode, retryAfterMs?: number) => void;
}

/** *Start* is answered within this, or it failed: a network that swallows WebSockets is found out well before. */
const START_MS = 20_000;

export class Opening {
  readonly #options: OpeningOptions;
  #underWay = false;
  #closed = false;
  #cancel = () => {};

  constructor(options: OpeningOptions) {
    this.#options = options;
  }

  /** *Start* was pressed: from now on it may fail. */
  begin(): void {
    const { clock, failed } = this.#options;
    this.#cancel = clock.after(START_MS, () => failed('unavailable'));
  }

  /** There is a place in line, or a conversation. */
  done(): void {
    this.#cancel();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  /**
   * One at a time: each connection asks for it anew, perhaps while keys are still being made for the one before. Two key
   * pairs would leave the service with the first and this tab with the second.
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
    // Lost: the next snapshot says whether it was opened.
    if (this.#closed || 'lost' in reply) return;
    if (!reply.ok) {
      failed(reply.code, reply.retryAfterMs);
      return;
    }
    const session = storage.get('session');
    if (session !== null) storage.set('session', { ...session, answers: null });
    opened(reply.ticket);
  }

  /** Null if this browser cannot. However long it takes, *Start* has not failed meanwhile. */
  async #prove(challenge: string): Promise<string | null> {
    this.#cancel();
    this.#options.proving();
    try {
      const { solve } = await import('../proof/solve.ts');
      return await solve(challenge);
    } catch {
      return null;
    } finally {
      if (!this.#closed) this.begin();
    }
  }
}
