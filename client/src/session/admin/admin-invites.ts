/** One-time links: invites for new people, links for new passkeys, and withdrawing either. */
import type { Role } from '@terskel/shared/models';
import type { OpenInvite, Person } from '@terskel/shared/staff';
import { type NewLink, NEW_TERMS, homeOf } from '../../state/admin.ts';
import type { AdminLists } from './admin-lists.ts';
import type { AdminRequests } from './admin-requests.ts';

export interface AdminInvites {
  /** Creates an invite with the chosen terms. */
  invite(): Promise<void>;
  /** Creates a link with which a person replaces their passkeys. */
  recover(person: Person | undefined): Promise<void>;
  withdraw(id: OpenInvite['id']): Promise<void>;
}

export function adminInvites(
  { work, set, act }: AdminRequests,
  lists: AdminLists,
  origin: string,
): AdminInvites {
  const link = (
    { invite, expiresAt }: { readonly invite: string; readonly expiresAt: number },
    roles: readonly Role[],
    alias: string | null,
    note = '',
  ): NewLink => ({
    address: `${origin}${homeOf(roles)}#invite=${invite}`,
    ...{ expiresAt, alias, note },
  });

  async function recover(person: Person | undefined): Promise<void> {
    if (person === undefined) return;
    const { id, roles, alias } = person;
    const reply = await act({ what: 'recover', id }, 'POST /api/admin/invites/recover', { id });
    // If the admin has left this screen meanwhile, the link is not shown.
    if (reply === null) return;
    if (work().open === id) set({ link: link(reply.answer, roles, alias) });
    await lists.load();
  }

  async function invite(): Promise<void> {
    const { terms } = work();
    const note = terms.note.trim();
    const body = {
      ...{ kind: 'join' as const, roles: [...terms.roles], trained: terms.trained },
      ...(note !== '' && { note }),
    };
    const reply = await act({ what: 'invite' }, 'POST /api/admin/invites', body);
    if (reply === null) return;
    // The next invite is for another person: reset the form.
    set({ terms: NEW_TERMS });
    if (work().section === 'invite') set({ link: link(reply.answer, terms.roles, null, note) });
    await lists.load();
  }

  async function withdraw(id: string): Promise<void> {
    const reply = await act({ what: 'withdraw', id }, 'POST /api/admin/invites/withdraw', { id });
    if (reply === null) return;
    const invites = work().invites.filter((one) => one.id !== id);
    set({ invites, done: { what: 'withdrawn' } });
  }

  return { invite, recover, withdraw };
}
