/** A seeker's tab: the client's session without its views, in a browser whose network and storage the run controls. */
import type { Clock } from '@terskel/client/clock';
import { SeekerSession } from '@terskel/client/session/seeker';
import type { Answers, SeekerView } from '@terskel/client/state/model';
import { digest } from '@terskel/server/digest';
import type { LeaveRequest } from '@terskel/shared/http';
import { ORIGIN, TabBrowser, type Dial } from './browser.ts';
import type { Reader } from './contract.ts';
import { must } from './finding.ts';
import { Witness, isForThoseShown, type Texts } from './witness.ts';

type View = Exclude<SeekerView, { page: 'landing' }>;
type How = LeaveRequest['how'];

/** A session that the page was told is unknown, and what the page had of it. */
interface Lost {
  readonly token: string;
  readonly talk: string;
  readonly resumable: boolean;
}

export interface SeekerTabOptions {
  readonly clock: Clock;
  readonly dial: Dial;
  readonly texts: Texts;
  /** Texts of the volunteers' closing messages. */
  readonly closings: ReadonlySet<string>;
  /** A key of a server in between, and the sessions (SHA-256 of their tokens) whose keys it swaps for that. */
  readonly foreignKey: string;
  readonly swapped: Set<string>;
  /** `POST /api/leave` at the node of that address; returns the HTTP status. */
  readonly leave: (slot: number, token: string, how: How) => Promise<number>;
}

export class SeekerTab {
  readonly browser: TabBrowser;
  readonly witness: Witness;
  /** Sessions that the page was told have ended, without a reason. */
  readonly lost: Lost[] = [];
  session: SeekerSession | null = null;
  view: View | null = null;
  /**
   * Whether a store that was lost has put the page from a conversation back in the queue. The page deletes the keys then,
   * so that it cannot read this conversation if the volunteer restores it, nor the next one with the same ticket.
   */
  wentBack = false;
  /** Conversations that the page has left, so that their keys are deleted. */
  readonly gone = new Set<string>();
  readonly #options: SeekerTabOptions;
  /** Whether the resume ticket could restore the tab's current ticket or conversation. */
  #resumable = false;
  #requeueing = false;
  #isSwapped = false;
  #handshake: string | undefined;
  /** Number of the current session, as on the page. */
  #begun = 0;

  constructor(options: SeekerTabOptions) {
    this.#options = options;
    this.witness = new Witness('seeker', options.texts);
    const reader: Reader = {
      connects: ({ resumeToken }) => {
        this.#handshake = resumeToken as string | undefined;
        this.#requeueing = false;
      },
      refused: (code) => must(code === 'unavailable', `a handshake was refused: ${code}`),
      asks: (asked) => {
        this.witness.asks(asked);
        if (asked.name !== 'conversation:requeue') return;
        this.#requeueing = true;
        // The resume ticket of the conversation being left is useless, and the next one has not arrived yet.
        this.#resumable = false;
      },
      answered: (asked, answer) => {
        if (asked.name === 'conversation:requeue') this.#requeueing = false;
        this.witness.answered(asked, answer);
      },
      told: (name, payload) => this.#told(name, payload),
    };
    this.browser = new TabBrowser('seeker', options.dial, reader);
    this.browser.sends = ({ keyEpoch }) => isForThoseShown(keyEpoch, this.talk?.leader);
  }

  get token(): string | null {
    return this.browser.storage.get('session')?.resumeToken ?? null;
  }
  /** Whether this visit has ended, so that the next one needs a new session. */
  get over(): boolean {
    return this.view?.page === 'ended';
  }
  /** Whether the page has a session that has not ended. */
  get active(): boolean {
    return this.session !== null && !this.over;
  }
  /** Whether the session is open in another tab, as the page shows. */
  get isReplaced(): boolean {
    return this.view !== null && 'link' in this.view && this.view.link === 'replaced';
  }
  get talk() {
    return this.view?.page === 'conversation' ? this.view.talk : null;
  }

  #told(name: string, payload: Readonly<Record<string, unknown>>): void {
    this.witness.told(name, payload);
    // Until a requeue is answered, it may belong to the conversation being left.
    if (name === 'resume:issued') this.#resumable = !this.#requeueing;
    if (name !== 'session:snapshot') return;
    const token = payload['resumeToken'] as string;
    if (this.#isSwapped) this.#options.swapped.add(digest(token));
    const before = this.#handshake;
    const { kind } = payload['session'] as { readonly kind: string };
    const had = this.view?.page === 'waiting' || this.talk !== null;
    const { after } = this.browser.storage.get('ticket') ?? {};
    if (kind === 'ticket' && this.talk !== null && after !== this.talk.conversationId)
      this.wentBack = true;
    if (kind === 'idle' && before !== undefined && had) {
      const talk = this.talk?.conversationId ?? '';
      this.lost.push({ token: before, talk, resumable: this.#resumable });
    }
    // A ticket issued to another session is useless to this one.
    if (token !== before) this.#resumable = false;
    // Later snapshots of this connection are of the session that this one has named.
    this.#handshake = token;
  }

  #open(answers: Answers | null): void {
    const { clock, leave } = this.#options;
    const { network, storage } = this.browser;
    this.#begun += 1;
    const turn = this.#begun;
    const beacon = (_: string, body: object) => {
      const { resumeToken, how } = body as LeaveRequest;
      if (this.browser.isUp) void leave(this.browser.slot, resumeToken, how);
    };
    this.session = new SeekerSession(
      {
        ...{ clock, storage, proving: () => must(false, '[R2] a proof of work was requested') },
        browser: {
          ...{ network, origin: ORIGIN, beacon, tellTabs: () => {} },
          fetch: (_, { body, signal }) => this.#fetch(body as string, signal),
        },
        leave: () => this.#beacon('exit'),
        show: (view) => {
          if (turn === this.#begun) this.#show(view);
        },
        refused: () => {
          this.session = null;
          this.#land();
        },
      },
      answers,
    );
  }

  /** Fails without a network, and when the client gives up. */
  async #fetch(body: string, signal: AbortSignal | null | undefined): Promise<Response> {
    if (!this.browser.isUp) throw new TypeError('no network');
    const { resumeToken, how } = JSON.parse(body) as LeaveRequest;
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    signal?.addEventListener('abort', () => reject(new TypeError('aborted')));
    void this.#options
      .leave(this.browser.slot, resumeToken, how)
      .then((status) => resolve(new Response(null, { status })));
    return promise;
  }

  #beacon(how: How): void {
    const { token } = this;
    if (token !== null && this.browser.isUp) {
      void this.#options.leave(this.browser.slot, token, how);
    }
  }

  #show(view: View): void {
    const { witness, talk } = this;
    this.view = view;
    if (talk !== null && talk.conversationId !== this.talk?.conversationId) {
      witness.left(talk.conversationId);
      this.gone.add(talk.conversationId);
    }
    if (view.page === 'conversation') {
      const { conversationId, lines } = view.talk;
      witness.shows(conversationId, lines);
    } else if (view.page === 'ended') {
      const { end } = view;
      const words = end.of === 'conversation' ? end.lastWords : null;
      must(words === null || this.#options.closings.has(words), '[E2] closing message', words);
      this.#land();
      this.view = view;
      this.browser.storage.clear();
    }
  }
  #land(): void {
    this.view = null;
    this.#resumable = false;
    for (const [id] of this.witness.all) this.witness.left(id);
  }

  /** *Start*, on the landing page. `swaps`: a server in between gives the volunteers its own key (rule E3). */
  start(answers: Answers, swaps: boolean): void {
    if (this.session !== null) return;
    const foreign = `"publicKey":"${this.#options.foreignKey}"`;
    this.#isSwapped = swaps;
    this.wentBack = false;
    this.browser.rewrite = (frame) =>
      swaps ? frame.replace(/"publicKey":"[^"]*"/, foreign) : frame;
    this.#open(answers);
  }

  /** Closes the page without notice, and loads it again with what the tab had stored. */
  reload(says: boolean): void {
    if (says) this.#beacon('closing');
    this.#close();
    this.witness.reloaded();
    if (this.browser.storage.get('session') !== null) this.#open(null);
  }

  /**
   * A duplicate of the tab takes the session over, with what it has stored of the same conversation. A requeue that the
   * tab has begun is unknown to the duplicate, so it is not interrupted here.
   */
  switch(): void {
    const { storage, twin } = this.browser;
    const stored = twin?.get(`talk.${this.talk?.conversationId ?? ''}`) ?? null;
    const requeues = [storage, twin].some((each) => each?.get('ticket')?.after !== undefined);
    if (stored === null || requeues || this.#requeueing) return;
    this.#close();
    this.witness.reloaded();
    this.#resumable = false;
    this.browser.swap();
    this.#open(null);
  }

  /** The tab is closed, or goes back to the landing page, and the next visit cannot be linked to this one. */
  forget(says: boolean): void {
    if (says) this.#beacon('closing');
    if (says) this.session?.gone(false);
    this.#close();
    this.#land();
    this.browser.forget();
  }

  #close(): void {
    this.#begun += 1;
    this.session?.close();
    this.session = null;
    this.view = null;
  }

  /** Sends a message that failed again. */
  retry(): void {
    const failed = this.talk?.lines.find(({ delivery }) => delivery === 'failed');
    if (failed !== undefined) this.session?.retry(failed.key);
  }
}
