/** A staff member's own account on every staff page: profile, passkeys and sign-ins (rules S1, S2). */
import { type ReadonlySignal, signal } from '../signal.ts';
import type { Staff } from '@terskel/shared/models';
import type { Clock } from '../clock.ts';
import type { Refused, StaffApi } from '../net/staff-api.ts';
import type { AccountActions, AccountNote, AccountTask, AccountView } from '../state/account.ts';
import type { Passkeys } from './passkeys.ts';
import { problemOf } from './problems.ts';

export interface AccountDeps {
  readonly api: StaffApi;
  readonly passkeys: Passkeys;
  readonly clock: Clock;
  /** Name of this device, and of passkeys created on it. */
  readonly device: string;
  /** Called when the own profile has changed. */
  readonly changed: (staff: Staff) => void;
  /** Called when the service says that the staff session has ended. */
  readonly signedOut: () => void;
}

export interface Account {
  /** Null while nobody is signed in. */
  readonly view: ReadonlySignal<AccountView | null>;
  readonly actions: AccountActions;
  /** Starts with the person who is signed in now. `joined`: just now, with a first passkey. */
  begin(staff: Staff, joined: boolean): void;
  /** Replaces the own profile. */
  update(staff: Staff): void;
  end(): void;
}

export function createAccount(deps: AccountDeps): Account {
  const { api, passkeys, clock } = deps;
  const view = signal<AccountView | null>(null);
  /** Number of the current sign-in; replies that belong to an earlier one are ignored. */
  let turn = 0;

  const show = (over: Partial<AccountView>): void => {
    const shown = view.value;
    if (shown !== null) view.value = { ...shown, ...over };
  };

  async function learn(): Promise<void> {
    const now = turn;
    show({ unknown: null });
    const [kept, open] = await Promise.all([
      api.call('GET /api/staff/passkeys'),
      api.call('GET /api/staff/sessions'),
    ]);
    if (now !== turn) return;
    if (kept.ok) show({ passkeys: kept.answer.passkeys });
    if (open.ok) show({ signIns: open.answer.sessions });
    const refused = [kept, open].find((reply) => !reply.ok);
    if (refused !== undefined) failed(refused, (problem) => ({ unknown: problem }));
  }

  function failed(
    refused: Refused,
    viewOf: (problem: NonNullable<AccountView['unknown']>) => Partial<AccountView>,
  ): void {
    if (refused.code === 'unauthorized') deps.signedOut();
    else show(viewOf(problemOf(refused, clock)));
  }

  /** Runs one task at a time, then shows its result or problem. */
  async function task(
    name: AccountTask,
    run: () => Promise<Partial<AccountView> | Refused | Pick<AccountNote, 'problem'>>,
  ): Promise<void> {
    const shown = view.value;
    if (shown === null || shown.busy !== null) return;
    const now = turn;
    show({ busy: name, note: null });
    const found = await run();
    if (now !== turn) return;
    show({ busy: null });
    if ('ok' in found) failed(found, (problem) => ({ note: { task: name, problem } }));
    else if ('problem' in found) show({ note: { task: name, ...found } });
    else show({ ...found, note: { task: name, problem: null } });
  }

  const end = (id: string): void =>
    void task('end', async () => {
      const ended = await api.call('POST /api/staff/sessions/end', { id });
      return ended.ok ? { signIns: ended.answer.sessions } : ended;
    });

  const actions: AccountActions = {
    open() {
      show({ open: true, note: null, suggestSecond: false });
      void learn();
    },
    close: () => show({ open: false, note: null }),
    again: () => void learn(),
    later: () => show({ suggestSecond: false }),
    save: (changes) =>
      void task('profile', async () => {
        const saved = await api.call('POST /api/staff/profile', changes);
        if (!saved.ok) return saved;
        deps.changed(saved.answer.staff);
        return { staff: saved.answer.staff };
      }),
    addPasskey: () =>
      void task('add', async () => {
        const options = await api.call('POST /api/staff/passkeys/options', {});
        if (!options.ok) return options;
        const made = await passkeys.create(options.answer);
        if (!made.ok) return { problem: { kind: made.problem } };
        const { credential } = made;
        const added = await api.call('POST /api/staff/passkeys/add', {
          name: deps.device,
          credential,
        });
        return added.ok ? added.answer : added;
      }),
    renamePasskey: (id, name) =>
      void task('rename', async () => {
        const renamed = await api.call('POST /api/staff/passkeys/rename', { id, name });
        return renamed.ok ? renamed.answer : renamed;
      }),
    removePasskey: (id) =>
      void task('remove', async () => {
        const removed = await api.call('POST /api/staff/passkeys/remove', { id });
        return removed.ok ? removed.answer : removed;
      }),
    endSignIn: (id) => end(id),
    endOtherSignIns: () => end('others'),
  };

  return {
    view,
    actions,
    begin(staff, joined) {
      turn += 1;
      view.value = {
        ...{ open: false, staff, passkeys: null, signIns: null, unknown: null },
        ...{ busy: null, note: null, suggestSecond: false },
      };
      if (joined) void suggest();
    },
    update: (staff) => show({ staff }),
    end() {
      turn += 1;
      view.value = null;
    },
  };

  /** Suggests a second passkey: losing the device with the only one would lock the person out. */
  async function suggest(): Promise<void> {
    const now = turn;
    const kept = await api.call('GET /api/staff/passkeys');
    if (now !== turn || !kept.ok) return;
    const [only, ...more] = kept.answer.passkeys;
    const suggestSecond = more.length === 0 && only?.synced === false;
    show({ passkeys: kept.answer.passkeys, suggestSecond });
  }
}
