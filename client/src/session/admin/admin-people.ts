/** What an admin does to one person: editing, saving, and removing their access. */
import type { StaffId } from '@terskel/shared/ids';
import type { Person, StaffChanges } from '@terskel/shared/staff';
import { changesOf, signsOut } from '../../state/admin.ts';
import type { AdminLists } from './admin-lists.ts';
import type { AdminRequests } from './admin-requests.ts';

export interface AdminPeople {
  find(id: StaffId): Person | undefined;
  /** Sets the unsaved changes of a person's form. */
  setDraft(id: StaffId, draft: StaffChanges): void;
  save(id: StaffId): Promise<void>;
  revoke(id: StaffId): Promise<void>;
}

/** `turnedAway`: the admin's own access has changed. */
export function adminPeople(
  { work, set, act }: AdminRequests,
  lists: AdminLists,
  turnedAway: () => void,
): AdminPeople {
  const find = (id: StaffId): Person | undefined => work().people?.find((one) => one.id === id);

  function setDraft(id: StaffId, draft: StaffChanges): void {
    const drafts = new Map(work().drafts);
    const known = find(id);
    const left = known === undefined ? {} : changesOf(known, draft);
    if (Object.keys(left).length === 0) drafts.delete(id);
    else drafts.set(id, left);
    set({ drafts });
  }

  async function save(id: StaffId): Promise<void> {
    const changes = work().drafts.get(id);
    if (changes === undefined) return;
    const call = ['POST /api/admin/staff/change', { id, changes }] as const;
    const reply = await act({ what: 'save', id }, ...call);
    if (reply === null) return;
    const { person: now } = reply.answer;
    const people = work().people?.map((one) => (one.id === id ? now : one)) ?? null;
    const { alias } = now;
    set({ people, done: { what: 'saved', alias, signedOut: signsOut(changes) } });
    // Edits made while the request was running are still unsaved.
    setDraft(id, work().drafts.get(id) ?? {});
    const { me } = work();
    if (id !== me.id) return;
    if (signsOut(changes)) turnedAway();
    else set({ me: { ...me, ...now } });
  }

  async function revoke(id: StaffId): Promise<void> {
    const alias = find(id)?.alias ?? '';
    const reply = await act({ what: 'revoke', id }, 'POST /api/admin/staff/revoke', { id });
    if (reply === null) return;
    const drafts = new Map(work().drafts);
    drafts.delete(id);
    const people = work().people?.filter((one) => one.id !== id) ?? null;
    set({ people, drafts, open: null, link: null, done: { what: 'revoked', alias } });
    if (id === work().me.id) turnedAway();
    else await lists.load();
  }

  return { find, setDraft, save, revoke };
}
