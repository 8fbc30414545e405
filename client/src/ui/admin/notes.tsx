import type { ErrorCode } from '@terskel/shared/errors';
import type { AdminI18n } from '../../i18n/admin/i18n.ts';
import type { AdminWork, Done, Problem } from '../../state/admin.ts';
import css from '../../styles/admin/screen.module.css';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useAdminI18n } from './admin-words.ts';

/** The error of an action, shown beside its control. */
export function ProblemNote(props: {
  readonly view: Pick<AdminWork, 'problem'>;
  readonly of: Problem['of'];
  readonly onAgain?: () => void;
}) {
  const i18n = useAdminI18n();
  const { problem } = props.view;
  if (problem?.of !== props.of) return null;
  return (
    <Notice tone="care" alert>
      <div class={css['note']}>
        <p>{problemWords(problem, i18n)}</p>
        {props.onAgain !== undefined && (
          <Button onPress={props.onAgain}>{i18n.admin.problem.again}</Button>
        )}
      </div>
    </Notice>
  );
}

function problemWords({ code, retryAt, of }: Problem, i18n: AdminI18n): string {
  const { problem } = i18n.admin;
  if (code === 'rate_limited' && retryAt !== null) return problem.busyUntil(i18n.time(retryAt));
  if (code === 'wrong_state' && (of === 'save' || of === 'revoke')) return problem.last_admin;
  return problem[kindOf(code)];
}

function kindOf(
  code: ErrorCode | 'offline',
): Exclude<keyof AdminI18n['admin']['problem'], 'busyUntil'> {
  switch (code) {
    case 'rate_limited':
      return 'busy';
    case 'offline':
    case 'unavailable':
      return code;
    case 'wrong_state':
    case 'not_found':
      return 'gone';
    case 'invalid_payload':
    case 'too_large':
      return 'invalid';
    case 'version_unsupported':
    case 'unknown_command':
      return 'outdated';
    default:
      return 'failed';
  }
}

/**
 * The result of the last action, until it is dismissed or the next action. The `status` element always exists, so that
 * screen readers announce changes.
 */
export function DoneNote(props: { readonly done: Done | null; readonly onDismiss: () => void }) {
  const { admin } = useAdminI18n();
  const { done } = props;
  return (
    <div role="status" class={css['done']}>
      {done !== null && (
        <Notice tone="calm">
          <div class={css['note']}>
            <p>{doneWords(done, admin.done)}</p>
            <Button kind="quiet" onPress={props.onDismiss}>
              {admin.done.dismiss}
            </Button>
          </div>
        </Notice>
      )}
    </div>
  );
}

function doneWords(done: Done, words: AdminI18n['admin']['done']): string {
  switch (done.what) {
    case 'saved':
      return done.signedOut ? words.savedOut(done.alias) : words.saved(done.alias);
    case 'revoked':
      return words.revoked(done.alias);
    case 'withdrawn':
      return words.withdrawn;
  }
}
