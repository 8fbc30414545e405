/** What the tabs of both sides share: a connection, commands with answers, conversations. */
import type { Clock } from '@terskel/client/clock';
import type { Lost } from '@terskel/client/net/contract';
import { Inbox } from '@terskel/client/net/inbox';
import { handIn } from '@terskel/client/net/hand-in';
import { retryUntilFinal } from '@terskel/client/net/retry-until-final';
import { Outbox, type Kept } from '@terskel/client/net/outbox';
import { Refusal, type ErrorCode } from '@terskel/shared/errors';
import type { ConversationId, MessageId } from '@terskel/shared/ids';
import type { Conversation, Message, Side } from '@terskel/shared/models';
import type * as z from 'zod/mini';
import { must, mustEqual } from './finding.ts';
import { CIPHERTEXT } from './values.ts';
import type { Frame, Wire } from './wire.ts';

const LOST: Lost = { ok: false, code: 'unavailable', lost: true };
/** Error codes that a tab which follows the contract must never get. */
const NEVER = new Set<ErrorCode>([
  ...(['internal', 'invalid_payload', 'unknown_command', 'forbidden'] as const),
  ...(['rate_limited', 'too_large', 'version_unsupported', 'unauthorized'] as const),
]);

type Schemas = Readonly<Record<string, z.ZodMiniType>>;
type Commands = Readonly<Record<string, { readonly ack: z.ZodMiniType }>>;
export type Answer = { readonly ok: true; readonly [field: string]: unknown } | Refusal | Lost;

export interface Line {
  readonly online: boolean;
  readonly wire: Wire | null;
  /** Opens a new connection and abandons the old one. */
  connect(wire: Wire, auth: object): void;
  drop(): void;
  command(name: string, payload: object): Promise<Answer>;
  /** The same, but if the outcome is unknown, it drops the connection so that the next snapshot tells. */
  ask(name: string, payload: object): Promise<Answer>;
  /** Delivers the next frame. */
  receive(wire: Wire): void;
}

export function openLine(
  commands: Commands,
  events: Schemas,
  heard: (name: string, payload: never) => void,
  gone: () => void,
): Line {
  let wire: Wire | null = null;
  let online = false;
  let asked = 0;
  const answers = new Map<number, (answer: Answer) => void>();

  function drop(): void {
    wire?.abandon();
    wire = null;
    online = false;
    for (const answer of answers.values()) answer(LOST);
    answers.clear();
    gone();
  }
  function take(frame: Frame): void {
    switch (frame.type) {
      case 'refused':
        must(frame.code === 'unavailable', `a handshake was refused: ${frame.code}`);
        return drop();
      case 'closed':
        return drop();
      case 'ack':
        answers.get(frame.id)?.(frame.answer as Answer);
        answers.delete(frame.id);
        return;
      case 'event': {
        const fits = events[frame.name]?.safeParse(frame.payload).success === true;
        must(fits, `an event outside the contract: ${frame.name}`, frame.payload);
        if (frame.name === 'session:snapshot') online = true;
        heard(frame.name, frame.payload as never);
      }
    }
  }
  const line: Line = {
    get online() {
      return online;
    },
    get wire() {
      return wire;
    },
    connect(next, auth) {
      if (wire !== null) drop();
      wire = next;
      next.send(0, auth);
    },
    drop,
    async command(name, payload) {
      if (wire === null || !online) return LOST;
      asked += 1;
      wire.send(2, [name, payload], asked);
      const { promise, resolve } = Promise.withResolvers<Answer>();
      answers.set(asked, resolve);
      const answer = await promise;
      if (answer.ok) {
        must(
          commands[name]?.ack.safeParse(answer).success === true,
          `${name} was answered`,
          answer,
        );
      } else if (!('lost' in answer)) {
        must(Refusal.safeParse(answer).success, `${name} was refused`, answer);
        must(!NEVER.has(answer.code), `${name} was refused: ${answer.code}`);
      }
      return answer;
    },
    async ask(name, payload) {
      const answer = await line.command(name, payload);
      if (!answer.ok && answer.code === 'unavailable' && !('lost' in answer)) drop();
      return answer;
    },
    receive(from) {
      const frame = from.receive();
      if (frame !== null && from === wire) take(frame);
    },
  };
  return line;
}

/** As on the page: the read position never goes back, whichever update is newer. */
export function readOn(before: Conversation | undefined, now: Conversation): Conversation {
  if (before?.id !== now.id) return now;
  const read = (side: Side) => Math.max(before.received[side], now.received[side]);
  return { ...now, received: { seeker: read('seeker'), volunteer: read('volunteer') } };
}

/** One conversation in a tab: the client's own inbox and outbox, and the messages shown. */
export interface TabTalk {
  readonly id: ConversationId;
  readonly shown: readonly Message[];
  /** Message id → sequence number of acknowledged messages. */
  readonly accepted: Map<MessageId, number>;
  readonly kept: Kept;
  say(messageId: MessageId): void;
  /** The same, but sends at once while the log is incomplete, which no page does. */
  blurt(messageId: MessageId): Promise<void>;
  take(message: Message): void;
  /** The server sent the state of the conversation. */
  told(conversation: Conversation): void;
  /** Both sides have handed in their copies. */
  rebuilt(lastSeq: number): void;
  /** The messages that this tab could hand in. */
  copies(): readonly Message[];
  idle(): boolean;
  stop(): void;
  close(): void;
}

const FRESH: Kept = { entries: [], written: [], sealed: 0, accepted: 0 };

export function openTalk(
  { id, side }: Pick<Conversation, 'id' | 'side'>,
  line: Line,
  clock: Clock,
  before: TabTalk | null,
): TabTalk {
  const shown: Message[] = [];
  const accepted = new Map(before?.accepted);
  const of = { conversationId: id };
  let kept: Kept = before?.kept ?? FRESH;
  const inbox = new Inbox({
    clock,
    resync: (after) => line.command('conversation:resync', { ...of, after }) as never,
    onReady(messages) {
      for (const message of messages) {
        must(
          message.seq > (shown.at(-1)?.seq ?? 0),
          `[C2] the next one shown to the ${side}`,
          message,
        );
        must(!shown.some((m) => m.messageId === message.messageId), '[C2] shown twice', message);
        shown.push(message);
      }
    },
    onStale: () => line.drop(),
  });
  const outbox = new Outbox({
    ...{ clock, kept, seal: async () => CIPHERTEXT },
    post: ({ messageId, ciphertext }) =>
      line.command('message:send', { ...of, messageId, ciphertext }) as never,
    keep(now) {
      kept = now;
    },
    onAccepted({ messageId, ciphertext }, { seq, acceptedAt }) {
      const first = accepted.get(messageId) ?? seq;
      mustEqual(seq, first, '[C3] the same message was accepted once more');
      accepted.set(messageId, seq);
      inbox.take({ seq, from: side, messageId, ciphertext, acceptedAt });
    },
    onFailed: () => {},
    onStale: () => line.drop(),
  });
  let isWhole = true;
  let closed = false;
  /** As `TalkSession` does it. */
  async function catchUp(): Promise<void> {
    if (!isWhole || !(await inbox.catchUp()) || closed) return;
    const inLog = new Set(shown.map(({ messageId }) => messageId));
    const mine = shown.filter(({ from }) => from === side).length;
    await outbox.align((messageId) => inLog.has(messageId), mine);
    outbox.start();
  }
  async function handInAfter(after: number): Promise<void> {
    await handIn(inbox.copies(after), async (messages, last) => {
      const send = () => line.command('conversation:rebuild', { ...of, messages, last });
      return (await retryUntilFinal(clock, send, () => !closed)).ok;
    });
  }
  return {
    ...{ id, shown, accepted },
    get kept() {
      return kept;
    },
    say: (messageId) => void outbox.add({ messageId, text: '' }),
    async blurt(messageId) {
      if (isWhole) return void outbox.add({ messageId, text: '' });
      const message = { messageId, ciphertext: CIPHERTEXT };
      const reply = await line.ask('message:send', { ...of, ...message });
      if (!reply.ok) return;
      const { seq, acceptedAt } = reply as unknown as Pick<Message, 'seq' | 'acceptedAt'>;
      accepted.set(messageId, seq);
      inbox.take({ seq, from: side, ...message, acceptedAt });
    },
    take: (message) => inbox.take(message),
    copies: () => inbox.copies(0),
    told({ lastSeq, rebuild }) {
      inbox.told(lastSeq);
      isWhole = rebuild === undefined;
      if (rebuild?.owed === true) void handInAfter(rebuild.after);
      void catchUp();
    },
    rebuilt(lastSeq) {
      inbox.told(lastSeq);
      isWhole = true;
      void catchUp();
    },
    idle: () => kept.entries.every(({ failed }) => failed) && kept.written.length === 0,
    stop: () => outbox.stop(),
    close() {
      closed = true;
      outbox.stop();
      inbox.close();
    },
  };
}
