/** Decides whether a session may open a ticket now (rules R1, R2, R6). */
import {
  LIVE_RETRY_MS,
  PROOF_LEVEL_MAX,
  TICKET_ATTEMPTS_OF_PREFIX,
  TIMES,
  URGENT_OF_PREFIX_MORE,
} from '@terskel/shared/limits';
import type { OpenTicket, SeekerId } from './live-store.ts';
import { refused, type Domain, type Refused, type Settings } from './ports.ts';

/** A session that asks for a ticket. */
export interface Visitor {
  readonly seeker: SeekerId;
  /** Hashed address prefix by which it is counted; null: it is not counted. */
  readonly prefix: string | null;
  /** Whether a ticket or conversation has already ended on its connection (rule A5). */
  readonly spent: boolean;
}

/** Returns a refusal, or null to continue. A session that already has a ticket is never refused (rule Q1). */
export async function admit(
  domain: Domain,
  visitor: Visitor,
  request: OpenTicket,
): Promise<Refused | null> {
  const refusal = await refusalOf(domain, visitor, request);
  if (refusal === null) return null;
  return (await domain.store.seeker(visitor.seeker, domain.clock.now())).kind === 'idle'
    ? refusal
    : null;
}

/** Returns the refusal by the limits, regardless of a ticket that the session may already have; null if there is none. */
async function refusalOf(
  domain: Domain,
  { seeker, prefix }: Visitor,
  { urgent, proof }: OpenTicket,
): Promise<Refused | null> {
  const settings = domain.settings();
  const { ticketsPerPrefix, ticketsPerMinuteBeforeProof, livePerPrefix } = settings;
  let live = 0;
  if (prefix !== null) {
    const attempts = await domain.counters.attemptOf(prefix);
    if (attempts.count > TICKET_ATTEMPTS_OF_PREFIX.points)
      return refused('rate_limited', attempts.resetsInMs);
    const opened = await domain.counters.ticketsOf(prefix);
    if (opened.count >= ticketsPerPrefix + moreIf(urgent))
      return refused('rate_limited', opened.resetsInMs);
    live = await domain.store.liveTickets(prefix);
    if (live >= liveLimit(settings, urgent)) return refused('rate_limited', LIVE_RETRY_MS);
  }
  const level = Math.max(
    proofLevel((await domain.counters.tickets()) + 1, ticketsPerMinuteBeforeProof),
    liveProofLevel(live, livePerPrefix),
  );
  if (level === 0) return null;
  if (proof !== undefined && (await isGood(domain, seeker, proof, level))) return null;
  const terms = { level, expiresAt: domain.clock.now() + TIMES.proofMs };
  return { ...refused('proof_needed'), challenge: await domain.proofs.challenge(seeker, terms) };
}

/** Extra tickets for urgent requests, which non-urgent ones from the same network cannot use up (rule R6). */
const moreIf = (urgent: boolean): number => (urgent ? URGENT_OF_PREFIX_MORE : 0);

/** Maximum number of live tickets of an address prefix (rule R6). */
export const liveLimit = ({ livePerPrefix }: Settings, urgent: boolean): number =>
  livePerPrefix + moreIf(urgent);

/** Whether the proof is valid, unused, unexpired and of at least the wanted level less one. Marks it as used. */
async function isGood(
  domain: Domain,
  seeker: SeekerId,
  proof: string,
  wanted: number,
): Promise<boolean> {
  const terms = await domain.proofs.read(seeker, proof);
  const leftMs = terms === null ? 0 : terms.expiresAt - domain.clock.now();
  if (terms === null || leftMs <= 0) return false;
  // The required level may have risen by one while the client worked on the proof.
  if (terms.level < wanted - 1) return false;
  return domain.counters.firstUse(terms.id, leftMs);
}

/** Proof level by live tickets of a prefix: rises by one with each ticket from half of its limit on (rule R6). */
function liveProofLevel(live: number, livePerPrefix: number): number {
  const free = Math.max(1, Math.floor(livePerPrefix / 2));
  return Math.min(PROOF_LEVEL_MAX, Math.max(0, live - free + 1));
}

/** Proof level by tickets of the current minute: rises by one each time they double. 0: no proof needed (rule R2). */
export function proofLevel(tickets: number, before: number): number {
  if (tickets <= before) return 0;
  const times = tickets / Math.max(1, before);
  return Math.min(PROOF_LEVEL_MAX, 1 + Math.floor(Math.log2(times)));
}
