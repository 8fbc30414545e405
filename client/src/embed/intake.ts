/** What all doors of a page know of intake: one small request now and then, while somebody looks (rules I1, U8). */
import type { Intake, IntakeState } from '@terskel/shared/models';
import { systemClock as clock } from '../clock.ts';
import type { EmbedWords } from '../i18n/words.ts';

export interface Told {
  readonly state: keyof EmbedWords['states'];
  readonly opensAt?: number | undefined;
}

/** Slower than the service's own page: many look at a site who look for something else. */
const EVERY_MS = 15_000;
/** A service that says nothing for so long cannot be reached. */
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
    // A refusal names no state.
    if (state !== undefined && Object.hasOwn(STATES, state))
      return { state: STATES[state], opensAt };
  } catch {
    // As if it were closed.
  }
  return { state: 'unknown' };
}

/** Tells whoever joins what is known, and then each answer. The result of joining leaves. */
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
  // A page that the browser had put aside comes back with what it knew then.
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
