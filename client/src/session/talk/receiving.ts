/** Receives the messages of one conversation, requests missed ones, and replaces those that the service lost (C4, F3). */
import type { Refusal } from '@terskel/shared/errors';
import type { Conversation, Message } from '@terskel/shared/models';
import type { Clock } from '../../clock.ts';
import { handIn } from '../../net/hand-in.ts';
import { Inbox } from '../../net/inbox.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import { fallsShort } from '../../state/counters.ts';
import type { TalkConversation } from '../../state/talk.ts';
import type { Decryption } from './decryption.ts';
import type { KeyEpochs } from './key-epochs.ts';
import type { Sending } from './sending.ts';
import type { TalkLink } from '../talk-link.ts';
import type { TalkRecord } from './talk-record.ts';

interface ReceivingOptions {
  readonly record: TalkRecord;
  readonly link: TalkLink;
  readonly clock: Clock;
  readonly decryption: Decryption;
  readonly sending: Sending;
  readonly keyEpochs: KeyEpochs;
}

export class Receiving {
  readonly #options: ReceivingOptions;
  readonly #inbox: Inbox;
  /** Settles when the outbox has been compared with the log. Reset with each state that the server sends. */
  #aligned: Promise<void> | null = null;
  /** Goes up with each state received, change of keys and lost connection. Work of an earlier turn must not continue. */
  #turn = 0;
  /** Own messages that the log may have lost: it may have given their numbers to other messages (rule C15). */
  #own: readonly Message[] = [];

  constructor(options: ReceivingOptions) {
    this.#options = options;
    const { record, link, clock, decryption } = options;
    this.#inbox = new Inbox({
      clock,
      after: record.state.conversation.visit?.forLeader?.after ?? 0,
      resync: (after) => link.resync({ conversationId: record.state.conversation.id, after }),
      onReady: (messages) => decryption.add(messages),
      onStale: link.refresh,
    });
  }

  take(message: Message): void {
    this.#inbox.take(message);
  }

  /**
   * Begins again with the conversation's state that the server has sent. Nothing is sent until its keys are known to fit
   * the participants that the page shows (rule E5).
   */
  begin({ lastSeq, rebuiltAfter, seat }: TalkConversation): void {
    if (rebuiltAfter !== undefined) {
      const own = this.#inbox.forget(rebuiltAfter).filter(({ from }) => from === seat);
      this.#own = [...this.#own, ...own];
    }
    this.rekey(lastSeq);
  }

  interrupt(): void {
    this.#turn += 1;
  }

  /** The conversation, whose log ends at `lastSeq`, may have other keys, with which the outbox is sealed again. */
  rekey(lastSeq: number): void {
    this.#inbox.told(lastSeq);
    this.#aligned = null;
    this.#turn += 1;
    this.#options.sending.stop();
  }

  /** The service has its log again, which ends at `lastSeq`. */
  rebuilt(lastSeq: number): void {
    this.#inbox.told(lastSeq);
  }

  /** Requests missing messages once the log is complete; then starts sending. */
  async catchUp(): Promise<void> {
    const { record, decryption, sending, keyEpochs } = this.#options;
    const { conversation, keys } = record.state;
    const turn = this.#turn;
    if (keys !== 'agreed' || conversation.rebuild !== undefined) return;
    if (!(await this.#inbox.catchUp()) || record.closed) return;
    await decryption.done();
    if (turn !== this.#turn) return;
    await this.#sendAgain();
    if (turn !== this.#turn) return;
    if (!record.state.caughtUp) record.dispatch({ type: 'caught_up' });
    // A log without messages that it had before a reload is incomplete (rule E2).
    if (fallsShort(record.state.counters, record.countersBefore)) {
      record.dispatch({ type: 'cut_short' });
    }
    if (!(await keyEpochs.follow()) || turn !== this.#turn) return;
    this.#aligned ??= sending.align();
    await this.#aligned;
    if (turn === this.#turn) sending.start();
  }

  /**
   * Sends the service copies of the messages that it has lost, and this seat's highest counter. If no copies are
   * owed, only the counter matters: another tab of this session has handed in a lower one (rule C14). `last` is false
   * then, in case the service has lost its log again meanwhile.
   */
  async handIn(rebuild: Conversation['rebuild']): Promise<void> {
    const { record, clock, link } = this.#options;
    const conversationId = record.state.conversation.id;
    // The service may ask again, perhaps after losing more. A running hand-in must not finish the new one.
    const going = () => !record.closed && record.state.conversation.rebuild === rebuild;
    await handIn(this.#inbox.copies(rebuild?.after ?? Infinity), async (messages, isLast) => {
      if (!going()) return false;
      const last = isLast && rebuild?.owed === true;
      const send = () => link.rebuild({ conversationId, messages, last, sent: record.sent });
      return (await retryUntilFinal(clock, send, going)).ok;
    });
  }

  close(): void {
    this.#inbox.close();
  }

  /**
   * After a rebuild that did not wait for this seat: sends those of its messages again that the log lacks, with the
   * same counters and ciphertexts (rule C15). If a message's counter is already used, the message stays on this page
   * only. If its keys are no longer used, it has failed, and so have those after it.
   */
  async #sendAgain(): Promise<void> {
    const { record, clock, link, decryption, sending } = this.#options;
    const { id: conversationId, rebuiltAfter, seat } = record.state.conversation;
    if (rebuiltAfter === undefined) return;
    const turn = this.#turn;
    const going = () => turn === this.#turn && !record.closed;
    const log = this.#inbox.copies(rebuiltAfter).filter(({ from }) => from === seat);
    const known = new Set(log.map(({ counter }) => counter));
    for (const message of this.#own) {
      const { counter, keyEpoch, ciphertext } = message;
      if (known.has(counter)) continue;
      const send = () => link.send({ conversationId, counter, keyEpoch, ciphertext });
      const reply = await retryUntilFinal(clock, send, going);
      if (!going()) return;
      if (reply.ok) this.#inbox.take({ ...message, seq: reply.seq, acceptedAt: reply.acceptedAt });
      else if (isUnused(counter, reply)) await sending.takeBack(message);
    }
    await decryption.done();
    const end = { conversationId, messages: [], last: true, sent: record.sent };
    const { ok } = await retryUntilFinal(clock, () => link.rebuild(end), going);
    if (!ok || !going()) return;
    this.#own = [];
    record.dispatch({ type: 'changed', by: { rebuiltAfter: undefined }, at: clock.now() });
  }
}

/** Whether the service has no message with this counter, although it refuses this one. */
function isUnused(counter: number, { code, expected = Infinity }: Refusal): boolean {
  return code === 'wrong_epoch' || (code === 'wrong_counter' && expected <= counter);
}
