/** Calls to the leaders on duty, and a leader's visit. */
import { REBUILD_RETRY_MS, TIMES } from '@terskel/shared/limits';
import { named } from '../script.ts';
import { conversationNow } from './arguments.ts';

const { callEscalatesMs, liveKeyMs, silenceNudgeMs } = TIMES;

export const callScripts = {
  asideOpen: named(
    'aside-open',
    {
      ...{ ...conversationNow, staff: 'string', aside: 'string', leaderKey: 'string' },
      ...{ encapsulation: 'string', confirmation: 'string' },
    },
    { liveKeyMs },
  ),
  asideReserve: named('aside-reserve', {
    ...{ conversation: 'string', staff: 'string', aside: 'string' },
  }),
  callEscalate: named('call-escalate', conversationNow, { callEscalatesMs }),
  callRaise: named(
    'call-raise',
    { ...conversationNow, staff: 'string', kind: 'string' },
    { silenceNudgeMs },
  ),
  callReturn: named('call-return', { ...conversationNow, staff: 'string' }),
  callTake: named('call-take', {
    ...{ ...conversationNow, staff: 'string', publicKey: 'string', aside: 'string?' },
  }),
  callWithdraw: named('call-withdraw', { ...conversationNow, staff: 'string' }),
  visitClose: named('visit-close', { ...conversationNow, staff: 'string', visit: 'string' }),
  visitConfirm: named('visit-confirm', {
    ...conversationNow,
    staff: 'string',
    visit: 'string',
    confirmation: 'string',
  }),
  visitOpen: named(
    'visit-open',
    {
      ...conversationNow,
      staff: 'string',
      keyEpoch: 'object',
      leaderKey: 'string',
      encapsulation: 'string',
      sealedSecret: 'string',
      confirmation: 'string',
    },
    { retryMs: REBUILD_RETRY_MS },
  ),
};
