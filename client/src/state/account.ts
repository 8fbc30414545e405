/** What people of the staff see of their own account, and what they can do there. */
import type { Staff } from '@terskel/shared/models';
import type { Passkey, ProfileChanges, SignInShown } from '@terskel/shared/staff';
import type { PasskeyProblem, ServiceProblem } from './entry.ts';

export type AccountTask = 'profile' | 'add' | 'rename' | 'remove' | 'end';

/** How the last task went. */
export interface AccountNote {
  readonly task: AccountTask;
  readonly problem: ServiceProblem | { readonly kind: PasskeyProblem } | null;
}

export interface AccountView {
  /** Whether it is shown; what is beneath goes on meanwhile. */
  readonly open: boolean;
  readonly staff: Staff;
  /** Null while they are not known. */
  readonly passkeys: readonly Passkey[] | null;
  readonly signIns: readonly SignInShown[] | null;
  /** They could not be learned. */
  readonly unknown: ServiceProblem | null;
  readonly busy: AccountTask | null;
  readonly note: AccountNote | null;
  /** The only passkey is on one device alone: a second one is suggested, once after joining. */
  readonly suggestSecond: boolean;
}

export interface AccountActions {
  open(): void;
  close(): void;
  save(changes: ProfileChanges): void;
  addPasskey(): void;
  renamePasskey(id: Passkey['id'], name: string): void;
  removePasskey(id: Passkey['id']): void;
  endSignIn(id: SignInShown['id']): void;
  /** Ends all but this one. */
  endOtherSignIns(): void;
  /** Reads passkeys and sign-ins again. */
  again(): void;
  /** "Not now", to the suggestion. */
  later(): void;
}
