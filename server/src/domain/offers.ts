/** Offers: reserving the oldest ticket or transfer for a volunteer, accepting and declining it. */
import { LANGUAGES } from '@terskel/shared/choices';
import type { OfferId } from '@terskel/shared/ids';
import type { Conversation, Language, Offer, Staff } from '@terskel/shared/models';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsableEncapsulation, isUsablePublicKey } from './public-keys.ts';

/**
 * Offers the waiting transfers first, then tickets, until no ticket and ready volunteer fit together. Any node may call it
 * at any time.
 */
export async function match(
  domain: Domain,
  languages: readonly Language[] = LANGUAGES,
): Promise<void> {
  const { quarantine } = domain;
  let done: Promise<unknown> | null = null;
  // Once for all languages. If they cannot be read, tickets are offered all the same (rule F9).
  const transfersFirst = () =>
    (done ??= quarantine.run('match', 'transfers', () => matchTransfers(domain)));
  await Promise.all(
    languages.map((language) =>
      quarantine.run('match', language, () => matchIn(domain, language, transfersFirst)),
    ),
  );
}

/**
 * Starts `match` without waiting for it, so that a command is acknowledged before the events that follow from it. If
 * the store fails, the sweep repeats it.
 */
export function matchSoon(domain: Domain, languages?: readonly Language[]): void {
  match(domain, languages).catch(() => {});
}

/** Ids for a new offer, and the time. */
const fresh = ({ ids, clock }: Domain) => [ids.id(), ids.id(), clock.now()] as const;

async function matchTransfers(domain: Domain): Promise<void> {
  while ((await domain.store.matchTransfer(...fresh(domain))).ok);
}

async function matchIn(
  domain: Domain,
  language: Language,
  transfersFirst: () => Promise<unknown>,
): Promise<void> {
  let pastTransfers = false;
  for (;;) {
    const made = await domain.store.matchOffer(language, ...fresh(domain), pastTransfers);
    if (!made.ok) return;
    if (made.transfers) await transfersFirst();
    pastTransfers ||= made.transfers;
  }
}

/** Offers the volunteer the next transfer or ticket, at the volunteer's request (rules O2, C11). */
export async function takeOffer(domain: Domain, staff: Staff): Promise<Outcome<{ offer: Offer }>> {
  const { store } = domain;
  const take = async (pastTransfers: boolean): Promise<Outcome<{ offer: Offer | null }>> =>
    store.takeOffer(staff.id, ...fresh(domain), pastTransfers);
  let got = await take(false);
  if (got.ok && got.offer === null) {
    const transfer = await store.takeTransfer(staff.id, ...fresh(domain));
    if (transfer.ok || transfer.code !== 'queue_empty') return transfer;
    got = await take(true);
  }
  if (!got.ok) return got;
  return got.offer === null ? refused('queue_empty') : { ok: true, offer: got.offer };
}

export async function acceptOffer(
  domain: Domain,
  staff: Staff,
  answer: {
    readonly offerId: OfferId;
    readonly encapsulation: string;
    readonly confirmation: string;
  },
): Promise<Outcome<{ conversation: Conversation }>> {
  const now = domain.clock.now();
  const { offerId, encapsulation, confirmation } = answer;
  // The seeker's tab could not derive keys from it.
  if (!isUsableEncapsulation(encapsulation)) return refused('invalid_key');
  const got = await domain.store.acceptOffer(staff.id, offerId, encapsulation, confirmation, now);
  if (!got.ok) return got;
  matchSoon(domain, staff.languages);
  return got;
}

/**
 * Gives an offer back. `reason`: the volunteer's tab cannot use the seeker's key. If the service finds that key
 * unusable as well, the ticket ends (rule E1).
 */
export async function declineOffer(
  domain: Domain,
  staff: Staff,
  offerId: OfferId,
  reason?: 'invalid_key',
): Promise<Outcome<object>> {
  const now = domain.clock.now();
  const got = await domain.store.returnOffer(offerId, staff.id, now);
  if (!got.ok) return got;
  if (reason === 'invalid_key' && !isUsablePublicKey(got.publicKey))
    await domain.store.endTicket(got.seeker, 'expired', now);
  matchSoon(domain);
  return { ok: true };
}
