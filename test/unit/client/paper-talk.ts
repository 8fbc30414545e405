/**
 * A simulated conversation: the service's part of the contract, and two tabs with a network that a test disturbs by
 * hand. Requests are executed at once; answers and events wait until the test delivers them.
 */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { fresh } from '@terskel/client/session/agreement';
import { TalkSession } from '@terskel/client/session/talk';
import type { TalkLink, TalkTold } from '@terskel/client/session/talk-link';
import type { StoredTalk } from '@terskel/client/storage';
import type { Refusal } from '@terskel/shared/errors';
import { FIRST_EPOCH, sameEpoch } from '@terskel/shared/key-epochs';
import type { Conversation, KeyEpoch, Message } from '@terskel/shared/models';
import type { SupportSeat } from '../../helpers/seats.ts';
import { type TestClock, testClock } from '../../helpers/clock.ts';
import { settled } from './settled.ts';
import { conversationId, throughStorage } from './values.ts';

const LOST = { ok: false, code: 'unavailable', lost: true } as const;
const PAGE = 2;
const LEADER = { presence: { connected: true }, received: 0, sent: 0 } as const;

/** An answer or event on its way to a tab. */
interface Parcel {
  readonly event: boolean;
  deliver(): void;
  lose(): void;
}

export interface Tab {
  readonly talk: TalkSession;
  readonly stored: StoredTalk;
  readonly connected: boolean;
  readonly texts: readonly string[];
  /** Delivers the parcel selected by `pick`; an event may be delivered twice. */
  deliver(pick: number, twice?: boolean): void;
  deliverAll(): Promise<void>;
  cut(): void;
  connect(): void;
  /** The service sends a new snapshot on the open connection. */
  resnapshot(): void;
  /** Reloads the page with its stored state, or with an earlier one. */
  reload(from?: StoredTalk): Promise<void>;
  /** The same, but the keys are not agreed yet. */
  reloadUnsettled(): Promise<void>;
}

export class PaperTalk {
  readonly clock: TestClock = testClock();
  readonly id = conversationId();
  readonly log: Message[] = [];
  readonly seeker: Tab;
  readonly volunteer: Tab;
  /** Answers to the next `message:send` commands, which are then not executed. */
  readonly refusals: Refusal[] = [];
  /** False answers to the next `message:send` commands, which are executed. */
  readonly lies: Refusal[] = [];
  /** Answers to the next `message:received` commands, which are then not executed. */
  readonly receiptRefusals: Refusal[] = [];
  /** The key epochs of all messages that tabs have sent, accepted or not. */
  readonly attempts: KeyEpoch[] = [];
  /** Number of typing signals sent. */
  typingTold = 0;
  /** Requests no longer arrive, though nobody has noticed. */
  deaf = false;
  /** How a dishonest service changes a message before forwarding it; null withholds it. */
  tamper: (message: Message) => Message | null = (message) => message;
  /** Number of messages that a dishonest service admits to; it forwards no more. */
  shownSeq = Number.POSITIVE_INFINITY;
  /** Each seat's highest counter of messages that the service has lost. */
  readonly lost = { seeker: 0, volunteer: 0 };
  /** The log has been rebuilt after this number without this seat's copies (rule C15). */
  readonly rebuiltAfter: Partial<Record<SupportSeat, number>> = {};
  /** Up to which number each seat has shown all messages. */
  readonly received = { seeker: 0, volunteer: 0 };
  /** Parts of a rebuild that a seat has marked as its last one. */
  lastParts = 0;
  activity = 0;
  /** The key epoch, and the visit, that the service names. A leader is in the conversation during a visit. */
  keyEpoch: KeyEpoch = FIRST_EPOCH;
  visit: Conversation['visit'] = null;
  leaderAlias = 'Nora';
  /** Called when the seeker's page has been redrawn. */
  drawn: () => void = () => {};
  readonly #tell: Record<SupportSeat, (event: TalkTold) => void>;

  private constructor(keys: StoredTalk) {
    const seeker = this.#tab('seeker', keys);
    const volunteer = this.#tab('volunteer', keys);
    this.seeker = seeker.tab;
    this.volunteer = volunteer.tab;
    this.#tell = { seeker: seeker.tell, volunteer: volunteer.tell };
  }

  static async begin(): Promise<PaperTalk> {
    const { secret } = await encapsulate((await createTicketKeys()).publicKey, conversationId());
    const paper = new PaperTalk(fresh(secret));
    await Promise.all([paper.seeker.reload(), paper.volunteer.reload()]);
    return paper;
  }

  async rest(): Promise<void> {
    await settled(() => this.activity);
  }

  /** Everything arrives, timers expire and both tabs are connected, as in the end after any disturbance. */
  async heal(): Promise<void> {
    this.deaf = false;
    this.refusals.length = 0;
    for (const tab of [this.seeker, this.volunteer]) {
      tab.cut();
      tab.connect();
    }
    for (let round = 0; round < 12; round += 1) {
      for (const tab of [this.seeker, this.volunteer]) await tab.deliverAll();
      this.clock.move(1_000);
      await this.rest();
    }
  }

  /** Another tab of this seat writes, unnoticed by this one. */
  async writeElsewhere(seat: SupportSeat, text: string): Promise<void> {
    const { secret } = this[seat].stored;
    const channel = openChannel({ conversationId: this.id, secret });
    const counter = this.#sent(seat) + 1;
    const ciphertext = await channel.seal(seat, FIRST_EPOCH, counter, newTextId(), text);
    this.#post(seat, { counter, keyEpoch: FIRST_EPOCH, ciphertext });
  }

  conversation(seat: SupportSeat): Conversation {
    return {
      id: this.id,
      kind: 'support',
      seat,
      seats: {
        seeker: this.#seat('seeker'),
        volunteer: { alias: 'Kari', ...this.#seat('volunteer') },
        ...(this.visit !== null && { leader: { alias: this.leaderAlias, ...LEADER } }),
      },
      ...{ keyEpoch: this.keyEpoch, visit: this.visit },
      language: 'no',
      ...{ urgent: false, danger: false, held: false, call: null, volunteerKeys: 'held' },
      encapsulation: '',
      confirmations: { volunteer: '' },
      ...{ startedAt: this.clock.now(), startedForMs: 0 },
      plannedMs: 45 * 60_000,
      ...{ silence: null, mayAskAnother: true },
      lastSeq: Math.min(this.log.length, this.shownSeq),
      transfer: null,
      rebuiltAfter: this.rebuiltAfter[seat],
    };
  }

  /** The service names other keys, and who is there. */
  tellSeats(keyEpoch: KeyEpoch, visit: Conversation['visit']): void {
    Object.assign(this, { keyEpoch, visit });
    for (const seat of ['seeker', 'volunteer'] as const) {
      const { seats, lastSeq } = this.conversation(seat);
      const payload = { conversationId: this.id, seats, keyEpoch, visit, lastSeq };
      this.#tell[seat]({ name: 'seats:changed', payload });
    }
  }

  #seat(seat: SupportSeat) {
    const [received, sent] = [this.received[seat], this.#sent(seat)];
    return { presence: { connected: true } as const, received, sent };
  }

  #tab(seat: SupportSeat, keys: StoredTalk): { tab: Tab; tell: (event: TalkTold) => void } {
    // oxlint-disable-next-line typescript/no-this-alias
    const paper = this;
    const parcels: Parcel[] = [];
    let stored: StoredTalk = keys;
    let connected = false;
    let talk: TalkSession | null = null;

    function ask<Reply>(answer: () => Reply): Promise<Reply | typeof LOST> {
      if (!connected) return Promise.resolve(LOST);
      const reply = paper.deaf ? LOST : answer();
      return new Promise((resolve) => {
        parcels.push({
          event: false,
          deliver() {
            // A missing answer: the link notices and drops the connection.
            if (reply === LOST) tab.cut();
            resolve(reply);
          },
          lose: () => resolve(LOST),
        });
      });
    }
    const link: TalkLink = {
      send: (payload) => ask(() => paper.#post(seat, payload)),
      received: ({ seq }) =>
        ask(() => {
          const refusal = paper.receiptRefusals.shift();
          if (refusal !== undefined) return refusal;
          paper.received[seat] = Math.max(paper.received[seat], seq);
          paper.#tellOther(seat, {
            name: 'message:received',
            payload: { conversationId: paper.id, seat, seq },
          });
          return { ok: true } as const;
        }),
      typing: ({ typing }) =>
        ask(() => {
          paper.typingTold += 1;
          paper.#tellOther(seat, {
            name: 'typing:changed',
            payload: { conversationId: paper.id, seat, typing },
          });
          return { ok: true } as const;
        }),
      rebuild: ({ sent, last }) =>
        ask(() => {
          if (last) {
            paper.lastParts += 1;
            delete paper.rebuiltAfter[seat];
          }
          paper.lost[seat] = Math.max(paper.lost[seat], sent);
          return { ok: true } as const;
        }),
      resync: ({ after }) =>
        ask(() => {
          const messages = paper.log
            .slice(after, Math.min(after + PAGE, paper.shownSeq))
            .flatMap((message) => paper.tamper(message) ?? []);
          const more = Math.min(paper.log.length, paper.shownSeq) > after + PAGE;
          return { ok: true, messages, more } as const;
        }),
      refresh: () => {
        tab.cut();
        tab.connect();
      },
    };
    const tab: Tab = {
      get talk() {
        if (talk === null) throw new Error('the tab is not open yet');
        return talk;
      },
      get stored() {
        return stored;
      },
      get connected() {
        return connected;
      },
      get texts() {
        return tab.talk.state.placed.map(({ text }) => text);
      },
      deliver(pick, twice = false) {
        if (paper.deaf) return;
        const [parcel] = parcels.splice(pick % Math.max(1, parcels.length), 1);
        parcel?.deliver();
        if (twice && parcel?.event === true) parcel.deliver();
      },
      async deliverAll() {
        while (parcels.length > 0) {
          tab.deliver(0);
          await paper.rest();
        }
      },
      cut() {
        if (!connected) return;
        connected = false;
        for (const parcel of parcels.splice(0)) parcel.lose();
        tab.talk.disconnected();
      },
      connect() {
        if (connected) return;
        connected = true;
        tab.talk.told(paper.conversation(seat));
      },
      resnapshot() {
        if (connected && !paper.deaf) tab.talk.told(paper.conversation(seat));
      },
      async reload(from = stored) {
        stored = from;
        await tab.reloadUnsettled();
        tab.talk.settle('agreed');
      },
      async reloadUnsettled() {
        for (const parcel of parcels.splice(0)) parcel.lose();
        connected = true;
        talk?.close();
        talk = new TalkSession({
          conversation: paper.conversation(seat),
          link,
          clock: paper.clock,
          stored: () => stored,
          keep(next) {
            paper.activity += 1;
            stored = throughStorage(next);
          },
          changed: () => {
            paper.activity += 1;
            if (seat === 'seeker') queueMicrotask(() => paper.drawn());
          },
        });
        await talk.unlock(stored);
        talk.told(paper.conversation(seat));
      },
    };
    const tell = (event: TalkTold) => {
      if (!connected || paper.deaf) return;
      parcels.push({ event: true, deliver: () => tab.talk.heard(event), lose: () => {} });
    };
    return { tab, tell };
  }

  /** A seat's highest counter, of the messages that the service admits to. */
  #sent(seat: SupportSeat): number {
    const sent = this.log.slice(0, this.shownSeq).filter(({ from }) => from === seat);
    return Math.max(this.lost[seat], ...sent.map(({ counter }) => counter));
  }

  #post(
    from: SupportSeat,
    { counter, keyEpoch, ciphertext }: Pick<Message, 'counter' | 'keyEpoch' | 'ciphertext'>,
  ) {
    this.attempts.push(keyEpoch);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return refusal;
    let message = this.log.find((each) => each.from === from && each.counter === counter);
    const last = this.log.findLast((each) => each.from === from)?.counter ?? 0;
    const expected = Math.max(this.lost[from], last) + 1;
    if (message === undefined ? counter !== expected : message.ciphertext !== ciphertext) {
      return { ok: false, code: 'wrong_counter', expected } as const;
    }
    if (message === undefined && !sameEpoch(keyEpoch, this.keyEpoch)) {
      return { ok: false, code: 'wrong_epoch' } as const;
    }
    if (message === undefined) {
      const acceptedAt = this.clock.now();
      message = { seq: this.log.length + 1, from, counter, keyEpoch, ciphertext, acceptedAt };
      this.log.push(message);
      const told = this.tamper(message);
      const payload = { conversationId: this.id, message: told ?? message };
      if (told !== null) this.#tellOther(from, { name: 'message:posted', payload });
    }
    const { seq, acceptedAt } = message;
    return this.lies.shift() ?? ({ ok: true, seq, acceptedAt } as const);
  }

  #tellOther(from: SupportSeat, event: TalkTold): void {
    this.#tell[from === 'seeker' ? 'volunteer' : 'seeker'](event);
  }
}
