/** What a seeker's page shows after *Start*. Shows it again when the notice about a lost volunteer changes (rule C5). */
import type { Clock } from '../../clock.ts';
import {
  type SeekerEvent,
  type SeekerState,
  returning,
  seeker,
  seekerView,
  volunteerLost,
} from '../../state/seeker.ts';
import type { TalkState } from '../../state/talk.ts';
import type { SeekerSessionOptions } from '../seeker-options.ts';

interface SeekerPageOptions {
  readonly clock: Clock;
  readonly show: SeekerSessionOptions['show'];
  readonly talk: () => TalkState | null;
}

export class SeekerPage {
  readonly #options: SeekerPageOptions;
  #state: SeekerState = { page: 'landing' };
  #closed = false;
  #cancelTimer = () => {};

  constructor(options: SeekerPageOptions) {
    this.#options = options;
  }

  get name(): SeekerState['page'] {
    return this.#state.page;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Shows what a tab had before a reload. */
  resume(page: 'waiting' | 'conversation'): void {
    this.#state = returning(page);
    this.show();
  }

  dispatch(event: SeekerEvent): void {
    this.#state = seeker(this.#state, event);
    this.show();
  }

  show(): void {
    if (this.#closed) return;
    const { clock, show } = this.#options;
    const now = clock.now();
    const talk = this.#options.talk();
    const view = seekerView(this.#state, talk, now);
    if (view !== null) show(view);
    const { nextAt } = talk === null ? { nextAt: null } : volunteerLost(talk, now);
    this.#cancelTimer();
    if (nextAt !== null) this.#cancelTimer = clock.after(nextAt - now, () => this.show());
  }

  /** Nothing is shown afterwards. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer();
  }
}
