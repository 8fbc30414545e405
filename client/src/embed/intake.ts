/** Polls intake for all widgets of a page: one small request at a time, while the page is visible (rules I1, U8). */
import type { Intake, IntakeState } from '@terskel/shared/models';
import { systemClock as clock } from '../clock.ts';
import type { EmbedWords } from '../i18n/words.ts';

/** What a widget shows of intake. */
export interface WidgetState {
  readonly state: keyof EmbedWords['states'];
  readonly opensAt?: number | undefined;
}

/** Slower than the service's own page, because most visitors of a site do not look for the chat. */
const POLL_EVERY_MS = 15_000;
const REQUEST_TIMEOUT_MS = 10_000;

const STATES: Readonly<Record<IntakeState, WidgetState['state']>> = {
  open: 'open',
  busy: 'busy',
  full: 'full',
  paused: 'closed',
  unstaffed: 'closed',
  closed: 'closed',
};

async function fetchState(service: string): Promise<WidgetState> {
  try {
    const answer = await fetch(`${service}/api/intake`, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
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
export function watchIntake(
  service: string,
): (listener: (state: WidgetState) => void) => () => void {
  const listeners = new Set<(state: WidgetState) => void>();
  let latest: WidgetState | null = null;
  let cancel = () => {};

  async function poll(): Promise<void> {
    cancel();
    if (document.hidden || listeners.size === 0) return;
    latest = await fetchState(service);
    for (const listener of listeners) listener(latest);
    cancel();
    cancel = clock.after(POLL_EVERY_MS, () => void poll());
  }
  document.addEventListener('visibilitychange', () => void poll());
  // A page restored from the back/forward cache shows an old state.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void poll();
  });
  return (listener) => {
    listeners.add(listener);
    if (latest !== null) listener(latest);
    if (listeners.size === 1) void poll();
    return () => listeners.delete(listener);
  };
}
