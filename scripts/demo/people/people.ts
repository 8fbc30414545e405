/** Everybody in the demo: seekers and volunteers, each with connections of their own. */
import type { Ledger } from '@terskel/server/domain/ledger';
import { hostCookies } from '@terskel/server/http/host-cookie';
import type { Staff } from '@terskel/shared/models';
import type { Random } from '../random.ts';
import { openPace } from './pace.ts';
import { simulateSeeker } from './seeker.ts';
import { simulateVolunteer } from './volunteer.ts';

export interface PeopleOptions {
  readonly origin: string;
  readonly book: Ledger;
  /** Those who are on duty. */
  readonly volunteers: readonly Staff[];
  readonly seekers: number;
  /** 2 is twice as fast. */
  readonly pace: number;
  readonly random: Random;
  readonly onFault: (error: unknown) => void;
}

/** They begin at once, and leave when the result is disposed of. */
export function simulatePeople(options: PeopleOptions): Disposable {
  const { origin, book, volunteers, seekers, pace: factor, random } = options;
  const pace = openPace(factor, random, options.onFault);
  const { staff: cookieOf } = hostCookies(origin);
  for (const staff of volunteers) {
    const signIn = async () => {
      const session = await book.openSession(staff.id, 'Demo');
      return { staff, cookie: cookieOf.write(session).split(';')[0] ?? '' };
    };
    pace.run(() => simulateVolunteer(origin, signIn, pace));
  }
  for (let index = 0; index < seekers; index += 1) pace.run(() => simulateSeeker(origin, pace));
  return pace;
}
