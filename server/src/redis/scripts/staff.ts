/** Staff: connections, duty and availability. */
import { TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';
import { staffNow } from './arguments.ts';

const {
  liveKeyMs,
  rebuildWaitMs,
  restoreHoldMs,
  resumeMs,
  seekerLostMs,
  volunteerGoneMs,
  volunteerLostWordsMs,
} = TIMES;

export const staffScripts = {
  availabilitySet: named('availability-set', { ...staffNow, state: 'string' }),
  dutyExpire: named('duty-expire', staffNow, { volunteerGoneMs }),
  dutyKeep: named('duty-keep', staffNow, { volunteerGoneMs }),
  dutyList: named('duty-list', { staff: 'string' }),
  leadEnd: named('lead-end', { ...staffNow, connection: 'string?' }),
  shiftEnd: named('shift-end', staffNow),
  shiftStart: named('shift-start', staffNow),
  staffConnect: named(
    'staff-connect',
    {
      ...staffNow,
      node: 'string',
      connection: 'string',
      alias: 'string',
      languages: 'string',
      topics: 'string',
      capacity: 'number',
      leads: 'boolean',
      takeover: 'boolean',
    },
    { rebuildWaitMs },
  ),
  staffDisconnect: named(
    'staff-disconnect',
    { ...staffNow, node: 'string', connection: 'string' },
    { volunteerGoneMs, seekerLostMs, volunteerLostWordsMs },
  ),
  staffRecord: named('staff-record', { staff: 'string' }),
  staffRestore: named(
    'staff-restore',
    { ...staffNow, conversations: 'list', epoch: 'string', issuedAt: 'number' },
    { resumeMs, restoreHoldMs, seekerLostMs, rebuildWaitMs, liveKeyMs },
  ),
  wrapUpEnd: named('wrap-up-end', staffNow),
};
