/** Ends a seeker's session in this tab: deletes what is stored, and makes sure that the service records the end. */
import type { ErrorCode } from '@terskel/shared/errors';
import type { Feedback, Heard } from '../../state/model.ts';
import type { Ended } from '../../state/seeker.ts';
import type { TabStorage } from '../../storage.ts';
import { PostSession } from './post-session.ts';
import type { SeekerSessionOptions } from '../seeker-options.ts';
import type { SeekerPage } from './seeker-page.ts';

interface LeavingOptions {
  readonly session: SeekerSessionOptions;
  readonly storage: TabStorage;
  readonly page: SeekerPage;
  /** Stops the session. */
  readonly close: () => void;
}

export class Leaving {
  readonly #options: LeavingOptions;
  #postSession: PostSession | null = null;

  constructor(options: LeavingOptions) {
    this.#options = options;
  }

  /** Shows the ended page. `known`: the service has confirmed the end. */
  finish(end: Ended, known = true): void {
    const { session, storage, page, close } = this.#options;
    if (page.closed) return;
    const { clock, browser, show } = session;
    const { resumeToken } = storage.get('session') ?? {};
    page.dispatch({ type: 'ended', end });
    storage.clear();
    close();
    if (typeof resumeToken !== 'string') return;
    browser.tellTabs(`over ${resumeToken}`);
    const postSession = new PostSession({ clock, browser, resumeToken });
    this.#postSession = postSession;
    if (known) return;
    void postSession.confirmEnd().then((over) => {
      if (over && end.of === 'conversation')
        show({ page: 'ended', end: { ...end, deleted: true } });
    });
  }

  /** *Start* failed: back to the landing page. */
  giveUp(code: ErrorCode, retryAfterMs?: number): void {
    const { session, storage, page, close } = this.#options;
    if (page.closed) return;
    // A ticket may have been opened all the same.
    session.leave();
    storage.clear();
    close();
    session.refused(code, retryAfterMs ?? null);
  }

  async answer(feedback: Feedback): Promise<Heard> {
    return this.#postSession?.answer(feedback) ?? 'late';
  }

  /** The page is being unloaded. `left`: by the *Leave this page* button. */
  gone(left: boolean): void {
    this.#postSession?.gone(left);
  }

  close(): void {
    this.#postSession?.close();
  }
}
