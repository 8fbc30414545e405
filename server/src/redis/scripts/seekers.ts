/** Seekers' sessions, and what remains after their end. */
import { TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';
import { seekerNow } from './arguments.ts';

const {
  closingTabMs,
  liveKeyMs,
  placeKeptMs,
  rebuildWaitMs,
  restoreHoldMs,
  resumeMs,
  seekerLostMs,
  stillWaitingAskMs,
} = TIMES;

export const seekerScripts = {
  seekerClosing: named('seeker-closing', seekerNow, { closingTabMs }),
  seekerConnect: named(
    'seeker-connect',
    { ...seekerNow, node: 'string', connection: 'string', takeover: 'boolean' },
    { rebuildWaitMs },
  ),
  seekerDisconnect: named(
    'seeker-disconnect',
    { ...seekerNow, node: 'string', connection: 'string' },
    { placeKeptMs, closingTabMs, seekerLostMs },
  ),
  seekerRecord: named('seeker-record', { seeker: 'string' }),
  seekerRestore: named(
    'seeker-restore',
    {
      ...seekerNow,
      kind: 'string',
      id: 'string',
      record: 'object',
      epoch: 'string',
      issuedAt: 'number',
    },
    {
      ...{ resumeMs, restoreHoldMs, stillWaitingAskMs, placeKeptMs, seekerLostMs },
      ...{ rebuildWaitMs, liveKeyMs },
    },
  ),
  sessionOver: named('session-over', seekerNow, { resumeMs }),
  tombstoneExpire: named('tombstone-expire', { ...seekerNow, atOnce: 'boolean' }),
};
