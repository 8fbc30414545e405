/** Every transition of a call to the leaders on duty (rule V4), and of a leader's visit (rule E5). */
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
async function taken(on: Cast): Promise<void> {
  await called(on);
  actionsOf(on).leader.takeCall(idOf(on));
  await on.until(isCalled('help', 'Nora'));
}
async function visited(on: Cast): Promise<void> {
  await taken(on);
  actionsOf(on).volunteer.letIn(idOf(on));
  await on.until(isVisited('Nora'));
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
    act: (on) => actionsOf(on).leader.takeCall(idOf(on)),
    isDone: isCalled('help', 'Nora'),
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
