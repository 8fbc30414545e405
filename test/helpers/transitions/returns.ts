/** Every way in which a conversation's seeker returns to the original place in line (rules Q4, C12, C16). */
import type { Cast, Seen } from '../cast.ts';
import { type Transition, actionsOf, idOf } from './transition.ts';

export const isInLine = ({ seeker, volunteer }: Seen) =>
  seeker.page === 'waiting' && seeker.place === 1 && volunteer.talks.length === 0;

/** The volunteer's page can no longer read the conversation. */
export async function keysLost(on: Cast): Promise<void> {
  const { volunteer } = on.staff;
  on.written.volunteer.splice(0);
  volunteer.stored.delete(`terskel.volunteer.talk.${idOf(on)}`);
  volunteer.reload();
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'missing');
  await on.until(
    ({ seeker }) => seeker.page === 'conversation' && seeker.talk.volunteerKeys === 'lost',
  );
}

export const returns: readonly Transition[] = [
  {
    ...{ rule: 'C12', name: 'the seeker asks for another volunteer' },
    ...{ script: 'conversationRequeue', by: 'seeker' },
    act: (on) => actionsOf(on).seeker.another(),
    isDone: isInLine,
  },
  {
    ...{ rule: 'C16', name: 'the volunteer gives the seeker back' },
    ...{ script: 'conversationKeys', by: 'volunteer' },
    prepare: keysLost,
    act: (on) => actionsOf(on).volunteer.giveBack(idOf(on)),
    isDone: isInLine,
  },
];
