/**
 * Runs after a session has ended and its storage is cleared, with data held in memory only. It makes sure that the
 * service has recorded the end, and sends the seeker's feedback (rules C10, T6).
 */
import { FEEDBACK_BODY_BYTES, LEAVE_BODY_BYTES, paddedBody } from '@terskel/shared/padding';
import type { Clock } from '../../clock.ts';
import type { Network } from '../../net/network.ts';
import type { Feedback, Heard } from '../../state/model.ts';
import { deferred } from '../../deferred.ts';

export interface PostSessionOptions {
  readonly clock: Clock;
  readonly browser: {
    readonly network: Network;
    fetch(path: string, request: RequestInit): Promise<Response>;
    /** Sends a request from a page that is being unloaded. */
    beacon(path: string, body: object): void;
    /** Sends a message to the other tabs of this browser. */
    tellTabs(news: `over ${string}`): void;
  };
  readonly resumeToken: string;
}

/** Request timeout (ms). The service answers within 2 s; the rest is for slow networks. */
const PATIENCE_MS = 8_000;
const RETRY_MS = 1_000;
const RETRY_LONGEST_MS = 15_000;
/** Number of attempts to send feedback, with a pause between them, before the page says that it failed. */
const TRIES = 3;

export class PostSession {
  readonly #options: PostSessionOptions;
  #known = true;
  #answering = false;
  #closed = false;
  #wake = () => {};

  constructor(options: PostSessionOptions) {
    this.#options = options;
  }

  /**
   * Asks the service to end whatever the session still has, and retries until it answers 204. Returns false if this
   * object was closed first.
   */
  async confirmEnd(): Promise<boolean> {
    this.#known = false;
    const { resumeToken } = this.#options;
    const stopWatching = this.#options.browser.network.watch(() => this.#wake());
    for (let waitMs = RETRY_MS; !this.#known; waitMs = Math.min(2 * waitMs, RETRY_LONGEST_MS)) {
      const status = await this.#post('/api/leave', { resumeToken, how: 'end' });
      if (this.#closed) break;
      this.#known = status === 204;
      if (!this.#known) await this.#pause(waitMs);
    }
    stopWatching();
    return this.#known;
  }

  async answer(feedback: Feedback): Promise<Heard> {
    this.#answering = true;
    const heard = await this.#answer(feedback);
    this.#answering = false;
    return heard;
  }

  async #answer(feedback: Feedback): Promise<Heard> {
    const { resumeToken } = this.#options;
    for (let tries = 1; ; tries += 1) {
      const status = await this.#post('/api/feedback', { resumeToken, ...feedback });
      // 409: another tab of this session has already sent feedback.
      if (status === 204 || status === 409) return 'heard';
      if (status === 404) return 'late';
      if (tries === TRIES || this.#closed) return 'failed';
      await this.#pause(RETRY_MS);
    }
  }

  /**
   * Called when the ended page is unloaded or left for another page. Nobody can request the data that remains at the
   * service any more, so it is deleted as well (rule A6). Feedback that is still being sent needs that data, so it is
   * kept then, unless the seeker `left` with the *Leave this page* button.
   */
  gone(left: boolean): void {
    const { browser, resumeToken } = this.#options;
    if (left || !this.#known || !this.#answering)
      browser.beacon('/api/leave', { resumeToken, how: 'exit' });
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /**
   * Returns the HTTP status, or null if there was no answer. The request continues if the page is unloaded
   * (`keepalive`).
   */
  async #post(path: '/api/leave' | '/api/feedback', body: object): Promise<number | null> {
    const size = path === '/api/leave' ? LEAVE_BODY_BYTES : FEEDBACK_BODY_BYTES;
    const { clock, browser } = this.#options;
    const giveUp = new AbortController();
    const answered = clock.after(PATIENCE_MS, () => giveUp.abort());
    try {
      const { status } = await browser.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: paddedBody(body, size),
        keepalive: true,
        signal: giveUp.signal,
      });
      return status;
    } catch {
      return null;
    } finally {
      answered();
    }
  }

  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = deferred();
    const cancel = this.#options.clock.after(ms, resolve);
    this.#wake = resolve;
    if (!this.#closed) await promise;
    cancel();
  }
}
