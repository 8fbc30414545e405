/**
 * One conversation on paper: the service's side of it, by the contract, and two tabs with a network between them that
 * a test disturbs by hand. Requests are carried out at once; answers and events wait until the test lets them through.
 */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { fresh } from '@terskel/client/session/agreement';
import { TalkSession } from '@terskel/client/session/talk';
import type { TalkLink, TalkTold } from '@terskel/client/session/talk-link';
import type { StoredTalk } from '@terskel/client/storage';
import type { Refusal } from '@terskel/shared/errors';
import type { Conversation, Message, Side } from '@terskel/shared/models';
import { type TestClock, testClock } from '../../helpers/clock.ts';
import { settled } from './settled.ts';
import { conversationId, throughStorage } from './values.ts';

const LOST = { ok: false, code: 'unavailable', lost: true } as const;
const PAGE = 2;

/** What is on its way to a tab. */
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
  /** Lets the parcel through that `pick` falls on; an event may be delivered twice. */
  deliver(pick: number, twice?: boolean): void;
  deliverAll(): Promise<void>;
  cut(): void;
  connect(): void;
  /** The service tells everything anew on a connection that holds. */
  resnapshot(): void;
  /** A new page in the tab, with what its storage holds, or held at another time. */
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
  /** The answers to the next of `message:send`, in place of carrying them out. */
  readonly refusals: Refusal[] = [];
  /** How often "is writing" was told. */
  typingTold = 0;
  /** Requests do not arrive, though nobody has noticed yet. */
  deaf = false;
  /** What a dishonest service makes of a message before it hands it on; null withholds it. */
  tamper: (message: Message) => Message | null = (message) => message;
  /** Of how many messages a dishonest service still knows; it hands on no more. */
  shownSeq = Number.POSITIVE_INFINITY;
  activity = 0;
  /** The seeker's page has been drawn anew. */
  drawn: () => void = () => {};
  readonly #received = { seeker: 0, volunteer: 0 };
  readonly #tell: Record<Side, (event: TalkTold) => void>;

  private constructor(keys: StoredTalk) {
    const seeker = this.#tab('seeker', keys);
    const volunteer = this.#tab('volunteer', keys);
    this.seeker = seeker.tab;
    this.volunteer = volunteer.tab;
    this.#tell = { seeker: seeker.tell, volunteer: volunteer.tell };
  }

  static async begin(): Promise<PaperTalk> {
    const { keys } = await encapsulate((await createTicketKeys()).publicKey, conversationId());
    const paper = new PaperTalk(fresh(keys));
    await Promise.all([paper.seeker.reload(), paper.volunteer.reload()]);
    return paper;
  }

  async rest(): Promise<void> {
    await settled(() => this.activity);
  }

  /** Everything arrives, timers run out, nobody is cut off: as after any disturbance, in the end. */
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

  conversation(side: Side): Conversation {
    return {
      id: this.id,
      side,
      alias: 'Kari',
      language: 'no',
      ...{ urgent: false, danger: false, held: false, volunteerKeys: 'held' },
      encapsulation: '',
      confirmations: { volunteer: '' },
      ...{ startedAt: this.clock.now(), startedForMs: 0 },
      plannedMs: 45 * 60_000,
      ...{ silence: null, mayAskAnother: true },
      lastSeq: Math.min(this.log.length, this.shownSeq),
      received: { ...this.#received },
      other: { connected: true },
    };
  }

  #tab(side: Side, keys: StoredTalk): { tab: Tab; tell: (event: TalkTold) => void } {
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
            // An answer that never came: the link notices, and gives the connection up.
            if (reply === LOST) tab.cut();
            resolve(reply);
          },
          lose: () => resolve(LOST),
        });
      });
    }
    const link: TalkLink = {
      send: (payload) => ask(() => paper.#post(side, payload.messageId, payload.ciphertext)),
      received: ({ seq }) =>
        ask(() => {
          paper.#received[side] = Math.max(paper.#received[side], seq);
          paper.#tellOther(side, {
            name: 'message:received',
            payload: { conversationId: paper.id, seq },
          });
          return { ok: true } as const;
        }),
      typing: ({ typing }) =>
        ask(() => {
          paper.typingTold += 1;
          paper.#tellOther(side, {
            name: 'typing:changed',
            payload: { conversationId: paper.id, typing },
          });
          return { ok: true } as const;
        }),
      rebuild: () => Promise.resolve(LOST),
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
        tab.talk.told(paper.conversation(side));
      },
      resnapshot() {
        if (connected && !paper.deaf) tab.talk.told(paper.conversation(side));
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
          conversation: paper.conversation(side),
          link,
          clock: paper.clock,
          keep(next) {
            paper.activity += 1;
            stored = throughStorage(next);
          },
          changed: () => {
            paper.activity += 1;
            if (side === 'seeker') queueMicrotask(() => paper.drawn());
          },
        });
        await talk.unlock(stored);
        talk.told(paper.conversation(side));
      },
    };
    const tell = (event: TalkTold) => {
      if (!connected || paper.deaf) return;
      parcels.push({ event: true, deliver: () => tab.talk.heard(event), lose: () => {} });
    };
    return { tab, tell };
  }

  #post(from: Side, messageId: Message['messageId'], ciphertext: string) {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return refusal;
    let message = this.log.find((each) => each.messageId === messageId);
    if (message === undefined) {
      const acceptedAt = this.clock.now();
      message = { seq: this.log.length + 1, from, messageId, ciphertext, acceptedAt };
      this.log.push(message);
      const told = this.tamper(message);
      const payload = { conversationId: this.id, message: told ?? message };
      if (told !== null) this.#tellOther(from, { name: 'message:posted', payload });
    }
    return { ok: true, seq: message.seq, acceptedAt: message.acceptedAt } as const;
  }

  #tellOther(from: Side, event: TalkTold): void {
    this.#tell[from === 'seeker' ? 'volunteer' : 'seeker'](event);
  }
}
