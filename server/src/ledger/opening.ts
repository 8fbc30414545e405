/** Opens a sign-in as part of a change of the ledger. */
import type { StaffId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import type { Opening } from '../domain/ledger.ts';
import { digest } from '../digest.ts';
import type { Write } from './commit.ts';
import type { StoredStaff } from './records.ts';

/**
 * The writes that open a sign-in. `signIns` is the generation after the change. The replaced sign-in, if any, ends in
 * the same step.
 */
export function openedFor(
  id: StaffId,
  { signIns }: Pick<StoredStaff, 'signIns'>,
  { token, device, replaces }: Opening,
  at: number,
): Write[] {
  const session = digest(token);
  const times = ['openedAt', String(at), 'usedAt', String(at)];
  const lifeMs = String(TIMES.signInMs);
  const ended: Write[] = replaces === undefined ? [] : [['DEL', `session:${digest(replaces)}`]];
  return [
    ...ended,
    [
      ...(['HSET', `session:${session}`, 'staff', id, 'generation', String(signIns)] as const),
      ...[...times, 'device', device ?? ''],
    ],
    ['PEXPIRE', `session:${session}`, lifeMs],
    ['SADD', `sessions:${id}`, session],
    // The list lives as long as the latest sign-in.
    ['PEXPIRE', `sessions:${id}`, lifeMs],
  ];
}
