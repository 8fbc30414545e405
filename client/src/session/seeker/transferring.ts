/**
 * The seeker's part of a transfer (rule C11): the answer, and the step from the former conversation to the next one. Loaded
 * only when the volunteer asks for a transfer (rule U5).
 */
import type { SeekerCommands } from '@terskel/shared/commands';
import { ERRORS } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { ConversationId } from '@terskel/shared/ids';
import type { Clock } from '../../clock.ts';
import { openChannel } from '../../e2ee/channel.ts';
import { openDraft, sealDraft } from '../../e2ee/draft.ts';
import type { Payload } from '../../net/contract.ts';
import type { Link } from '../../net/link.ts';
import { retryUntilFinal } from '../../net/retry-until-final.ts';
import type { SaidBefore, TransferAnswer } from '../../state/model.ts';
import type { Slots, StoredTalk, TabStorage } from '../../storage.ts';
import { linesOf } from '../talk/history.ts';
import type { TalkSession } from '../talk.ts';
import { history, spoken, unsent } from './carrying.ts';
import { keysAfter } from './next-keys.ts';

interface TransferringOptions {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly link: Link<SeekerCommands, SeekerEvents>;
  /** Whether this is still the page's conversation. */
  readonly isOurs: (conversationId: ConversationId) => boolean;
}

/** The slots that hold lines: said before a conversation; said until now, while a transfer out of it is pending. */
type LinesSlot = `before.${string}` | `said.${string}`;

export class Transferring {
  readonly #options: TransferringOptions;
  /** The answer that is being sent. */
  #sending: Slots['transfer'] | null = null;
  /** The conversation whose earlier lines are shown. */
  #shown: ConversationId | null = null;
  /** What `said.…` holds: the conversation's id and the number of its messages. */
  #kept = '';

  constructor(options: TransferringOptions) {
    this.#options = options;
  }

  /** Returns false if the seeker should try again. A press as a leader takes over was an answer to another question. */
  async answer(talk: TalkSession, answer: TransferAnswer): Promise<boolean> {
    const { id: after, transfer } = talk.state.conversation;
    if (transfer === null || transfer.reason === 'takeover') return true;
    const before = this.#options.storage.get('transfer');
    // The service keeps the first yes. A later one may take back what was said, but not add it.
    if (before?.id === transfer.id && before.answer === 'without' && answer === 'history')
      return true;
    const stored = { id: transfer.id, after, answer };
    this.#options.storage.set('transfer', stored);
    this.keep(talk);
    return this.#send(talk, stored);
  }

  /** Applies the service's state of the conversation: shows what was said before, and sends an answer again. */
  attend(talk: TalkSession): void {
    const { storage } = this.#options;
    const { id, transfer } = talk.state.conversation;
    void this.#show(talk);
    // A leader who takes over asks no question. Before the keys are agreed, the tab still needs those of its ticket.
    const isTakeover = transfer?.reason === 'takeover' && talk.state.keys === 'agreed';
    if (isTakeover && storage.get('transfer')?.id !== transfer.id) {
      storage.set('transfer', { id: transfer.id, after: id, answer: 'without' });
    }
    const stored = storage.get('transfer');
    if (stored?.after !== id) return;
    if (stored.id !== transfer?.id) {
      // The transfer is no longer pending, and this conversation goes on.
      storage.remove('transfer');
      storage.remove(`said.${id}`);
      this.#kept = '';
      return;
    }
    this.keep(talk);
    // The service does not have the answer: the command was lost, or the service has lost its store.
    if (transfer.state === 'asked' && this.#sending === null) void this.#send(talk, stored);
  }

  /**
   * Stores what was said, while a transfer is pending. The service deletes the conversation as soon as another
   * volunteer accepts.
   */
  keep(talk: TalkSession): void {
    const { storage, isOurs } = this.#options;
    const { conversation, placed } = talk.state;
    const stored = storage.get('transfer');
    const isPending = stored?.after === conversation.id && stored.answer !== 'no';
    const what = `${conversation.id} ${placed.length}`;
    if (!isPending || this.#kept === what) return;
    this.#kept = what;
    const slot = `said.${conversation.id}` as const;
    const lines = spoken(talk.state);
    void this.#seal(slot, lines).then((sealed) => {
      if (this.#kept === what && isOurs(conversation.id)) storage.set(slot, { sealed });
    });
  }

  /**
   * Called when the next conversation has its keys. Adds the history to its outbox, if the seeker wanted that, and
   * the unsent messages of the former conversation as failed ones. Deletes everything of the former one. `former` is
   * undefined after a reload.
   */
  async carry(
    former: TalkSession | undefined,
    talk: TalkSession,
    fresh: StoredTalk,
  ): Promise<StoredTalk> {
    const { storage, isOurs } = this.#options;
    const { id, previous } = talk.state.conversation;
    const from = previous?.conversationId ?? id;
    await former?.opened();
    const inMemory = former === undefined ? [] : spoken(former.state);
    const inStorage = await this.#open(`said.${from}`);
    const before = inMemory.length < inStorage.length ? inStorage : inMemory;
    // A duplicated tab may have the answer to an earlier transfer of this conversation.
    const wanted = storage.get('transfer');
    const sendsHistory = wanted?.id === previous?.transferId && wanted?.answer === 'history';
    const channel = openChannel({ conversationId: id, secret: fresh.secret });
    const stored = {
      ...fresh,
      outbox: [
        ...(await history(id, channel, sendsHistory ? before : [])),
        ...(await unsent(from, storage.get(`talk.${from}`), channel)),
      ],
    };
    const sealed = await this.#seal(`before.${id}`, before);
    if (!isOurs(id)) return stored;
    storage.set(`talk.${id}`, stored);
    storage.set(`before.${id}`, { sealed, isShared: sendsHistory });
    for (const slot of [`talk.${from}`, `before.${from}`, `said.${from}`, 'transfer'] as const) {
      storage.remove(slot);
    }
    this.#shown = id;
    talk.saidBefore(before, sendsHistory);
    return stored;
  }

  async #send(talk: TalkSession, stored: Slots['transfer']): Promise<boolean> {
    const { clock, storage, link, isOurs } = this.#options;
    const { id, after, answer } = stored;
    const going = () => isOurs(after) && storage.get('transfer') === stored;
    this.#sending = stored;
    try {
      const payload = await this.#payload(stored);
      if (!going()) return true;
      const send = () => link.command('transfer:answer', payload);
      const reply = await retryUntilFinal(clock, send, going);
      // If the reply is lost, the next snapshot triggers another attempt.
      if (!going() || 'lost' in reply) return true;
      if (!reply.ok) {
        storage.remove('transfer');
        link.refresh();
        return ERRORS[reply.code] === 'resync';
      }
      const { transfer } = talk.state.conversation;
      if (transfer?.id !== id) return true;
      if (answer === 'no') talk.transfer(null);
      else if (transfer.state === 'asked') talk.transfer({ ...transfer, state: 'waiting' });
      return true;
    } catch {
      // Keys cannot be created because their script failed to load.
      if (going()) storage.remove('transfer');
      return false;
    } finally {
      if (this.#sending === stored) this.#sending = null;
    }
  }

  async #payload({
    id: transferId,
    after: conversationId,
    answer,
  }: Slots['transfer']): Promise<Payload<SeekerCommands, 'transfer:answer'>> {
    if (answer === 'no') return { conversationId, transferId, yes: false };
    const { storage } = this.#options;
    const keys = await keysAfter(storage, conversationId);
    storage.set('ticket', keys);
    const { publicKey } = keys;
    return { conversationId, transferId, yes: true, history: answer === 'history', publicKey };
  }

  async #show(talk: TalkSession): Promise<void> {
    const { id } = talk.state.conversation;
    const stored = this.#options.storage.get(`before.${id}`);
    if (this.#shown === id || stored === null) return;
    this.#shown = id;
    talk.saidBefore(await this.#open(`before.${id}`), stored.isShared);
    this.keep(talk);
  }

  #seal(slot: LinesSlot, lines: readonly SaidBefore[]): Promise<string> {
    return sealDraft(this.#secret, slot, JSON.stringify(lines));
  }

  async #open(slot: LinesSlot): Promise<readonly SaidBefore[]> {
    const stored = this.#options.storage.get(slot);
    if (stored === null) return [];
    return linesOf((await openDraft(this.#secret, slot, stored.sealed)) ?? '');
  }

  get #secret(): string {
    return this.#options.storage.get('session')?.resumeToken ?? '';
  }
}
