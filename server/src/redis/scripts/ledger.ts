/** The scripts of the ledger. */
import { TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';

const { adminIdleMs, signInMs } = TIMES;

export const ledgerScripts = {
  ledgerCommit: named('ledger-commit', {
    version: 'string',
    hash: 'string?',
    entry: 'string?',
    writes: 'list',
  }),
  ledgerMigrate: named('ledger-migrate', {
    token: 'string',
    lockMs: 'number',
    schema: 'number?',
    writes: 'list',
  }),
  ledgerSession: named(
    'ledger-session',
    { session: 'string', used: 'boolean', now: 'number', stepMs: 'number' },
    { signInMs, adminIdleMs },
  ),
  ledgerSessions: named(
    'ledger-sessions',
    { session: 'string', finish: 'string?', now: 'number' },
    { signInMs, adminIdleMs },
  ),
  ledgerRevisions: named(
    'ledger-revisions',
    { sessions: 'list', now: 'number', stepMs: 'number' },
    { signInMs, adminIdleMs },
  ),
};
