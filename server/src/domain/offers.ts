/** Offers: reserving the oldest ticket for a volunteer, accepting and declining it. */
import { LANGUAGES } from '@terskel/shared/choices';
import type { OfferId } from '@terskel/shared/ids';
import type { Conversation, Language, Offer, Staff } from '@terskel/shared/models';
import { refused, type Domain, type Outcome } from './ports.ts';
import { isUsableEncapsulation, isUsablePublicKey } from './public-keys.ts';

/** Makes offers until no waiting ticket and ready volunteer fit together. Any node may call it at any time. */
export async function match(d: Domain, languages: readonly Language[] = LANGUAGES): Promise<void> {
  await Promise.all(
    languages.map((language) => d.quarantine.run('match', language, () => matchIn(d, language))),
  );
}

/**
 * Starts `match` without waiting for it, so that a command is acknowledged before the events that follow from it. If
 * the store fails, the sweep repeats it.
 */
export function matchSoon(d: Domain, languages?: readonly Language[]): void {
  match(d, languages).catch(() => {});
}

async function matchIn(d: Domain, language: Language): Promise<void> {
  for (;;) {
    const now = d.clock.now();
    const made = await d.store.matchOffer(language, d.ids.id(), d.ids.id(), now);
    if (!made.ok) return;
  }
}

/** Offers the volunteer the next ticket, at the volunteer's request (rule O2). */
export function takeOffer(d: Domain, staff: Staff): Promise<Outcome<{ offer: Offer }>> {
  return d.store.takeOffer(staff.id, d.ids.id(), d.ids.id(), d.clock.now());
}

export async function acceptOffer(
  d: Domain,
  staff: Staff,
  answer: {
    readonly offerId: OfferId;
    readonly encapsulation: string;
    readonly confirmation: string;
  },
): Promise<Outcome<{ conversation: Conversation }>> {
  const now = d.clock.now();
  const { offerId, encapsulation, confirmation } = answer;
  // The seeker's tab could not derive keys from it.
  if (!isUsableEncapsulation(encapsulation)) return refused('invalid_key');
  const got = await d.store.acceptOffer(staff.id, offerId, encapsulation, confirmation, now);
  if (!got.ok) return got;
  matchSoon(d, staff.languages);
  return got;
}

/**
 * Gives an offer back. `reason`: the volunteer's tab cannot use the seeker's key. If the service finds that key
 * unusable as well, the ticket ends (rule E1).
 */
export async function declineOffer(
  d: Domain,
  staff: Staff,
  offerId: OfferId,
  reason?: 'invalid_key',
): Promise<Outcome<object>> {
  const now = d.clock.now();
  const got = await d.store.returnOffer(offerId, staff.id, now);
  if (!got.ok) return got;
  if (reason === 'invalid_key' && !isUsablePublicKey(got.publicKey))
    await d.store.endTicket(got.seeker, 'expired', now);
  matchSoon(d);
  return { ok: true };
}
