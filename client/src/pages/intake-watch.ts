/** Polls intake for the landing page: one small cacheable request at a time, while the page is visible (rule I4). */
import { LANGUAGES } from '@terskel/shared/choices';
import type { Intake, IntakeState, Language, WaitRange } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import type { Browser } from './browser.ts';

/** Together with the 5 s for which an answer may be cached, a change is seen within the 15 s of rule I4. */
const EVERY_MS = 8_000;

const STATES: Readonly<Record<IntakeState, true>> = {
  open: true,
  busy: true,
  full: true,
  paused: true,
  unstaffed: true,
  closed: true,
};

/**
 * Calls `tell` with each answer; null if there is none, which counts as closed (rule I1). The returned function stops
 * it.
 */
export function watchIntake(
  browser: Browser,
  clock: Clock,
  tell: (intake: Intake | null) => void,
): () => void {
  let cancel = () => {};
  let stopped = false;
  async function look(): Promise<void> {
    cancel();
    if (!browser.visible()) return;
    const intake = await learn(browser);
    if (stopped) return;
    tell(intake);
    cancel();
    cancel = clock.after(EVERY_MS, () => void look());
  }
  const stopWatching = browser.onVisibility(() => void look());
  void look();
  return () => {
    stopped = true;
    cancel();
    stopWatching();
  };
}

async function learn(browser: Browser): Promise<Intake | null> {
  try {
    const answer = await browser.fetch('/api/intake', { credentials: 'omit' });
    return answer.ok ? parse(await answer.json()) : null;
  } catch {
    return null;
  }
}

/** Validates without the schemas, which load only with the session. */
function parse(answer: unknown): Intake | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { state, waiting, wait, languages, opensAt } = answer as Readonly<Record<string, unknown>>;
  if (typeof state !== 'string' || !Object.hasOwn(STATES, state)) return null;
  if (!isCount(waiting) || !isWait(wait) || !areLanguages(languages)) return null;
  const next = isCount(opensAt) && { opensAt };
  return { state: state as IntakeState, waiting, wait, languages, ...next };
}

function isWait(wait: unknown): wait is WaitRange {
  if (wait === null) return true;
  if (typeof wait !== 'object') return false;
  const { fromMs, toMs } = wait as Readonly<Record<string, unknown>>;
  return isCount(fromMs) && isCount(toMs);
}

/** At least one language, and only ones that this page knows. */
function areLanguages(languages: unknown): languages is Language[] {
  const known: readonly unknown[] = LANGUAGES;
  return (
    Array.isArray(languages) &&
    languages.length > 0 &&
    languages.every((language) => known.includes(language))
  );
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
