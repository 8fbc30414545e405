/**
 * The seeker's page: the landing page, and from *Start* on the session, which is loaded only then (rule U5). This file
 * must therefore import no socket, no schema and no encryption.
 */
import { type ReadonlySignal, type Signal, signal } from '../signal.ts';
import type { ErrorCode } from '@terskel/shared/errors';
import type { ConversationId } from '@terskel/shared/ids';
import type { Intake } from '@terskel/shared/models';
import { type Clock, systemClock } from '../clock.ts';
import type * as Session from '../session/seeker.ts';
import type { Answers, SeekerActions, SeekerView, EarlyAnswers } from '../state/model.ts';
import { type TabStorage, tabStorage } from '../storage.ts';
import { NO_ANSWERS } from '../ui/parts/early-answers.ts';
import { type Browser, thisBrowser } from './browser.ts';
import { trackBegunFor } from './begun-for.ts';
import { watchIntake } from './intake-watch.ts';
import { keepDraft } from './kept-draft.ts';

export interface SeekerController {
  readonly view: ReadonlySignal<SeekerView>;
  readonly actions: SeekerActions;
  /** The text in the message box. It survives page changes and a reload, and is deleted with the session. */
  readonly draft: Signal<string>;
  readonly begunFor: Signal<ConversationId | null>;
  readonly earlyAnswers: ReadonlySignal<EarlyAnswers>;
  dispose(): void;
}

export interface SeekerDeps {
  readonly clock: Clock;
  readonly storage: TabStorage;
  readonly browser: Browser;
}

type Landing = Extract<SeekerView, { page: 'landing' }>;

export function createSeekerController({
  clock = systemClock,
  storage = tabStorage('seeker'),
  browser = thisBrowser(),
}: Partial<SeekerDeps> = {}): SeekerController {
  // After a reload with a session, the page shows as starting until the session's script has loaded.
  const isReturning = storage.get('session') !== null;
  const view = signal<SeekerView>({ ...landing(null), starting: isReturning });
  const draft = signal('');
  const earlyAnswers = signal(storage.get('told') ?? NO_ANSWERS);
  let session: Session.SeekerSession | null = null;
  let stopWatching = () => {};
  /**
   * Number of the current session. A session that was started and then left must do nothing when its script arrives.
   */
  let begun = 0;

  function land(refusal: Landing['refusal']): void {
    stopWatching();
    const before = view.value;
    const known = before.page === 'landing' ? before.intake : null;
    view.value = { ...landing(known), refusal };
    stopWatching = watchIntake(browser, clock, (intake) => {
      const shown = view.value;
      if (shown.page === 'landing') view.value = { ...shown, intake };
    });
  }

  function refused(code: ErrorCode, retryAfterMs: number | null): void {
    session = null;
    land({ code, retryAt: retryAfterMs === null ? null : clock.now() + retryAfterMs });
  }

  /** Without answers: resumes the session in the tab's storage. */
  async function open(answers: Answers | null): Promise<void> {
    begun += 1;
    const turn = begun;
    let script: typeof Session;
    try {
      script = await loadSession();
    } catch {
      // The storage keeps its content, so that a reload can try again.
      const code = (await browser.outdated()) ? 'version_unsupported' : 'unavailable';
      if (turn === begun) refused(code, null);
      return;
    }
    if (turn !== begun) return;
    session = new script.SeekerSession(
      {
        clock,
        storage,
        leave: () => sayGoodbye('exit'),
        browser,
        show(next) {
          // A session that was left may still get late replies.
          if (turn !== begun) return;
          stopWatching();
          earlyAnswers.value = storage.get('told') ?? earlyAnswers.value;
          view.value = next;
          if (next.page === 'ended') forget();
        },
        refused,
        proving() {
          const shown = view.value;
          if (shown.page === 'landing') view.value = { ...shown, proving: true };
        },
      },
      answers,
    );
  }

  function sayGoodbye(how: 'exit' | 'closing'): void {
    const resumeToken = storage.get('session')?.resumeToken ?? null;
    if (resumeToken !== null) browser.beacon('/api/leave', { resumeToken, how });
  }

  /** Cancels everything that is running. */
  function abandon(): void {
    begun += 1;
    session?.close();
    session = null;
    stopWatching();
    forget();
  }

  function forget(): void {
    draft.value = '';
    storage.clear();
  }

  const { begunFor, stop: stopTracking } = trackBegunFor(draft, view);
  const kept = keepDraft({
    ...{ storage, draft, begunFor, slot: 'draft.seeker' },
    // A draft is stored only during a session: not before *Start* and not after the end (rule A1).
    secret: () => storage.get('session')?.resumeToken ?? null,
  });
  const stopListening = browser.onGone(() => {
    kept.flush();
    sayGoodbye('closing');
    session?.gone(false);
  });
  const stopHearing = browser.onTabNews((news) => {
    const token = storage.get('session')?.resumeToken ?? null;
    if (token === null || news !== `over ${token}`) return;
    // A duplicate of this tab has ended their common session.
    abandon();
    land(null);
  });

  if (!isReturning) {
    land(null);
    browser.whenIdle(() => void loadSession().catch(() => {}));
  } else void open(null);

  const actions: SeekerActions = {
    start(answers) {
      const shown = view.value;
      if (shown.page !== 'landing' || shown.starting) return;
      view.value = { ...shown, starting: true, refusal: null };
      void open(answers);
    },
    cancel: () => void session?.cancel(),
    keep: () => void session?.keep(),
    send: (text) => session?.send(text),
    retry: (key) => session?.retry(key),
    typing: () => session?.typing(),
    end: () => void session?.end(),
    stay: () => session?.stay(),
    requeue: () => session?.requeue(),
    another: () => session?.another(),
    answerTransfer: async (answer) => session?.answerTransfer(answer) ?? false,
    takeOver: () => session?.takeOver(),
    answer: async (feedback) => session?.answer(feedback) ?? 'late',
    again() {
      begun += 1;
      session?.gone(false);
      earlyAnswers.value = NO_ANSWERS;
      session = null;
      land(null);
    },
    leave() {
      sayGoodbye('exit');
      session?.gone(true);
      abandon();
    },
  };

  return {
    view,
    actions,
    draft,
    begunFor,
    earlyAnswers,
    dispose() {
      begun += 1;
      session?.close();
      stopWatching();
      kept.stop();
      stopTracking();
      stopListening();
      stopHearing();
    },
  };
}

function landing(intake: Intake | null): Landing {
  return { page: 'landing', intake, starting: false, refusal: null };
}

function loadSession(): Promise<typeof Session> {
  return import('../session/seeker.ts');
}
