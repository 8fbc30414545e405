/** Sends a link's commands, checks their acknowledgements, and knows how many are in progress. */
import { Refusal } from '@terskel/shared/errors';
import { TIMES } from '@terskel/shared/limits';
import type { Socket } from 'socket.io-client';
import type { Clock } from '../clock.ts';
import { deferred } from '../deferred.ts';
import type { Answer, Commands, Lost, Payload, Schema } from './contract.ts';

interface CommandSenderOptions<C extends Commands> {
  readonly ackOf: (name: keyof C & string) => Schema;
  readonly clock: Clock;
  readonly socket: Socket;
  /** `soon`: the link is connecting or moving to another node, so a command waits for it. */
  readonly state: () => 'online' | 'soon' | 'down';
  /** A command was not acknowledged in time. */
  readonly onTimeout: () => void;
  /** No command is in progress any more. */
  readonly onIdle: () => void;
}

/** Timeout for the acknowledgement of a command (ms). */
const ANSWER_MS = TIMES.commandMs + 3_000;

const LOST: Lost = { ok: false, code: 'unavailable', lost: true };

export class CommandSender<C extends Commands> {
  readonly #options: CommandSenderOptions<C>;
  readonly #waiting: (() => void)[] = [];
  #inProgress = 0;

  constructor(options: CommandSenderOptions<C>) {
    this.#options = options;
  }

  get idle(): boolean {
    return this.#inProgress === 0;
  }

  /** Never throws: without a connection, or without an acknowledgement in time, the reply is `lost`. */
  async send<Name extends keyof C & string>(
    name: Name,
    payload: Payload<C, Name>,
  ): Promise<Answer<C, Name>> {
    const { ackOf, clock, socket, state, onTimeout, onIdle } = this.#options;
    if (state() === 'soon') await this.#settled();
    if (state() !== 'online') return LOST;
    // Without an answer the connection may be half open. Reconnecting is faster than waiting for the heartbeat.
    const callOff = clock.after(ANSWER_MS, onTimeout);
    let answer: unknown;
    this.#inProgress += 1;
    try {
      answer = await socket.emitWithAck(name, payload);
    } catch {
      return LOST;
    } finally {
      callOff();
      this.#inProgress -= 1;
      if (this.idle) onIdle();
    }
    const ack = ackOf(name).safeParse(answer);
    if (ack.success) return ack.data as Answer<C, Name>;
    const refusal = Refusal.safeParse(answer);
    return refusal.success ? refusal.data : { ok: false, code: 'internal' };
  }

  /** The link is no longer connecting or moving: waiting commands are sent, or lost. */
  release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves on `release`, or after a timeout. */
  async #settled(): Promise<void> {
    const { promise, resolve } = deferred();
    this.#waiting.push(resolve);
    const cancel = this.#options.clock.after(TIMES.commandMs, resolve);
    await promise;
    cancel();
  }
}
