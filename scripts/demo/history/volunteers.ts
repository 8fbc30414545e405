/** The volunteers on duty on one evening: they answer offers, or let them pass. */
import { randomIds } from '@terskel/server/clock';
import type { ConnectionAddress, StaffRow } from '@terskel/server/domain/live-store';
import { endShift, setAvailability, startShift } from '@terskel/server/domain/duty';
import { acceptOffer, declineOffer } from '@terskel/server/domain/offers';
import { connectStaff, disconnectStaff } from '@terskel/server/domain/sessions';
import type { OfferId } from '@terskel/shared/ids';
import type { Offer, Staff } from '@terskel/shared/models';
import { TIMES } from '@terskel/shared/limits';
import type { Random } from '../random.ts';
import type { Scene } from './evening.ts';
import { CONFIRMATION, ENCAPSULATION } from './keys.ts';
import type { Seekers } from './seekers.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

interface Volunteer {
  readonly staff: Staff;
  readonly at: ConnectionAddress;
  /** The offer that they have seen and not answered. */
  offer: OfferId | null;
  offeredAt: number;
  isResting: boolean;
  isGoing: boolean;
  /** Whether they are ready, or will be after their wrap-up. */
  isReady: boolean;
}

export interface Volunteers {
  /** Notes in the books who is on duty and who is busy. */
  countMinute(): Promise<void>;
  /** Sees new offers, and those that have expired. */
  look(): Promise<void>;
}

export function openVolunteers(
  { world, books, agenda, evening }: Scene,
  random: Random,
  people: readonly Staff[],
  seekers: Seekers,
): Volunteers {
  const { domain, node, now } = world;
  const onDuty = new Set<Volunteer>();
  const later = (ms: number, run: () => Promise<void>) => agenda.add(now() + Math.round(ms), run);
  for (const { volunteer, from, until } of evening.shifts) {
    const staff = people[volunteer];
    if (staff !== undefined) agenda.add(from, () => begin(staff, until));
  }

  async function begin(staff: Staff, until: number): Promise<void> {
    const at = { node, connection: randomIds.id() };
    const volunteer: Volunteer = {
      staff,
      at,
      offer: null,
      offeredAt: 0,
      isResting: false,
      isGoing: false,
      isReady: true,
    };
    await connectStaff(domain, staff, at, true, null);
    await startShift(domain, staff);
    await setAvailability(domain, staff, 'ready');
    onDuty.add(volunteer);
    agenda.add(until, () => goHome(volunteer));
  }

  /** After the last conversation. */
  async function goHome(volunteer: Volunteer): Promise<void> {
    const { staff, at } = volunteer;
    volunteer.isGoing = true;
    const { offer, conversations } = await domain.store.staff(staff, now());
    if (offer !== null || conversations.length > 0) {
      await setAvailability(domain, staff, 'paused');
      return later(MINUTE_MS, () => goHome(volunteer));
    }
    await endShift(domain, staff);
    await disconnectStaff(domain, staff, at);
    onDuty.delete(volunteer);
  }

  function consider(volunteer: Volunteer, { id }: Offer): void {
    const { staff } = volunteer;
    const choice = random.weighted({ accept: 89, decline: 4, miss: 7 });
    if (choice === 'miss') return;
    later(random.between(4, 30) * SECOND_MS, async () => {
      if (volunteer.offer !== id) return;
      volunteer.offer = null;
      if (choice === 'decline') {
        if ((await declineOffer(domain, staff, id)).ok) books.offer('declined', now());
        return;
      }
      const keys = { encapsulation: ENCAPSULATION, confirmation: CONFIRMATION };
      const accepted = await acceptOffer(domain, staff, { offerId: id, ...keys });
      if (accepted.ok) await seekers.matched(accepted.conversation.id, staff);
    });
  }

  /** Paused after missed offers: back after some minutes. */
  function rest(volunteer: Volunteer): void {
    if (volunteer.isResting) return;
    volunteer.isResting = true;
    later(random.between(2, 6) * MINUTE_MS, async () => {
      volunteer.isResting = false;
      if (!volunteer.isGoing) await setAvailability(domain, volunteer.staff, 'ready');
    });
  }

  async function rows(): Promise<ReadonlyMap<Volunteer, StaffRow>> {
    const read = [...onDuty].map(
      async (each) => [each, await domain.store.staff(each.staff, now())] as const,
    );
    const all = new Map(await Promise.all(read));
    for (const [volunteer, { availability }] of all) {
      if (availability.state !== 'wrapping_up') volunteer.isReady = availability.state === 'ready';
    }
    return all;
  }

  return {
    async countMinute() {
      const isOpen = evening.opensAt <= now() && now() < evening.closesAt;
      for (const [{ isReady }, { availability, conversations }] of await rows()) {
        const isBusy = conversations.length > 0 || availability.state === 'wrapping_up';
        books.duty({ isOnDuty: isOpen && isReady, isBusy });
      }
    },
    async look() {
      for (const [volunteer, { offer, availability }] of await rows()) {
        if (availability.state === 'paused' && availability.missed) rest(volunteer);
        if (offer?.id === volunteer.offer) continue;
        const isMissed = volunteer.offer !== null && now() >= volunteer.offeredAt + TIMES.offerMs;
        if (isMissed) books.offer('missed', now());
        volunteer.offer = offer?.id ?? null;
        volunteer.offeredAt = now();
        if (offer !== null) consider(volunteer, offer);
      }
    },
  };
}
