/** A volunteer's tab: the client's session without its views, in a browser whose network and storage the run controls. */
import type { Clock } from '@terskel/client/clock';
import { VolunteerSession } from '@terskel/client/session/volunteer';
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { TIMES } from '@terskel/shared/limits';
import type { Staff } from '@terskel/shared/models';
import { ORIGIN, TabBrowser, type Dial } from './browser.ts';
import type { Reader } from './contract.ts';
import { must } from './finding.ts';
import { Witness, isForThoseShown, type Texts } from './witness.ts';

type View = Extract<VolunteerView, { page: 'work' }>;

export interface VolunteerTabOptions {
  readonly staff: Staff;
  readonly clock: Clock;
  readonly dial: Dial;
  readonly texts: Texts;
}

export class VolunteerTab {
  readonly browser: TabBrowser;
  readonly witness: Witness;
  readonly staff: Staff;
  session: VolunteerSession | null = null;
  view: View | null = null;
  readonly #options: VolunteerTabOptions;
  #signedInAt = Number.NEGATIVE_INFINITY;

  constructor(options: VolunteerTabOptions) {
    this.#options = options;
    this.staff = options.staff;
    this.witness = new Witness('volunteer', options.texts);
    const reader: Reader = {
      refused: (code) => {
        const isOver = code === 'unauthorized' && this.#signInAgeMs > TIMES.signInMs;
        must(isOver || code === 'unavailable', `a handshake was refused: ${code}`);
      },
      asks: this.witness.asks,
      answered: this.witness.answered,
      told: this.witness.told,
    };
    this.browser = new TabBrowser('volunteer', options.dial, reader);
    this.browser.sends = ({ conversationId, keyEpoch }) => {
      const talk = this.talks.find((each) => each.conversationId === conversationId);
      isForThoseShown(keyEpoch, talk?.leader);
    };
  }

  get #signInAgeMs(): number {
    return this.#options.clock.now() - this.#signedInAt;
  }
  get active(): boolean {
    return this.session !== null;
  }
  /** Whether the session is open in another tab, as the page shows. */
  get isReplaced(): boolean {
    return this.view?.link === 'replaced';
  }
  get talks(): View['talks'] {
    return this.view?.talks ?? [];
  }
  /** Also those that are over. */
  get asides(): View['asides'] {
    return this.view?.asides ?? [];
  }
  /** Whether the staff session could end before a handshake sent now arrives (rule S2). */
  get isSignInOld(): boolean {
    return this.#signInAgeMs > TIMES.signInMs / 2;
  }

  signIn(token: string): void {
    this.browser.cookie = token;
    this.#signedInAt = this.#options.clock.now();
  }

  open(): void {
    const { staff, clock } = this.#options;
    const { network, storage } = this.browser;
    this.witness.reloaded();
    const session: VolunteerSession = new VolunteerSession({
      ...{ staff, clock, network, storage, origin: ORIGIN },
      show: (view) => this.#show(view),
      // The keys stay in this tab, for the next sign-in.
      signedOut: () => this.close(),
    });
    this.session = session;
  }

  #show(view: View): void {
    const shown = [...view.talks, ...view.asides];
    const open = new Set(shown.map(({ conversationId }) => conversationId));
    for (const { conversationId } of [...this.talks, ...this.asides]) {
      if (!open.has(conversationId)) this.witness.left(conversationId);
    }
    this.view = view;
    for (const { conversationId, lines } of shown) this.witness.shows(conversationId, lines);
  }

  close(): void {
    this.session?.close();
    this.session = null;
    this.view = null;
  }

  /** Loads the page again; `elsewhere`: in a browser that has nothing of this tab. */
  reload(elsewhere: boolean): void {
    const { active } = this;
    this.close();
    if (elsewhere) this.browser.forget();
    if (active) this.open();
  }

  /** A duplicate of the tab takes the session over, with what it has stored. */
  switch(): void {
    if (!this.active || this.browser.twin === null) return;
    this.close();
    this.browser.swap();
    this.open();
  }

  /** Sends the messages that failed again, one in each conversation. */
  retry(): void {
    const open = this.asides.filter(({ isOver }) => !isOver);
    for (const { conversationId, lines } of [...this.talks, ...open]) {
      const failed = lines.find(({ delivery }) => delivery === 'failed');
      if (failed !== undefined) this.session?.retry(conversationId, failed.key);
    }
  }

  nth(choice: number): View['talks'][0] | undefined {
    return this.talks[choice % Math.max(1, this.talks.length)];
  }
}
