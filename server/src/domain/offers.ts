/** Offers: reserving the oldest ticket for a volunteer, accepting and declining it. */
import { LANGUAGES } from '@terskel/shared/choices';
import type { OfferId } from '@terskel/shared/ids';
import type { Conversation, Language, Offer, Staff } from '@terskel/shared/models';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsableEncapsulation, isUsablePublicKey } from './public-keys.ts';

/** Makes offers until no waiting ticket and ready volunteer fit together. Any node may call it at any time. */
export async function match(
  domain: Domain,
  languages: readonly Language[] = LANGUAGES,
): Promise<void> {
  await Promise.all(
    languages.map((language) =>
      domain.quarantine.run('match', language, () => matchIn(domain, language)),
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

async function matchIn(domain: Domain, language: Language): Promise<void> {
  for (;;) {
    const now = domain.clock.now();
    const made = await domain.store.matchOffer(language, domain.ids.id(), domain.ids.id(), now);
    if (!made.ok) return;
  }
}

/** Offers the volunteer the next ticket, at the volunteer's request (rule O2). */
export function takeOffer(domain: Domain, staff: Staff): Promise<Outcome<{ offer: Offer }>> {
  return domain.store.takeOffer(staff.id, domain.ids.id(), domain.ids.id(), domain.clock.now());
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
