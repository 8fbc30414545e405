/** Every transition of a transfer (rule C11). */
import { TIMES } from '@terskel/shared/limits';
import type { Transfer, TransferTo } from '@terskel/shared/models';
import type { Cast, Seen } from '../cast.ts';
import { type Transition, actionsOf, idOf } from './transition.ts';

const ANY: TransferTo = { kind: 'any' };
const toEva = ({ ids }: Cast): TransferTo => ({
  kind: 'colleague',
  staffId: ids.colleague,
  alias: 'Eva',
});

/** Both pages of the conversation show the transfer in this state; null: none is pending. */
const inState =
  (...states: (Transfer['state'] | null)[]) =>
  ({ seeker, volunteer }: Seen) =>
    [seeker.page === 'conversation' ? seeker.talk : undefined, volunteer.talks[0]].every(
      (talk) => talk !== undefined && states.includes(talk.transfer?.state ?? null),
    );
const isOffered = (seen: Seen) => inState('offered')(seen) && seen.colleague.offer !== null;
const isOver = (seen: Seen) => inState(null)(seen) && seen.colleague.offer === null;
/** The seeker goes on with the colleague, who has got what was said before. */
const isAccepted = ({ seeker, volunteer, colleague }: Seen) =>
  seeker.page === 'conversation' &&
  seeker.talk.alias === 'Eva' &&
  volunteer.talks.length === 0 &&
  [seeker.talk, colleague.talks[0]].every((talk) => talk?.keys === 'agreed') &&
  (colleague.talks[0]?.before.length ?? 0) > 0;

async function asked(on: Cast, to = ANY): Promise<void> {
  actionsOf(on).volunteer.askTransfer(idOf(on), 'experience', to);
  await on.until(inState('asked'));
}
async function agreed(on: Cast, to?: TransferTo): Promise<void> {
  await asked(on, to);
  void actionsOf(on).seeker.answerTransfer('history');
  await on.until(inState('waiting', 'offered'));
}
async function offered(on: Cast, to?: TransferTo): Promise<void> {
  await agreed(on, to);
  actionsOf(on).colleague.ready();
  await on.until(isOffered);
}
const offeredToEva = (on: Cast) => offered(on, toEva(on));

/** In nodes of this process the offer is older, so that it expires soon for a node in real time as well. */
const LEFT_MS = 1_000;
async function nearlyExpired(on: Cast): Promise<void> {
  const { clock } = on.service;
  clock.move(LEFT_MS - TIMES.offerMs);
  await offered(on);
  clock.move(TIMES.offerMs - LEFT_MS);
}

const rule = 'C11';
export const transfers: readonly Transition[] = [
  {
    ...{ rule, name: 'the volunteer asks', script: 'transferAsk', by: 'volunteer' },
    act: (on) => actionsOf(on).volunteer.askTransfer(idOf(on), 'experience', ANY),
    isDone: inState('asked'),
  },
  {
    ...{ rule, name: 'the seeker says yes', script: 'transferAnswer', by: 'seeker' },
    prepare: asked,
    act: (on) => void actionsOf(on).seeker.answerTransfer('history'),
    isDone: inState('waiting'),
  },
  {
    ...{ rule, name: 'the seeker says no', script: 'transferAnswer', by: 'seeker' },
    prepare: asked,
    act: (on) => void actionsOf(on).seeker.answerTransfer('no'),
    isDone: isOver,
  },
  {
    ...{ rule, name: 'the seeker says no after a yes', script: 'transferAnswer', by: 'seeker' },
    prepare: offered,
    act: (on) => void actionsOf(on).seeker.answerTransfer('no'),
    isDone: isOver,
  },
  {
    ...{ rule, name: 'it is offered', script: 'transferMatch', by: 'colleague' },
    prepare: agreed,
    act: (on) => actionsOf(on).colleague.ready(),
    // The node's own tick may execute it as well, and die before the press arrives.
    takesSeveral: true,
    isDone: isOffered,
  },
  {
    ...{ rule, name: 'a colleague takes next', script: 'transferTake', by: 'colleague' },
    prepare: agreed,
    act: (on) => {
      // The page accepts at once what it has taken, unless it did not get the answer.
      if (on.seen.colleague.offer === null) actionsOf(on).colleague.take();
      else actionsOf(on).colleague.accept();
    },
    takesSeveral: true,
    isDone: isAccepted,
  },
  {
    ...{ rule, name: 'a colleague accepts', script: 'offerAccept', by: 'colleague' },
    prepare: offered,
    act: (on) => actionsOf(on).colleague.accept(),
    isDone: isAccepted,
  },
  {
    ...{ rule, name: 'the seeker’s tab confirms the new keys', script: 'conversationConfirm' },
    ...{ by: 'seeker', isLaterStep: true },
    prepare: offered,
    act: (on) => actionsOf(on).colleague.accept(),
    isDone: isAccepted,
  },
  {
    ...{ rule, name: 'the next available colleague declines', script: 'offerReturn' },
    by: 'colleague',
    prepare: offered,
    act: (on) => actionsOf(on).colleague.decline(),
    isDone: (seen) => inState('waiting')(seen) && seen.colleague.offer === null,
    // Who has declined is lost with the store, so the same colleague may be asked again.
    isDoneAfterLoss: inState('waiting', 'offered'),
  },
  {
    ...{ rule, name: 'a certain colleague declines', script: 'offerReturn', by: 'colleague' },
    prepare: offeredToEva,
    act: (on) => actionsOf(on).colleague.decline(),
    isDone: isOver,
  },
  {
    ...{ rule, name: 'a certain colleague goes off duty', script: 'shiftEnd', by: 'colleague' },
    prepare: offeredToEva,
    act: (on) => actionsOf(on).colleague.endShift(),
    takesSeveral: true,
    isDone: (seen) => isOver(seen) && seen.colleague.availability.state === 'off',
  },
  {
    ...{ rule, name: 'the offer expires', script: 'offerReturn', by: 'clock' },
    prepare: nearlyExpired,
    act: ({ service }) => service.pass(LEFT_MS),
    isDone: (seen) => inState('waiting')(seen) && seen.colleague.offer === null,
    isDoneAfterLoss: inState('waiting', 'offered'),
  },
  {
    ...{ rule, name: 'the volunteer takes the question back', script: 'transferCancel' },
    by: 'volunteer',
    prepare: asked,
    act: (on) => actionsOf(on).volunteer.cancelTransfer(idOf(on)),
    isDone: isOver,
  },
  {
    ...{ rule, name: 'the volunteer cancels what is being offered', script: 'transferCancel' },
    by: 'volunteer',
    prepare: offered,
    act: (on) => actionsOf(on).volunteer.cancelTransfer(idOf(on)),
    isDone: isOver,
  },
];
