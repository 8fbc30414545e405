/** Who may take a place in line just now (rules R1, R2). */
import type { SeekerId } from './live-store.ts';
import { refused, type Domain, type Refused } from './ports.ts';

/** A session that asks for a place, and the prefix that it is counted by; null: by none. */
export interface Visitor {
  readonly seeker: SeekerId;
  readonly prefix: string | null;
}

/** Null: go on. Whoever has a place already is told of it again, and is in nobody's way (rule Q1). */
export async function admit(d: Domain, { seeker, prefix }: Visitor): Promise<Refused | null> {
  const refusal = await weigh(d, prefix);
  if (refusal === null) return null;
  return (await d.store.seeker(seeker, d.clock.now())).kind === 'idle' ? refusal : null;
}

async function weigh(d: Domain, prefix: string | null): Promise<Refused | null> {
  if (prefix === null) return null;
  const { count, resetsInMs } = await d.tally.ticketsOf(prefix);
  return count > d.settings().ticketsPerPrefix ? refused('rate_limited', resetsInMs) : null;
}
