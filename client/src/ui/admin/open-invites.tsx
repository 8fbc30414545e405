import type { OpenInvite } from '@terskel/shared/staff';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import type { AdminWork } from '../../state/admin.ts';
import css from '../../styles/admin/invites.module.css';
import { Button } from '../parts/button.tsx';
import { useAdminI18n } from './admin-words.ts';
import { ProblemNote } from './notes.tsx';

interface OpenInvitesProps {
  readonly view: AdminWork;
  readonly onWithdraw: (id: OpenInvite['id']) => void;
}

/** The unused invites: their roles, author and expiry. */
export function OpenInvites({ view, onWithdraw }: OpenInvitesProps) {
  const i18n = useAdminI18n();
  const { staff } = i18n.admin;
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const { invites } = view;
  useEffect(() => {
    // The pressed button was removed with its invite.
    if (view.done?.what === 'withdrawn') heading.current?.focus();
  }, [view.done]);
  return (
    <section class={css['invites']} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabindex={-1}>
        {staff.invites}
      </h2>
      <ProblemNote view={view} of="withdraw" />
      {invites.length === 0 && <p class={css['none']}>{staff.noInvites}</p>}
      <ul class={css['list']}>
        {invites.map((invite) => {
          const what = inviteWords(invite, i18n);
          const busy = view.doing?.what === 'withdraw' && view.doing.id === invite.id;
          return (
            <li key={invite.id} class={css['invite']}>
              <p class={css['what']}>{what}</p>
              {invite.note !== null && (
                <p class={css['note']} dir="auto">
                  {invite.note}
                </p>
              )}
              {invite.terms.kind === 'join' && (
                <p class={css['small']}>
                  {invite.terms.trained ? staff.inviteTrained : staff.inTraining}
                </p>
              )}
              <p class={css['small']}>
                {staff.madeBy(invite.by ?? staff.operator)}
                {'. '}
                {staff.works(i18n.moment(invite.expiresAt))}
                {'.'}
              </p>
              <div class={css['withdraw']}>
                <Button off={busy} onPress={() => onWithdraw(invite.id)}>
                  <span class="heard">
                    {staff.withdrawWhich(
                      [what, invite.note].filter((one) => one !== null).join(', '),
                    )}
                  </span>
                  <span aria-hidden="true">{staff.withdraw}</span>
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function inviteWords({ terms }: OpenInvite, i18n: AdminI18n): string {
  const { staff, roles } = i18n.admin;
  if (terms.kind === 'recovery') return staff.recovers(terms.alias);
  return staff.joins(i18n.list(terms.roles.map((role) => roles[role].toLocaleLowerCase())));
}
