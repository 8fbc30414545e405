/** What a leader does with a conversation that its volunteer cannot continue (rule V7). */
import type { Cast, Seen } from '../cast.ts';
import { isInLine, keysLost } from './returns.ts';
import { type Transition, actionsOf, idOf } from './transition.ts';

async function prepare(on: Cast): Promise<void> {
  await keysLost(on);
  await on.until(({ leader }) => leader.stuck.length === 1);
}
/** As long as the page offers it. */
function takeOver(on: Cast): void {
  if (on.seen.leader.stuck[0]?.by === null) actionsOf(on).leader.takeOverTalk(idOf(on));
}
/** The seeker goes on with the leader. */
const isTakenOver = ({ seeker, volunteer, leader }: Seen) =>
  seeker.page === 'conversation' &&
  seeker.talk.alias === 'Nora' &&
  volunteer.talks.length === 0 &&
  leader.stuck.length === 0 &&
  [seeker.talk, leader.talks[0]].every((talk) => talk?.keys === 'agreed');
function release(on: Cast): void {
  if (on.seen.leader.stuck.length > 0) actionsOf(on).leader.releaseTalk(idOf(on));
}

const takeover = { rule: 'V7', prepare, act: takeOver, isDone: isTakenOver } as const;
const released = { rule: 'V7', prepare, act: release, isDone: isInLine } as const;
const isLaterStep = true;
export const stuck: readonly Transition[] = [
  {
    ...{ ...takeover, name: 'a leader takes a conversation over' },
    ...{ script: 'conversationTakeover', by: 'leader' },
  },
  {
    ...{ ...takeover, name: 'the seeker’s tab says yes to it', isLaterStep },
    ...{ script: 'transferAnswer', by: 'seeker' },
  },
  {
    ...{ ...takeover, name: 'the leader’s tab accepts its offer', isLaterStep },
    ...{ script: 'offerAccept', by: 'leader' },
  },
  {
    ...{ ...released, name: 'a leader releases the seeker' },
    ...{ script: 'conversationRelease', by: 'leader' },
  },
  {
    ...{ ...released, name: 'the seeker’s tab goes back to the line', isLaterStep },
    ...{ script: 'conversationRequeue', by: 'seeker' },
  },
];
