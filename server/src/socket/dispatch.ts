/** Processes a command: limit → size → parse → authorise → run → acknowledge. The only try/catch of commands. */
import { RESYNC_BYTES_PER_POINT, TIMES, type Bucket } from '@terskel/shared/limits';
import type { PayloadOf, Reply } from '@terskel/shared/commands';
import type { Refusal } from '@terskel/shared/errors';
import type { Message } from '@terskel/shared/models';
import type { Socket } from 'socket.io';
import * as z from 'zod/mini';
import { errorCode } from '../domain/error-code.ts';
import { refused, type Clock } from '../domain/ports.ts';
import { withTimeout } from '../domain/with-timeout.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Limits } from './limits.ts';
import { TOO_LARGE } from './padded-parser.ts';

interface Schemas {
  readonly payload: z.ZodMiniType;
  readonly ack: z.ZodMiniType;
}
interface Command extends Schemas {
  readonly bucket: Bucket;
  readonly cost: number;
}
export type Commands = Readonly<Record<string, Command>>;
export type Answer = { readonly ok: true; readonly messages?: readonly Message[] } | Refusal;
type Name<C> = keyof C & string;
/** One handler for each command. The payload has been validated against the command's schema. */
export type Handlers<C extends Commands, Caller> = {
  readonly [N in Name<C>]: (caller: Caller, payload: PayloadOf<C[N]>) => Promise<Answer>;
};
/** Handlers whose answers are those of the contract. */
export type HandlerTable<C extends Readonly<Record<keyof C, Schemas>>, Caller> = {
  readonly [N in keyof C]: (caller: Caller, payload: PayloadOf<C[N]>) => Promise<Reply<C[N]>>;
};
/** Why a session may not send the command; null if it may (rule S3). */
export type Refuse<C, Caller> = (
  caller: Caller,
  name: Name<C>,
) => 'unauthorized' | 'forbidden' | null;

/** The same for all connections of a namespace. */
export interface Dispatch<C extends Commands, Caller> {
  readonly commands: C;
  readonly handlers: Handlers<C, Caller>;
  readonly refusal: Refuse<C, Caller>;
  /** Whether the epoch of the live store is known. Otherwise commands are refused (rule F3). */
  readonly isOpen: () => boolean;
  /** Whether an error means that a store is unavailable. */
  readonly isUnavailable: (error: unknown) => boolean;
  /** Called after a command that changes state failed, or was executed too late for its answer. */
  readonly outcomeUnknown: (caller: Caller) => void;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const unavailable = refused('unavailable', TIMES.commandMs);
/** The same answer, in place of one that is not known in time. */
const late = refused('unavailable', TIMES.commandMs);

/** The buckets of the commands that change what a snapshot holds. Messages are requested and sent again anyway. */
const CHANGES: ReadonlySet<Bucket> = new Set<Bucket>(['control', 'call', 'ticket', 'receipt']);
const changesState = (command: Command | undefined): boolean =>
  command !== undefined && CHANGES.has(command.bucket);

const isNameOf = <C extends Commands>(commands: C, name: string): name is Name<C> =>
  Object.hasOwn(commands, name);

/** `receiver`: what the rate limits are counted by. */
interface AnyCaller {
  readonly receiver: string;
}

async function answerTo<C extends Commands, Caller extends AnyCaller>(
  options: Dispatch<C, Caller>,
  caller: Caller,
  name: string,
  payload: unknown,
): Promise<Answer> {
  const known = isNameOf(options.commands, name) ? name : null;
  const command: Command | undefined = known === null ? undefined : options.commands[known];
  const waitMs = options.limits.take(
    caller.receiver,
    command?.bucket ?? 'control',
    command?.cost ?? 1,
  );
  if (waitMs > 0) return refused('rate_limited', waitMs);
  if (payload === TOO_LARGE) return refused('too_large');
  return known === null ? refused('unknown_command') : run(options, caller, known, payload);
}

async function run<C extends Commands, Caller extends AnyCaller>(
  options: Dispatch<C, Caller>,
  caller: Caller,
  name: Name<C>,
  payload: unknown,
): Promise<Answer> {
  const command: C[Name<C>] = options.commands[name];
  const parsed = z.safeParse<C[Name<C>]['payload']>(command.payload, payload);
  if (!parsed.success) return refused('invalid_payload');
  const refusal = options.refusal(caller, name);
  if (refusal !== null) return refused(refusal);
  if (!options.isOpen()) return unavailable;
  const answer = await options.handlers[name](caller, parsed.data);
  const cost = costOfSize(answer);
  if (cost > 0) options.limits.take(caller.receiver, command.bucket, cost);
  return answer;
}

/** Additional cost of an answer by its size. Only pages of messages are large. */
function costOfSize(answer: Answer): number {
  if (!answer.ok || answer.messages === undefined) return 0;
  const bytes = answer.messages.reduce((sum, { ciphertext }) => sum + ciphertext.length, 0);
  return Math.floor(bytes / RESYNC_BYTES_PER_POINT);
}

/**
 * Handles all commands on the socket. A command without an acknowledgement callback is refused unread. The returned
 * function resolves when no command is in progress: a command in progress must not undo the end of its connection.
 */
export function listen<C extends Commands, Caller extends AnyCaller>(
  socket: Socket,
  options: Dispatch<C, Caller>,
  caller: Caller,
): () => Promise<unknown> {
  let underWay = 0;
  let becameIdle = () => {};
  const outcomeUnknown = () => options.outcomeUnknown(caller);
  async function receive(name: string, args: unknown[]): Promise<void> {
    const acknowledge = args.at(-1);
    const answered = typeof acknowledge === 'function';
    const payload = args.length === 2 && answered ? args[0] : undefined;
    const command = isNameOf(options.commands, name) ? name : 'unknown';
    const changes = isNameOf(options.commands, name) && changesState(options.commands[name]);
    let answer: Answer;
    const count = options.metrics.command();
    try {
      const answering = answerTo(options, caller, name, answered ? payload : undefined);
      underWay += 1;
      const settled = () => {
        underWay -= 1;
        if (underWay === 0) becameIdle();
      };
      answering.then(settled, settled);
      answer = await withTimeout(options.clock, answering, late);
      if (answer === late && changes) answering.then(outcomeUnknown, outcomeUnknown);
    } catch (error) {
      if (changes) outcomeUnknown();
      answer = options.isUnavailable(error) ? unavailable : refused('internal');
      options.log.error('command_failed', { command, code: errorCode(error) });
    }
    count(command, answer.ok ? 'ok' : answer.code);
    if (answered) (acknowledge as (answer: Answer) => void)(answer);
    if (!answer.ok) options.log.debug('command_refused', { command, code: answer.code });
    const isBreach = !answer.ok && answer.code === 'rate_limited';
    // Thousands of frames may arrive in one turn of the event loop: disconnect and log only once.
    if (isBreach && options.limits.breach(caller.receiver) && socket.connected) {
      options.log.warn('disconnected_for_breaches');
      socket.disconnect(true);
    }
  }

  socket.onAny((name: string, ...args: unknown[]) => {
    void receive(name, args);
  });
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    becameIdle = resolve;
    if (underWay > 0) await promise;
  };
}
