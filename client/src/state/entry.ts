/** What the way in shows to somebody of the staff, on every page of theirs, and what it can ask for. */
import type { InviteTerms } from '@terskel/shared/staff';

/**
 * What this browser can do with passkeys: keep one on this very device, use one on another (a phone, a key), or
 * nothing; `insecure`: nothing at an address like this one.
 */
export type PasskeySupport = 'here' | 'elsewhere' | 'none' | 'insecure';

/** Why the browser made or used no passkey. `cancelled` is also said of one who took too long: the two look alike. */
export type PasskeyProblem =
  | 'cancelled'
  /** This device holds one of this person already. */
  | 'already'
  /** The device has no lock: no code, no fingerprint, no face. */
  | 'no_lock'
  | 'unsupported'
  | 'insecure'
  | 'failed';

/** Why the service refused. */
export type ServiceProblem =
  | { readonly kind: 'unavailable' | 'failed' }
  /** Too many tries from this network; `until`: when to try again. */
  | { readonly kind: 'rate_limited'; readonly until: number };
export type EntryProblem =
  | ServiceProblem
  | { readonly kind: PasskeyProblem }
  /** The service does not know that passkey, or no longer. */
  | { readonly kind: 'unknown' };

/** What is under way: a window of the browser's is open, or the service is asked. */
export type EntryBusy = null | 'passkey' | 'service';

export type EntryView =
  /** Who is signed in, and what an invite is for, is being asked. */
  | { readonly page: 'looking' }
  /** It could not be learned. */
  | { readonly page: 'unavailable'; readonly problem: ServiceProblem }
  | {
      readonly page: 'join';
      readonly terms: InviteTerms;
      /** The invite as an address, for a phone to open. */
      readonly link: string;
      /** The alias of whoever is signed in here and now, and would no longer be. */
      readonly signedInAs: string | null;
      readonly support: PasskeySupport;
      readonly busy: EntryBusy;
      readonly problem: EntryProblem | null;
    }
  | {
      readonly page: 'sign-in';
      /** What came before: the sign-in ended by itself, or was ended; a link that is of no use (the reason is not told). */
      readonly after: null | 'ended' | 'signed_out' | 'dead_link';
      readonly support: PasskeySupport;
      readonly busy: EntryBusy;
      readonly problem: EntryProblem | null;
    };

export interface EntryActions {
  /** Makes a passkey and uses the invite up; null by a recovery invite: the alias stays. */
  join(alias: string | null): void;
  signIn(): void;
  /** Leaves the invite unused, and goes on as whoever is signed in. */
  stay(): void;
  /** Asks once more, from `unavailable`. */
  again(): void;
}
