/** Every transition of a call to the leaders on duty and of its aside (rule V4), and of a leader's visit (rule E5). */
import { TIMES } from '@terskel/shared/limits';
import type { Cast, Seen } from '../cast.ts';
import { type Transition, actionsOf, idOf } from './transition.ts';

/** The volunteer's page and the leader's show the call; `by`: who has taken it. */
const isCalled =
  (kind: 'help' | 'danger', by: string | null) =>
  ({ volunteer, leader }: Seen) =>
    [volunteer.talks[0]?.call, leader.calls[0]].every(
      (call) => call?.kind === kind && call.by === by,
    );
const isUncalled = ({ volunteer, leader }: Seen) =>
  volunteer.talks[0]?.call === null && leader.calls.length === 0;

/** Volunteer and leader can write to each other; the seeker's page knows of nothing. */
const isAside = ({ volunteer, leader }: Seen) =>
  [volunteer, leader].every(
    ({ asides: shown }) => shown.findLast(({ isOver }) => !isOver)?.keys === 'agreed',
  );

/** All pages show that the leader is there, and can read; or that nobody is. */
const isVisited =
  (alias: string | null) =>
  ({ seeker, volunteer, leader }: Seen) =>
    seeker.page === 'conversation' &&
    [seeker.talk, volunteer.talks[0]].every((talk) => talk?.leader === alias) &&
    leader.talks.length === (alias === null ? 0 : 1) &&
    leader.talks.every(({ keys }) => keys === 'agreed');
const both =
  (...facts: ((seen: Seen) => boolean)[]) =>
  (seen: Seen) =>
    facts.every((fact) => fact(seen));

async function called(on: Cast): Promise<void> {
  actionsOf(on).volunteer.raiseCall(idOf(on), 'help');
  await on.until(isCalled('help', null));
}
function take(on: Cast): void {
  if (on.seen.leader.calls[0]?.by === null) actionsOf(on).leader.takeCall(idOf(on));
}
const isTaken = both(isCalled('help', 'Nora'), isAside);
async function taken(on: Cast): Promise<void> {
  await called(on);
  take(on);
  await on.until(isTaken);
}
async function visited(on: Cast): Promise<void> {
  await taken(on);
  actionsOf(on).volunteer.letIn(idOf(on));
  await on.until(isVisited('Nora'));
}

const isEscalated = ({ volunteer }: Seen) => volunteer.talks[0]?.call?.escalated === true;
/** In nodes of this process the call is older, so that it escalates soon for a node in real time as well. */
const LEFT_MS = 1_000;
async function nearlyEscalated(on: Cast): Promise<void> {
  const { clock } = on.service;
  clock.move(LEFT_MS - TIMES.callEscalatesMs);
  await called(on);
  clock.move(TIMES.callEscalatesMs - LEFT_MS);
}

/** A loss ends a visit, and all leaders are called again. */
const isCalledAgain = both(isVisited(null), isCalled('help', null));

export const calls: readonly Transition[] = [
  {
    ...{ rule: 'V4', name: 'the volunteer calls for help', script: 'callRaise', by: 'volunteer' },
    act: (on) => actionsOf(on).volunteer.raiseCall(idOf(on), 'help'),
    isDone: isCalled('help', null),
  },
  {
    ...{ rule: 'V4', name: 'the call is raised to danger', script: 'callRaise', by: 'volunteer' },
    prepare: called,
    act: (on) => actionsOf(on).volunteer.raiseCall(idOf(on), 'danger'),
    isDone: both(
      isCalled('danger', null),
      ({ seeker }) => seeker.page === 'conversation' && seeker.talk.danger,
    ),
  },
  {
    ...{ rule: 'V4', name: 'a leader takes the call', script: 'callTake', by: 'leader' },
    prepare: called,
    act: take,
    isDone: isTaken,
    isDoneAfterLoss: isCalledAgain,
  },
  {
    ...{ rule: 'V4', name: 'the leader hands it back', script: 'callReturn', by: 'leader' },
    prepare: taken,
    act: (on) => actionsOf(on).leader.returnCall(idOf(on)),
    isDone: isCalled('help', null),
  },
  {
    ...{ rule: 'V4', name: 'the volunteer withdraws the call', script: 'callWithdraw' },
    by: 'volunteer',
    prepare: taken,
    act: (on) => actionsOf(on).volunteer.withdrawCall(idOf(on)),
    isDone: isUncalled,
  },
  {
    ...{ rule: 'V4', name: 'nobody takes the call', script: 'callEscalate', by: 'clock' },
    prepare: nearlyEscalated,
    act: ({ service }) => service.pass(LEFT_MS),
    isDone: both(isCalled('help', null), isEscalated),
    // Since when nobody has taken it is lost with the store.
    isDoneAfterLoss: isCalled('help', null),
  },
];

/** The tabs open it by themselves once the call is taken. */
const opened = {
  ...{ rule: 'V4', prepare: called, act: take, isDone: isTaken },
  isLaterStep: true,
} as const;
export const asides: readonly Transition[] = [
  {
    ...{ ...opened, name: 'the volunteer’s tab reserves the aside' },
    ...{ script: 'asideReserve', by: 'volunteer' },
  },
  {
    ...{ ...opened, name: 'the volunteer’s tab opens the aside' },
    ...{ script: 'asideOpen', by: 'volunteer' },
  },
  {
    ...{ ...opened, name: 'the leader’s tab confirms the aside' },
    ...{ script: 'conversationConfirm', by: 'leader' },
  },
];

export const visits: readonly Transition[] = [
  {
    ...{ rule: 'E5', name: 'the volunteer lets the leader in', script: 'visitOpen' },
    by: 'volunteer',
    prepare: taken,
    act: (on) => actionsOf(on).volunteer.letIn(idOf(on)),
    isDone: isVisited('Nora'),
    isDoneAfterLoss: isCalledAgain,
  },
  {
    ...{ rule: 'E5', name: 'the leader’s tab confirms', script: 'visitConfirm', by: 'leader' },
    isLaterStep: true,
    prepare: taken,
    act: (on) => actionsOf(on).volunteer.letIn(idOf(on)),
    isDone: isVisited('Nora'),
    isDoneAfterLoss: isCalledAgain,
  },
  {
    ...{ rule: 'E5', name: 'the leader leaves', script: 'visitClose', by: 'leader' },
    prepare: visited,
    act: (on) => actionsOf(on).leader.closeVisit(idOf(on)),
    isDone: isVisited(null),
  },
  {
    ...{ rule: 'E5', name: 'the volunteer ends the visit', script: 'visitClose', by: 'volunteer' },
    prepare: visited,
    act: (on) => actionsOf(on).volunteer.closeVisit(idOf(on)),
    isDone: isVisited(null),
  },
  {
    ...{ rule: 'E5', name: 'the leader hands back the call', script: 'callReturn', by: 'leader' },
    prepare: visited,
    act: (on) => actionsOf(on).leader.returnCall(idOf(on)),
    isDone: isCalledAgain,
  },
  {
    ...{ rule: 'E5', name: 'the call is withdrawn', script: 'callWithdraw', by: 'volunteer' },
    prepare: visited,
    act: (on) => actionsOf(on).volunteer.withdrawCall(idOf(on)),
    isDone: both(isVisited(null), isUncalled),
  },
];
