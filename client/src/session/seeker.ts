/**
 * A seeker's session, from *Start* to the end: ticket, key agreement, talk, and clearing all of it. The landing page
 * loads this module only when needed, since it brings the socket client, the schemas and the encryption.
 */
import type { SeekerCommands } from '@terskel/shared/commands';
import { ERRORS, type Refusal } from '@terskel/shared/errors';
import type { SeekerEvents } from '@terskel/shared/events';
import type { Link } from '../net/link.ts';
import type {
  Answers,
  Feedback,
  Heard,
  Link as LinkStatus,
  TransferAnswer,
} from '../state/model.ts';
import type { Ended } from '../state/seeker.ts';
import { type Hold, holdOn } from '../storage.ts';
import { CurrentTalk } from './seeker/current-talk.ts';
import { Leaving } from './seeker/leaving.ts';
import { QueuePlace } from './seeker/queue-place.ts';
import { seekerEventHandler } from './seeker/seeker-events.ts';
import { seekerLink } from './seeker-link.ts';
import type { SeekerSessionOptions } from './seeker-options.ts';
import { SeekerPage } from './seeker/seeker-page.ts';

export class SeekerSession {
  readonly #storage: Hold;
  readonly #link: Link<SeekerCommands, SeekerEvents>;
  readonly #page: SeekerPage;
  readonly #place: QueuePlace;
  readonly #talk: CurrentTalk;
  readonly #leaving: Leaving;

  /** `answers`: of a seeker who pressed *Start*. Null resumes from the tab's storage. */
  constructor(options: SeekerSessionOptions, answers: Answers | null) {
    const { clock, browser, proving } = options;
    const storage = holdOn(options.storage);
    this.#storage = storage;
    const page = new SeekerPage({
      ...{ clock, show: options.show },
      talk: () => talk.now?.talk.state ?? null,
    });
    const leaving = new Leaving({ session: options, storage, page, close: () => this.close() });
    const link = seekerLink(storage, {
      ...{ clock, network: browser.network, origin: browser.origin },
      onStatus: (status) => this.#linkChanged(status),
      onEvent: (event) => handle(event),
    });
    const talk = new CurrentTalk({
      ...{ clock, storage, link, page },
      onRequeued: (ticket, givenBackBy) => place.show(ticket, { givenBackBy }),
    });
    const place = new QueuePlace({
      ...{ clock, storage, link, page, talk, proving },
      failed: (code, retryAfterMs) => leaving.giveUp(code, retryAfterMs),
    });
    const handle = seekerEventHandler({ storage, page, place, talk, leaving });
    this.#link = link;
    this.#page = page;
    this.#place = place;
    this.#talk = talk;
    this.#leaving = leaving;
    if (answers === null) this.#restore();
    else {
      storage.set('session', { resumeToken: null, answers });
      storage.set('told', { young: answers.age === 'under_18', urgent: answers.urgent });
      place.begin();
    }
  }

  async cancel(): Promise<void> {
    const reply = await this.#link.command('ticket:cancel', {});
    this.#left(reply, { of: 'ticket', reason: 'cancelled' });
  }

  keep(): Promise<void> {
    return this.#place.keep();
  }

  send(text: string): void {
    this.#talk.now?.talk.send(text);
  }

  retry(key: string): void {
    this.#talk.now?.talk.retry(key);
  }

  typing(): void {
    this.#talk.now?.pressed();
  }

  async end(): Promise<void> {
    const ended = await this.#talk.now?.end();
    if (ended !== undefined && ended !== null) this.#left(ended.reply, ended.end);
  }

  stay(): void {
    void this.#talk.now?.stay();
  }

  requeue(): void {
    this.#talk.requeue();
  }

  another(): void {
    this.#talk.another();
  }

  answerTransfer(answer: TransferAnswer): Promise<boolean> {
    return this.#talk.answerTransfer(answer);
  }

  takeOver(): void {
    this.#link.takeOver();
  }

  answer(feedback: Feedback): Promise<Heard> {
    return this.#leaving.answer(feedback);
  }

  /** The page is being unloaded. `left`: by the *Leave this page* button. */
  gone(left: boolean): void {
    this.#leaving.gone(left);
  }

  /** Stops at once. The storage keeps its content for a reload; this session can no longer change it. */
  close(): void {
    this.#page.close();
    this.#storage.letGo();
    this.#place.close();
    this.#talk.now?.close();
    this.#link.close();
    this.#leaving.close();
  }

  #restore(): void {
    const conversation = this.#storage.get('conversation');
    this.#place.interrupt();
    if (conversation !== null) this.#talk.restore(conversation);
    this.#page.resume(conversation === null ? 'waiting' : 'conversation');
  }

  #linkChanged(status: LinkStatus): void {
    if (status !== 'online') {
      this.#talk.now?.talk.disconnected();
      this.#place.interrupt();
    }
    if (this.#page.name === 'landing') {
      if (status === 'outdated') this.#leaving.giveUp('version_unsupported');
      if (status === 'refused') this.#leaving.giveUp('unauthorized');
      return;
    }
    this.#page.dispatch({ type: 'link', link: status });
  }

  /** Leaving always succeeds for the seeker. If the command failed, it is retried until the service confirms it. */
  #left(reply: { ok: true } | Refusal, end: Ended): void {
    if (!reply.ok && ERRORS[reply.code] === 'resync') {
      this.#link.refresh();
      return;
    }
    this.#leaving.finish(end, reply.ok);
  }
}
