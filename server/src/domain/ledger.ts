/** What the domain needs of the durable store: staff, their passkeys and sign-ins, invites, settings, the audit log. Nothing about seekers (rule A4). */
import type { StaffId } from '@terskel/shared/ids';
import type { Role, Staff } from '@terskel/shared/models';
import type {
  AuditEntry,
  AuditFilter,
  InviteTerms,
  OpenInvite,
  Passkey,
  Person,
  SignInShown,
  StaffChanges,
} from '@terskel/shared/staff';
import type { Outcome, Settings } from './ports.ts';

/** Who did it: somebody of the staff, or an operator on the machine itself. It stands in the audit log (rule S5). */
export type Actor = StaffId | 'operator';

/** A passkey as its proofs are checked: what WebAuthn calls a credential record. */
export interface Credential {
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** The authenticator's signature counter; 0 forever where it has none. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
}
/** A new one, and what its owner calls it. */
export interface NewPasskey extends Credential {
  readonly name: string;
}

export interface NewInvite {
  /** Only the caller ever sees it. */
  readonly token: string;
  readonly expiresAt: number;
}
/** `first`: for the very first person, who holds every role; of no use once anybody has joined (rule S1). */
export type NewTerms =
  | {
      readonly kind: 'join';
      readonly roles: readonly Role[];
      readonly trained: boolean;
      /** For admins: whom it is for. */
      readonly note?: string | undefined;
    }
  | { readonly kind: 'first' }
  | { readonly kind: 'recovery'; readonly staff: StaffId };

/** A sign-in that stands. */
export interface SignIn {
  readonly staff: Staff;
  /** Another one each time the profile changes: a connection that knows an older one has to come again. */
  readonly revision: number;
}

/** A sign-in that a change opens. */
export interface Opening {
  readonly token: string;
  /** In words. */
  readonly device: string | null;
  /** Token of the sign-in that the browser had. */
  readonly replaces?: string | undefined;
}
/** `browser`: SHA-256 of its secret. For 5 min the same browser may use the invite again, should it not get the answer. */
export interface JoiningBy extends Opening {
  readonly browser: string;
}

export interface Ledger {
  settings(): Promise<Settings>;
  /** `unauthorized`, here and below: whoever does it has gone meanwhile, or is an admin no longer. */
  setSettings(by: Actor, changes: Partial<Settings>): Promise<Outcome<object>>;

  people(): Promise<readonly Person[]>;
  person(id: StaffId): Promise<Person | null>;
  hasStaff(): Promise<boolean>;
  /** Somebody without a passkey, for automated clients. */
  addStaff(by: 'operator', staff: Omit<Staff, 'id'>): Promise<StaffId>;
  /** Of themselves, people may change a profile without being admins. `not_found`; `wrong_state` if nobody would be left who is an admin. Nothing that changes is no entry. */
  changeStaff(by: Actor, id: StaffId, changes: StaffChanges): Promise<Outcome<{ person: Person }>>;
  /** Ends the person's sign-ins, and takes passkeys and open recovery invites away; refused as above (rule S4). */
  revoke(by: Actor, id: StaffId): Promise<Outcome<object>>;

  invites(): Promise<readonly OpenInvite[]>;
  /** `not_found`: nobody to recover. A recovery replaces those before it. */
  addInvite(by: Actor, terms: NewTerms): Promise<Outcome<NewInvite>>;
  withdrawInvite(by: Actor, id: string): Promise<Outcome<object>>;
  /**
   * Null if it is used, withdrawn, expired, unknown, or for the first when there is one. `browser`: see `JoiningBy`; one
   * that has just used the invite finds it as a recovery of the person that it made.
   */
  inviteTerms(token: string, browser?: string): Promise<InviteTerms | null>;
  /**
   * Uses the invite up in one step: adds the person under `id` with this passkey, or replaces all passkeys of the person
   * to be recovered and ends their sign-ins (rule S1); and opens a sign-in, if it is known how. `not_found` as above.
   */
  join(
    token: string,
    newcomer: { readonly id: StaffId; readonly alias: string; readonly passkey: NewPasskey },
    by?: JoiningBy,
  ): Promise<Outcome<{ readonly id: StaffId }>>;

  /** Null if nobody of that id has it. */
  credential(staff: StaffId, id: string): Promise<Credential | null>;
  credentials(staff: StaffId): Promise<readonly Credential[]>;
  passkeys(staff: StaffId): Promise<readonly Passkey[]>;
  /**
   * `wrong_state`: there are as many as may be, or this one is there. `session`: SHA-256 of the token of the sign-in that
   * adds it; `unauthorized` if it has ended, so that none comes in after a recovery that should leave one alone.
   */
  addPasskey(staff: StaffId, passkey: NewPasskey, session?: string): Promise<Outcome<object>>;
  renamePasskey(staff: StaffId, id: string, name: string): Promise<Outcome<object>>;
  /** `wrong_state` for the last one. */
  removePasskey(staff: StaffId, id: string): Promise<Outcome<object>>;

  /**
   * Signs in with a passkey whose proof is right: null if the passkey has gone meanwhile, or its counter has not grown
   * where one of the two isn't 0 (WebAuthn, 7.2, step 22). The token is told here alone. `replaces`: the token of the
   * sign-in that the browser had, which ends in the same step.
   */
  signIn(
    staff: StaffId,
    passkey: { readonly id: string; readonly counter: number; readonly synced: boolean },
    device: string,
    replaces?: string,
  ): Promise<string | null>;
  /** A sign-in without a passkey, by an operator. */
  openSession(staff: StaffId, device: string | null): Promise<string>;
  /** Who holds this token; null if it has ended. It counts as use unless somebody only `looks`. */
  session(token: string, how?: 'looks'): Promise<SignIn | null>;
  /**
   * Of each of these tokens, the revision of its holder's profile; null where it has ended. `used`: those whose holders
   * did something since they were last asked about.
   */
  standing(
    tokens: readonly string[],
    used: ReadonlySet<string>,
  ): Promise<readonly (number | null)[]>;
  /** Of the person who holds this token. */
  sessions(token: string): Promise<readonly SignInShown[]>;
  endSession(token: string): Promise<void>;
  /** Ends another sign-in of whoever holds this token, or all others; `not_found` if it isn't theirs. */
  endSessions(token: string, which: string): Promise<Outcome<object>>;

  /** Newest first, a page of them. */
  audit(
    filter: AuditFilter,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>;

  /** Adds to counters, by name: answers after conversations, as `2026-11 feeling 2 4` (before, after), `2026-11 heard 5`. */
  count(counts: Readonly<Record<string, number>>): Promise<void>;

  /**
   * Secrets of 256 bits, base64url, by number: of this number and the one before. Unless somebody only `looks`, the one of
   * this number is made if there is none, and older ones are deleted.
   */
  sealKeys(number: number, how?: 'looks'): Promise<ReadonlyMap<number, string>>;
  ready(): Promise<boolean>;
}
