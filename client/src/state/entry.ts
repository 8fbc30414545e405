/** View and actions of the sign-in and join screens on every staff page. */
import type { InviteTerms } from '@terskel/shared/staff';

/**
 * What this browser supports: `here`, passkeys on this device; `elsewhere`, passkeys on another device (a phone, a
 * security key); `none`. `insecure`: the page is not in a secure context, so nothing works.
 */
export type PasskeySupport = 'here' | 'elsewhere' | 'none' | 'insecure';

/** Why no passkey was created or used. `cancelled` includes timeouts, which browsers do not distinguish. */
export type PasskeyProblem =
  | 'cancelled'
  /** This device already holds a passkey of this person. */
  | 'already'
  /** The device has no screen lock: no code, fingerprint or face recognition. */
  | 'no_lock'
  | 'unsupported'
  | 'insecure'
  | 'failed';

/** Why the service refused. */
export type ServiceProblem =
  | { readonly kind: 'unavailable' | 'failed' }
  /** Too many attempts from this network; `until`: when to try again. */
  | { readonly kind: 'rate_limited'; readonly until: number };
export type EntryProblem =
  | ServiceProblem
  | { readonly kind: PasskeyProblem }
  /** The service does not know the passkey, or no longer accepts it. */
  | { readonly kind: 'unknown' };

/** What is running: a browser dialogue, or a request to the service. */
export type EntryBusy = null | 'passkey' | 'service';

export type EntryView =
  /** Loading who is signed in and what the invite is for. */
  | { readonly page: 'looking' }
  /** Loading failed. */
  | { readonly page: 'unavailable'; readonly problem: ServiceProblem }
  | {
      readonly page: 'join';
      readonly terms: InviteTerms;
      /** The invite as an address, for a phone to open. */
      readonly link: string;
      /** The alias of the person signed in now, whom joining would sign out. */
      readonly signedInAs: string | null;
      readonly support: PasskeySupport;
      readonly busy: EntryBusy;
      readonly problem: EntryProblem | null;
    }
  | {
      readonly page: 'sign-in';
      /**
       * What came before: the sign-in expired, the person signed out, or the link is invalid (the service does not say
       * why).
       */
      readonly after: null | 'ended' | 'signed_out' | 'dead_link';
      readonly support: PasskeySupport;
      readonly busy: EntryBusy;
      readonly problem: EntryProblem | null;
    };

export interface EntryActions {
  /** Creates a passkey and uses the invite. `alias` is null for a recovery invite, which keeps the existing one. */
  join(alias: string | null): void;
  signIn(): void;
  /** Leaves the invite unused and continues with the current sign-in. */
  stay(): void;
  /** Retries loading, from `unavailable`. */
  again(): void;
}
