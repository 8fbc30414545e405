/**
 * The durable store as the domain sees it: staff, their passkeys and sign-ins, invites, settings, the audit log. It
 * holds nothing about seekers (rule A4).
 */
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
import type { Published, Released, ReleaseInput, ReleaseResult } from './releases.ts';

/** What was counted in some hours, on its way from the live store (rules T1, T2). */
export interface CountBatch {
  readonly id: string;
  /** Id of the batch before it in this live store; empty for the first one. */
  readonly after: string;
  /** The first hour, and the hour after the last one, since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Counts from `from` up to this hour may be lost, because the live store failed over. */
  readonly lostTo?: number | undefined;
  /** `tickets 493520 matched` → number. */
  readonly counts: Readonly<Record<string, number>>;
  /** `topics grief` → number, at least `TELLABLE_FROM`. */
  readonly said: Readonly<Record<string, number>>;
}

/** Everything that the ledger has counted. */
export interface Figures {
  /** By hour since the epoch, until they are released: `tickets 493520 matched` → number. */
  readonly hours: Readonly<Record<string, number>>;
  /** By local day: `waits 2026-11-30 matched 300`, and what was released, such as `tickets 2026-11-30 matched`. */
  readonly days: Readonly<Record<string, number>>;
  /** By weekday of a quarter (1 is Monday) and local hour: `tickets 2026-Q4-1 14 matched`. */
  readonly weekHours: Readonly<Record<string, number>>;
  /**
   * By month: `topics 2026-11 grief`. Counted in groups of at least `TELLABLE_FROM`, in the month in which a group is
   * complete; the rest waits in the live store.
   */
  readonly months: Readonly<Record<string, number>>;
  /** Hours of which counts are missing, ascending. */
  readonly gaps: readonly number[];
  /** The first hour that is not released yet. Counts of earlier hours that come late belong to it. Null: none is. */
  readonly openFrom: number | null;
  /** The hour up to which batches have been applied; null: none. */
  readonly countedTo: number | null;
}

/** Who makes a change: a staff member, or an operator on the machine. Recorded in the audit log (rule S5). */
export type Actor = StaffId | 'operator';

/** What is needed to verify the use of a passkey; a credential record in WebAuthn's terms. */
export interface Credential {
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** The authenticator's signature counter; always 0 if it has none. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
}
/** A new passkey and the name its owner gives it. */
export interface NewPasskey extends Credential {
  readonly name: string;
}

export interface NewInvite {
  /** Returned to the caller only; the ledger stores its SHA-256. */
  readonly token: string;
  readonly expiresAt: number;
}
/** `first`: for the very first person, who gets every role; invalid once anyone has joined (rule S1). */
export type NewTerms =
  | {
      readonly kind: 'join';
      readonly roles: readonly Role[];
      readonly trained: boolean;
      /** Whom the invite is for; only admins see it. */
      readonly note?: string | undefined;
    }
  | { readonly kind: 'first' }
  | { readonly kind: 'recovery'; readonly staff: StaffId };

/** A valid sign-in. */
export interface SignIn {
  readonly staff: Staff;
  /** Changes with every change of the profile. A connection with an older revision must reconnect. */
  readonly revision: number;
}

/** A sign-in that is opened together with a change. */
export interface Opening {
  readonly token: string;
  /** Description of the device for its owner, such as `Firefox, Windows`. */
  readonly device: string | null;
  /** Token of the browser's previous sign-in, which ends. */
  readonly replaces?: string | undefined;
}
/**
 * `browser`: SHA-256 of a secret of the browser. If it does not get the answer, it may use the invite again for 5 min.
 */
export interface JoiningBy extends Opening {
  readonly browser: string;
}

export interface Ledger {
  settings(): Promise<Settings>;
  /** `unauthorized`, here and below: `by` has left the staff or is no longer an admin. */
  setSettings(by: Actor, changes: Partial<Settings>): Promise<Outcome<object>>;

  people(): Promise<readonly Person[]>;
  person(id: StaffId): Promise<Person | null>;
  hasStaff(): Promise<boolean>;
  /** Adds a staff member without a passkey, for automated clients. */
  addStaff(by: 'operator', staff: Omit<Staff, 'id'>): Promise<StaffId>;
  /**
   * Changes a profile; people may change their own without being admins. Errors: `not_found`; `wrong_state` if no
   * admin would be left. A call that changes nothing makes no audit entry.
   */
  changeStaff(by: Actor, id: StaffId, changes: StaffChanges): Promise<Outcome<{ person: Person }>>;
  /** Removes the person with all sign-ins, passkeys and open invites by or for them. Errors as above (rule S4). */
  revoke(by: Actor, id: StaffId): Promise<Outcome<object>>;

  invites(): Promise<readonly OpenInvite[]>;
  /** `not_found`: the person to recover does not exist. A recovery invite replaces earlier ones. */
  addInvite(by: Actor, terms: NewTerms): Promise<Outcome<NewInvite>>;
  withdrawInvite(by: Actor, id: string): Promise<Outcome<object>>;
  /**
   * The terms of an invite; null if it is used, withdrawn, expired, unknown, or of kind `first` after someone has
   * joined. `browser`: see `JoiningBy`; a browser that has just used the invite gets the terms of a recovery for the
   * person it added.
   */
  inviteTerms(token: string, browser?: string): Promise<InviteTerms | null>;
  /**
   * Uses up the invite in one step: adds the person under `id` with this passkey, or replaces all passkeys of the
   * person to recover and ends their sign-ins (rule S1). Opens a sign-in if `by` is given. `not_found`: the invite is
   * not usable, as in `inviteTerms`.
   */
  join(
    token: string,
    newcomer: { readonly id: StaffId; readonly alias: string; readonly passkey: NewPasskey },
    by?: JoiningBy,
  ): Promise<Outcome<{ readonly id: StaffId }>>;

  /** The passkey `id` of this person; null if there is none. */
  credential(staff: StaffId, id: string): Promise<Credential | null>;
  credentials(staff: StaffId): Promise<readonly Credential[]>;
  passkeys(staff: StaffId): Promise<readonly Passkey[]>;
  /**
   * `wrong_state`: the person has the maximum number of passkeys, or already has this one. `session`: SHA-256 of the
   * token of the sign-in that adds it. `unauthorized` if that has ended, so that no passkey is added after a recovery,
   * which leaves only one.
   */
  addPasskey(staff: StaffId, passkey: NewPasskey, session?: string): Promise<Outcome<object>>;
  renamePasskey(staff: StaffId, id: string, name: string): Promise<Outcome<object>>;
  /** `wrong_state`: it is the person's last passkey. */
  removePasskey(staff: StaffId, id: string): Promise<Outcome<object>>;

  /**
   * Signs in with a passkey whose proof was verified; returns the token, which is not stored in clear. Null if the
   * passkey has been removed, or if its counter has not grown although one of the two values is not 0 (WebAuthn, 7.2,
   * step 22). `replaces`: token of the browser's previous sign-in, which ends in the same step.
   */
  signIn(
    staff: StaffId,
    passkey: { readonly id: string; readonly counter: number; readonly synced: boolean },
    device: string,
    replaces?: string,
  ): Promise<string | null>;
  /** Opens a sign-in without a passkey, for an operator; returns the token. */
  openSession(staff: StaffId, device: string | null): Promise<string>;
  /** The sign-in with this token; null if it has ended. Counts as use of the sign-in, except with `'looks'`. */
  session(token: string, how?: 'looks'): Promise<SignIn | null>;
  /**
   * For each token, the revision of its holder's profile; null if the sign-in has ended. `used`: tokens whose holders
   * were active since the last call.
   */
  revisions(
    tokens: readonly string[],
    used: ReadonlySet<string>,
  ): Promise<readonly (number | null)[]>;
  /** All sign-ins of the person who holds this token. */
  sessions(token: string): Promise<readonly SignInShown[]>;
  endSession(token: string): Promise<void>;
  /** Ends another sign-in of the person who holds this token, or all others. `not_found`: it is not theirs. */
  endSessions(token: string, which: string): Promise<Outcome<object>>;

  /** A page of the audit log, newest first. */
  audit(
    filter: AuditFilter,
  ): Promise<{ readonly entries: readonly AuditEntry[]; readonly more: boolean }>;

  /** Adds a batch to the figures. The same batch again changes nothing. */
  count(batch: CountBatch): Promise<void>;
  figures(): Promise<Figures>;
  /** `Figures.hours` alone. */
  hourCounts(): Promise<Figures['hours']>;

  /** The latest release; null before the first one. */
  released(): Promise<Released | null>;
  /** What it shows, and the hours of which counts are missing, since the epoch. */
  published(): Promise<(Published & Pick<Figures, 'gaps'>) | null>;
  /** The last local day that is released, and the hour up to which batches have been applied. */
  releaseState(): Promise<{ readonly last: string | null } & Pick<Figures, 'countedTo'>>;
  /**
   * Stores a release and moves its hours to days, in one step. `wrong_state`: since the figures and the release were read
   * from which it was computed, a batch or another release has come.
   */
  release(
    from: Pick<ReleaseInput, 'figures' | 'before'>,
    release: Pick<ReleaseResult, 'published' | 'proofs' | 'fold'>,
  ): Promise<Outcome<object>>;

  /**
   * The keys with this number and the one before: 256 bits, base64url. Creates the key with this number if there is
   * none and deletes older ones, except with `'looks'`.
   */
  sealKeys(number: number, how?: 'looks'): Promise<ReadonlyMap<number, string>>;
  /** True if the ledger answers; rejects if it does not. */
  ready(): Promise<boolean>;
}
