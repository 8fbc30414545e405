/**
 * Executes deadlines. They are stored in the live store, by the same step that needs them. Each node reads what is due
 * once a second and executes it. Each script checks its deadline again, so executing one late, twice or on two nodes at
 * once is harmless. A deadline whose script fails is held back; the others are executed.
 */
import { LANGUAGES } from '@terskel/shared/choices';
import type { OfferId } from '@terskel/shared/ids';
import type { Language } from '@terskel/shared/models';
import type { Deadline } from './live-store.ts';
import { match } from './offers.ts';
import type { Domain } from './ports.ts';

/** Deadlines executed at once. */
const DUE_AT_ONCE = 100;
/** After this long no further page is begun, so that the node's other work in this tick is not delayed. */
const BUDGET_MS = 300;

/** Executes one deadline. Returns the languages in which an offer may be possible now. */
async function meet(
  domain: Domain,
  { kind, id }: Deadline,
  now: number,
): Promise<readonly Language[]> {
  switch (kind) {
    case 'offer':
      await domain.store.returnOffer(id as OfferId, null, now);
      return LANGUAGES;
    case 'ask':
      await domain.store.askWaiting(id, now);
      return [];
    case 'place':
      await domain.store.expirePlace(id, now);
      return LANGUAGES;
    case 'seat':
    case 'lost':
      await domain.store.loseConversation(id, kind, now);
      return LANGUAGES;
    case 'silence':
      // If the conversation ends, its volunteer wraps up first.
      await domain.store.meetSilence(id, now);
      return [];
    case 'rebuild':
      await domain.store.completeRebuild(id, now);
      return [];
    case 'stuck':
      await domain.store.noteStuck(id, now);
      return [];
    case 'escalate':
      await domain.store.escalateCall(id, now);
      return [];
    case 'wrap-up':
      await domain.store.endWrapUp(id, now);
      return LANGUAGES;
    case 'duty':
      await domain.store.expireDuty(id, now);
      return [];
    case 'rematch':
      await domain.store.clearDeadline({ kind, id });
      return [id as Language];
    case 'match':
      await domain.store.clearDeadline({ kind, id });
      return LANGUAGES;
    case 'tombstone':
      await domain.store.expireTombstone(id, now);
      return [];
    default:
      await domain.store.clearDeadline({ kind, id });
      return [];
  }
}

/**
 * Executes deadlines that are due, page by page, for `BUDGET_MS`; the next tick continues. Returns how many it tried.
 * Offers are made once for each page, however many of its deadlines allow them.
 */
export async function meetDeadlines(domain: Domain): Promise<number> {
  const { quarantine } = domain;
  /** Each deadline is tried once, so that one which its script leaves in place cannot keep this loop running. */
  const tried = new Set<string>();
  /** Deadlines of the last page that had been tried before: they must not fill the next one. */
  let stuck = 0;
  const until = domain.clock.now() + BUDGET_MS;
  for (;;) {
    const now = domain.clock.now();
    const atMost = DUE_AT_ONCE + quarantine.size + stuck;
    const due = await domain.store.due(now, atMost);
    const fresh = due.filter(({ kind, id }) => !tried.has(`${kind} ${id}`));
    stuck = due.length - fresh.length;
    const ready = fresh.filter(({ kind, id }) => !quarantine.has(`deadline ${kind}`, id));
    const next = ready.slice(0, DUE_AT_ONCE);
    for (const { kind, id } of next) tried.add(`${kind} ${id}`);
    const languages = new Set<Language>();
    await Promise.all(
      next.map((each) =>
        quarantine.run(`deadline ${each.kind}`, each.id, async () => {
          for (const language of await meet(domain, each, now)) languages.add(language);
        }),
      ),
    );
    if (languages.size > 0) await match(domain, [...languages]);
    const isLast = due.length < atMost && ready.length === next.length;
    if (isLast || domain.clock.now() > until) return tried.size;
  }
}
