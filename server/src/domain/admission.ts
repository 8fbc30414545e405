/** Who may take a place in line just now (rules R1, R2, R6). */
import {
  LIVE_RETRY_MS,
  PROOF_LEVEL_MAX,
  TICKET_ATTEMPTS_OF_PREFIX,
  TIMES,
  URGENT_OF_PREFIX_MORE,
} from '@terskel/shared/limits';
import type { OpenTicket, SeekerId } from './live-store.ts';
import { refused, type Domain, type Refused, type Settings } from './ports.ts';

/** A session that asks for a place, and the prefix that it is counted by; null: by none. */
export interface Visitor {
  readonly seeker: SeekerId;
  readonly prefix: string | null;
  /** Its connection has heard the end of a ticket or of a conversation (rule A5). */
  readonly spent: boolean;
}

/** Null: go on. Whoever has a place already is told of it again, and is in nobody's way (rule Q1). */
export async function admit(
  d: Domain,
  visitor: Visitor,
  request: OpenTicket,
): Promise<Refused | null> {
  const refusal = await weigh(d, visitor, request);
  if (refusal === null) return null;
  return (await d.store.seeker(visitor.seeker, d.clock.now())).kind === 'idle' ? refusal : null;
}

async function weigh(
  d: Domain,
  { seeker, prefix }: Visitor,
  { urgent, proof }: OpenTicket,
): Promise<Refused | null> {
  const settings = d.settings();
  const { ticketsPerPrefix, ticketsPerMinuteBeforeProof, livePerPrefix } = settings;
  let live = 0;
  if (prefix !== null) {
    const attempts = await d.tally.attemptOf(prefix);
    if (attempts.count > TICKET_ATTEMPTS_OF_PREFIX.points)
      return refused('rate_limited', attempts.resetsInMs);
    const opened = await d.tally.ticketsOf(prefix);
    if (opened.count >= ticketsPerPrefix + moreIf(urgent))
      return refused('rate_limited', opened.resetsInMs);
    live = await d.store.liveTickets(prefix);
    if (live >= liveLimit(settings, urgent)) return refused('rate_limited', LIVE_RETRY_MS);
  }
  const level = Math.max(
    proofLevel((await d.tally.tickets()) + 1, ticketsPerMinuteBeforeProof),
    liveProofLevel(live, livePerPrefix),
  );
  if (level === 0) return null;
  if (proof !== undefined && (await isGood(d, seeker, proof, level))) return null;
  const terms = { level, expiresAt: d.clock.now() + TIMES.proofMs };
  return { ...refused('proof_needed'), challenge: await d.proofs.challenge(seeker, terms) };
}

/** Urgent tickets have places of their own: others of the same network do not use them up (rule R6). */
const moreIf = (urgent: boolean): number => (urgent ? URGENT_OF_PREFIX_MORE : 0);

/** How many live tickets a prefix may have before one more is refused (rule R6). */
export const liveLimit = ({ livePerPrefix }: Settings, urgent: boolean): number =>
  livePerPrefix + moreIf(urgent);

async function isGood(
  d: Domain,
  seeker: SeekerId,
  proof: string,
  wanted: number,
): Promise<boolean> {
  const terms = await d.proofs.read(seeker, proof);
  const leftMs = terms === null ? 0 : terms.expiresAt - d.clock.now();
  if (terms === null || leftMs <= 0) return false;
  // While it was made, one level more may have come to be wanted.
  if (terms.level < wanted - 1) return false;
  return d.tally.firstUse(terms.id, leftMs);
}

/** From half of what a prefix may have on, one more with each ticket that it has (rule R6). */
export function liveProofLevel(live: number, livePerPrefix: number): number {
  const free = Math.max(1, Math.floor(livePerPrefix / 2));
  return Math.min(PROOF_LEVEL_MAX, Math.max(0, live - free + 1));
}

/** 0: none is needed. One more each time that the tickets of a minute double. */
export function proofLevel(tickets: number, before: number): number {
  if (tickets <= before) return 0;
  const times = tickets / Math.max(1, before);
  return Math.min(PROOF_LEVEL_MAX, 1 + Math.floor(Math.log2(times)));
}
