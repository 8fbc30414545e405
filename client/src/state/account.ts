/** View and actions of a staff member's own account. */
import type { Staff } from '@terskel/shared/models';
import type { Passkey, ProfileChanges, SignInShown } from '@terskel/shared/staff';
import type { PasskeyProblem, ServiceProblem } from './entry.ts';

export type AccountTask = 'profile' | 'add' | 'rename' | 'remove' | 'end';

/** Result of the last task. */
export interface AccountNote {
  readonly task: AccountTask;
  readonly problem: ServiceProblem | { readonly kind: PasskeyProblem } | null;
}

export interface AccountView {
  /** Whether the account is shown. The page beneath it stays active. */
  readonly open: boolean;
  readonly staff: Staff;
  /** Null until loaded. */
  readonly passkeys: readonly Passkey[] | null;
  readonly signIns: readonly SignInShown[] | null;
  /** Why loading failed; null if it did not. */
  readonly unknown: ServiceProblem | null;
  readonly busy: AccountTask | null;
  readonly note: AccountNote | null;
  /** Suggests a second passkey, once after joining, because the only one exists on a single device. */
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
  /** Ends all sign-ins except this one. */
  endOtherSignIns(): void;
  /** Loads passkeys and sign-ins again. */
  again(): void;
  /** Dismisses the suggestion ("Not now"). */
  later(): void;
}
