/** Routes of admins: people, invites, the audit log, and comments of seekers after a conversation (rules S3, T6). */
import type { InviteToken, StaffId } from '@terskel/shared/ids';
import type { RouteName } from '@terskel/shared/routes';
import { keepDuty } from '../domain/duty.ts';
import type { NewTerms } from '../domain/ledger.ts';
import { statistics, todayByMinute } from '../domain/statistics.ts';
import { auditCsv } from './audit-csv.ts';
import { answered, type Edge, type Handlers } from './api-router.ts';

const CSV = {
  'Content-Type': 'text/csv; charset=utf-8; header=present',
  'Content-Disposition': 'attachment; filename="terskel-audit.csv"',
};

export function adminRoutes(
  edge: Edge,
): Handlers<Extract<RouteName, `${string} /api/admin/${string}`>> {
  const { ledger, store } = edge.domain;
  const today = todayByMinute(edge.domain);

  async function invited(by: StaffId, terms: NewTerms) {
    const made = await ledger.addInvite(by, terms);
    if (!made.ok) return made;
    return answered({ invite: made.token as InviteToken, expiresAt: made.expiresAt });
  }

  return {
    async 'POST /api/admin/duty'({ who }) {
      return answered(await keepDuty(edge.domain, who.staff));
    },
    async 'GET /api/admin/staff'() {
      const [people, invites] = await Promise.all([ledger.people(), ledger.invites()]);
      return answered({ people: [...people], invites: [...invites] });
    },
    async 'POST /api/admin/staff/change'({ body: { id, changes }, who }) {
      const changed = await ledger.changeStaff(who.staff.id, id, changes);
      return changed.ok ? answered({ person: changed.person }) : changed;
    },
    'POST /api/admin/staff/revoke': ({ body: { id }, who }) => ledger.revoke(who.staff.id, id),
    'POST /api/admin/invites': ({ body, who }) => invited(who.staff.id, body),
    'POST /api/admin/invites/recover': ({ body: { id }, who }) =>
      invited(who.staff.id, { kind: 'recovery', staff: id }),
    'POST /api/admin/invites/withdraw': ({ body: { id }, who }) =>
      ledger.withdrawInvite(who.staff.id, id),
    async 'GET /api/admin/comments'() {
      return answered({ comments: [...(await store.comments())] });
    },
    async 'GET /api/admin/statistics'() {
      return answered(await statistics(edge.domain));
    },
    async 'GET /api/admin/statistics/today'() {
      return answered(await today());
    },
    async 'GET /api/admin/audit'({ query }) {
      const { entries, more } = await ledger.audit(query);
      return answered({ entries: [...entries], more });
    },
    async 'GET /api/admin/audit.csv'({ query }) {
      return { ok: true, headers: CSV, file: auditCsv((filter) => ledger.audit(filter), query) };
    },
  };
}
