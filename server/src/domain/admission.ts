/** Who may take a place in line just now (rules R1, R2). */
import { PROOF_LEVEL_MAX, TIMES } from '@terskel/shared/limits';
import type { SeekerId } from './live-store.ts';
import { refused, type Domain, type Refused } from './ports.ts';

/** A session that asks for a place, and the prefix that it is counted by; null: by none. */
export interface Visitor {
  readonly seeker: SeekerId;
  readonly prefix: string | null;
}

/** Null: go on. Whoever has a place already is told of it again, and is in nobody's way (rule Q1). */
export async function admit(
  d: Domain,
  visitor: Visitor,
  proof: string | undefined,
): Promise<Refused | null> {
  const refusal = await weigh(d, visitor, proof);
  if (refusal === null) return null;
  return (await d.store.seeker(visitor.seeker, d.clock.now())).kind === 'idle' ? refusal : null;
}

async function weigh(
  d: Domain,
  { seeker, prefix }: Visitor,
  proof: string | undefined,
): Promise<Refused | null> {
  // Its prefix was counted when the challenge was given.
  if (proof !== undefined && (await isGood(d, seeker, proof))) return null;
  const { ticketsPerPrefix, ticketsPerMinuteBeforeProof } = d.settings();
  if (prefix !== null) {
    const { count, resetsInMs } = await d.tally.ticketsOf(prefix);
    // What comes from there any more makes it no harder for others.
    if (count > ticketsPerPrefix) return refused('rate_limited', resetsInMs);
  }
  const level = proofLevel(await d.tally.tickets(), ticketsPerMinuteBeforeProof);
  if (level === 0) return null;
  const terms = { level, expiresAt: d.clock.now() + TIMES.proofMs };
  return { ...refused('proof_needed'), challenge: await d.proofs.challenge(seeker, terms) };
}

async function isGood(d: Domain, seeker: SeekerId, proof: string): Promise<boolean> {
  const terms = await d.proofs.read(seeker, proof);
  const leftMs = terms === null ? 0 : terms.expiresAt - d.clock.now();
  if (terms === null || leftMs <= 0) return false;
  const wanted = proofLevel(await d.tally.ticketsSoFar(), d.settings().ticketsPerMinuteBeforeProof);
  // While it was made, one level more may have come to be wanted.
  if (terms.level < wanted - 1) return false;
  return d.tally.firstUse(terms.id, leftMs);
}

/** 0: none is needed. One more each time that the tickets of a minute double. */
export function proofLevel(tickets: number, before: number): number {
  if (tickets <= before) return 0;
  const times = tickets / Math.max(1, before);
  return Math.min(PROOF_LEVEL_MAX, 1 + Math.floor(Math.log2(times)));
}
