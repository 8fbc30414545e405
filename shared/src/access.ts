/**
 * Access control: the only table of all commands and routes (rule S3). A command or route without a row does not
 * compile. No row reads another person's conversation, because no command or route does that.
 */
import type { SeekerCommands, StaffCommands } from './commands.ts';
import type { Role, Staff } from './models.ts';
import type { RouteName } from './routes.ts';

/** Staff with one of these roles, who must also be trained if `trained` is true (rule O1). */
interface ForRoles {
  readonly roles: readonly [Role, ...Role[]];
  readonly trained: boolean;
}
/** `anyone`: no session required, for seekers and for staff who are about to sign in. `signed_in`: all staff. */
export type Access = 'anyone' | 'signed_in' | ForRoles;

const work: Access = { roles: ['volunteer', 'leader'], trained: true };
const lead: Access = { roles: ['leader'], trained: true };
const administer: Access = { roles: ['admin'], trained: false };

export const ACCESS = {
  seeker: {
    'ticket:open': 'anyone',
    'ticket:cancel': 'anyone',
    'ticket:keep': 'anyone',
    'conversation:confirm': 'anyone',
    'conversation:end': 'anyone',
    'conversation:requeue': 'anyone',
    'conversation:stay': 'anyone',
    'transfer:answer': 'anyone',
    'conversation:resync': 'anyone',
    'conversation:rebuild': 'anyone',
    'message:send': 'anyone',
    'message:received': 'anyone',
    'typing:set': 'anyone',
  },
  staff: {
    'shift:start': work,
    'shift:end': work,
    'availability:set': work,
    'offer:take': work,
    'offer:accept': work,
    'offer:decline': work,
    'conversation:end': work,
    'conversation:extend': work,
    'conversation:mark': work,
    'conversation:keys': work,
    'transfer:ask': work,
    'transfer:cancel': work,
    'duty:list': work,
    'conversation:takeover': lead,
    'conversation:release': lead,
    'call:raise': work,
    'call:withdraw': work,
    'call:take': lead,
    'call:return': lead,
    'aside:reserve': work,
    'aside:open': work,
    'conversation:confirm': lead,
    'visit:open': work,
    'visit:confirm': lead,
    'visit:close': work,
    'conversation:resync': work,
    'conversation:rebuild': work,
    'message:send': work,
    'message:received': work,
    'typing:set': work,
  },
  http: {
    'GET /api/intake': 'anyone',
    'GET /api/help': 'anyone',
    'POST /api/leave': 'anyone',
    'POST /api/feedback': 'anyone',

    'POST /api/staff/invite': 'anyone',
    'POST /api/staff/join/options': 'anyone',
    'POST /api/staff/join': 'anyone',
    'POST /api/staff/sign-in/options': 'anyone',
    'POST /api/staff/sign-in': 'anyone',
    'POST /api/staff/sign-out': 'anyone',

    'GET /api/staff/me': 'signed_in',
    'POST /api/staff/profile': 'signed_in',
    'GET /api/staff/passkeys': 'signed_in',
    'POST /api/staff/passkeys/options': 'signed_in',
    'POST /api/staff/passkeys/add': 'signed_in',
    'POST /api/staff/passkeys/rename': 'signed_in',
    'POST /api/staff/passkeys/remove': 'signed_in',
    'GET /api/staff/sessions': 'signed_in',
    'POST /api/staff/sessions/end': 'signed_in',

    'POST /api/admin/duty': administer,
    'GET /api/admin/staff': administer,
    'POST /api/admin/staff/change': administer,
    'POST /api/admin/staff/revoke': administer,
    'POST /api/admin/invites': administer,
    'POST /api/admin/invites/recover': administer,
    'POST /api/admin/invites/withdraw': administer,
    'GET /api/admin/comments': administer,
    'GET /api/admin/statistics': administer,
    'GET /api/admin/statistics/today': administer,
    'GET /api/admin/audit': administer,
    'GET /api/admin/audit.csv': administer,
  },
} as const satisfies {
  readonly seeker: Readonly<Record<keyof SeekerCommands, Access>>;
  readonly staff: Readonly<Record<keyof StaffCommands, Access>>;
  readonly http: Readonly<Record<RouteName, Access>>;
};

/** The error code if `who` has no access; null if access is granted. `who`: the person signed in, or null. */
export function refusalBy(
  access: Access,
  who: Pick<Staff, 'roles' | 'trained'> | null,
): 'unauthorized' | 'forbidden' | null {
  if (access === 'anyone') return null;
  if (who === null) return 'unauthorized';
  if (access === 'signed_in') return null;
  const fits = access.roles.some((role) => who.roles.includes(role));
  return fits && (who.trained || !access.trained) ? null : 'forbidden';
}
