/** The browser around a tab: its network, its storage, and its wire to a node. */
import type { Network } from '@terskel/client/net/network';
import { tabStorage, type TabStorage } from '@terskel/client/storage';
import type { PayloadOf, SeekerCommands } from '@terskel/shared/commands';
import { area } from '../../scripts/tab-area.ts';
import { readTraffic, type Answer, type Reader } from './contract.ts';
import { transportOver, type Traffic, type Wire } from './wire.ts';

export const ORIGIN = 'http://localhost:3000';
/** Above every id of an acknowledgement that the client uses. */
const FOREIGN_FROM = 1_000_000;

/** Opens a wire to the node at that address. */
export type Dial = (slot: number, cookie: string, traffic: Traffic) => Wire;

export class TabBrowser {
  readonly page: 'seeker' | 'volunteer';
  readonly namespace: '/seeker' | '/staff';
  readonly network: Network;
  storage: TabStorage;
  /** Address of the node to which the next wire leads. It changes each time, as with a load balancer. */
  slot = 0;
  cookie = '';
  /** What a server in between makes of a frame that the tab sends. */
  rewrite = (frame: string): string => frame;
  /** Called when the tab sends a message that it has not sent before, for example after a loss of the store (rule C15). */
  sends: (message: PayloadOf<SeekerCommands['message:send']>) => void = () => {};
  /** How many of its next messages are refused, because their counter does not arrive as it was sent. */
  refusals = 0;
  #wire: Wire | null = null;
  #told = false;
  #isUp = true;
  #stored = new Map<string, string>();
  /** What a duplicate of this tab has stored; null if there is none. */
  #twin: Map<string, string> | null = null;
  readonly #watchers = new Set<() => void>();
  readonly #foreign = new Map<number, (answer: Answer) => void>();
  #asked = FOREIGN_FROM;
  /** Ciphertexts that the tab has sent. */
  readonly #sent = new Set<string>();

  constructor(page: 'seeker' | 'volunteer', dial: Dial, reader: Reader) {
    this.page = page;
    this.namespace = page === 'seeker' ? '/seeker' : '/staff';
    this.storage = tabStorage(page, area(this.#stored));
    const own: Reader = {
      told: (name) => {
        if (name === 'session:snapshot') this.#told = true;
      },
      answered: (_, answer, id) => this.#foreign.get(id)?.(answer),
    };
    const open = (): Wire | null => {
      this.#wire = null;
      this.#told = false;
      if (!this.#isUp) return null;
      this.#wire = dial(this.slot, this.cookie, readTraffic(this.namespace, [own, reader]));
      this.slot += 1;
      return this.#wire;
    };
    this.network = {
      transports: [
        transportOver(open, (frame) => {
          this.#noteSent(frame);
          return this.#refused(this.rewrite(frame));
        }),
      ],
      online: () => this.#isUp,
      watch: (changed) => {
        this.#watchers.add(changed);
        return () => void this.#watchers.delete(changed);
      },
    };
  }

  /** The open connection; null if there is none, as the tab knows. */
  get wire(): Wire | null {
    return this.#wire === null || this.#wire.cut ? null : this.#wire;
  }
  /** Connected, and the snapshot has arrived. */
  get online(): boolean {
    return this.#told && this.wire !== null;
  }
  get isUp(): boolean {
    return this.#isUp;
  }

  /** The network is away until `up`. */
  down(): void {
    this.#isUp = false;
    this.#wire?.abandon();
    for (const changed of this.#watchers) changed();
  }
  up(): void {
    this.#isUp = true;
    for (const changed of this.#watchers) changed();
  }
  /** The connection breaks; the tab connects again by itself. */
  break(): void {
    this.wire?.break();
  }
  /** Another tab with nothing stored. */
  forget(): void {
    this.#twin = null;
    this.#use(new Map());
  }
  /** The tab is duplicated, with what it has stored. */
  duplicate(): void {
    this.#twin = new Map(this.#stored);
  }
  /** What the duplicate has stored; null if there is none. */
  get twin(): TabStorage | null {
    return this.#twin && tabStorage(this.page, area(this.#twin));
  }
  /** The tab and its duplicate change places. */
  swap(): void {
    if (this.#twin === null) return;
    const twin = this.#twin;
    this.#twin = this.#stored;
    this.#use(twin);
  }
  #noteSent(frame: string): void {
    const [, json] = /^[^[]*(\["message:send",.*\]) *$/s.exec(frame) ?? [];
    if (json === undefined) return;
    const [, message] = JSON.parse(json) as [string, Parameters<TabBrowser['sends']>[0]];
    if (!this.#sent.has(message.ciphertext)) this.sends(message);
    this.#sent.add(message.ciphertext);
  }
  #refused(frame: string): string {
    if (this.refusals === 0 || !frame.includes('"message:send"')) return frame;
    this.refusals -= 1;
    return frame.replace(/"counter":\d+/, '"counter":1000000');
  }
  #use(stored: Map<string, string>): void {
    this.#stored = stored;
    this.storage = tabStorage(this.page, area(stored));
  }
  /** Sends a command that the client would not send. It stays unanswered if the wire is closed. */
  command(name: string, payload: object): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#asked += 1;
    this.#foreign.set(this.#asked, resolve);
    this.wire?.send(`2${this.namespace},${this.#asked}${JSON.stringify([name, payload])}`);
    return promise;
  }
}
