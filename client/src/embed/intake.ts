/** Polls intake for all widgets of a page: one small request at a time, while the page is visible (rules I1, U8). */
import type { Intake, IntakeState } from '@terskel/shared/models';
import { systemClock as clock } from '../clock.ts';
import type { EmbedWords } from '../i18n/words.ts';

export interface Told {
  readonly state: keyof EmbedWords['states'];
  readonly opensAt?: number | undefined;
}

/** Slower than the service's own page, because most visitors of a site do not look for the chat. */
const EVERY_MS = 15_000;
/** Request timeout (ms). */
const PATIENCE_MS = 10_000;

const STATES: Readonly<Record<IntakeState, Told['state']>> = {
  open: 'open',
  busy: 'busy',
  full: 'full',
  paused: 'closed',
  unstaffed: 'closed',
  closed: 'closed',
};

async function learn(service: string): Promise<Told> {
  try {
    const answer = await fetch(`${service}/api/intake`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { state, opensAt } = (await answer.json()) as Partial<Intake>;
    // An error answer contains no state.
    if (state !== undefined && Object.hasOwn(STATES, state))
      return { state: STATES[state], opensAt };
  } catch {
    // Treated as `unknown`.
  }
  return { state: 'unknown' };
}

/**
 * Returns a function that subscribes a callback to the known state and to each answer. It returns the unsubscribe
 * function.
 */
export function watchIntake(service: string): (tell: (told: Told) => void) => () => void {
  const doors = new Set<(told: Told) => void>();
  let latest: Told | null = null;
  let cancel = () => {};

  async function look(): Promise<void> {
    cancel();
    if (document.hidden || doors.size === 0) return;
    latest = await learn(service);
    for (const tell of doors) tell(latest);
    cancel();
    cancel = clock.after(EVERY_MS, () => void look());
  }
  document.addEventListener('visibilitychange', () => void look());
  // A page restored from the back/forward cache shows an old state.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void look();
  });
  return (tell) => {
    doors.add(tell);
    if (latest !== null) tell(latest);
    if (doors.size === 1) void look();
    return () => doors.delete(tell);
  };
}
