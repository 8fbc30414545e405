/** A seeker's resume ticket does not reveal by its length what the seeker is not told. */
import { issueToSeeker } from '@terskel/server/domain/resume';
import { expect, test } from 'vitest';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, words, type Seeker } from '../../helpers/people.ts';
import { ANY, transfers } from '../../helpers/transfers.ts';
import { letIn } from '../../helpers/visits.ts';

const openLive = liveStores();

const lengthFor = async (live: Live, { id }: Seeker) =>
  (await issueToSeeker(live.domain, id))?.length ?? 0;
/** The longest frame below the next larger size (rule E7), with the rest of a handshake around the ticket. */
const FITS = 4_096 - 110;

test('[V4, C9, E7] a seeker’s resume ticket has the same length whatever happens in the conversation', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  const alias = 'Å'.repeat(20);
  const talk = await live.talk({ topic: 'grief', feeling: 3, age: 'under_18' }, { alias });
  const leader = await live.volunteer({ roles: ['leader'], alias, state: 'paused' });
  const { id, volunteer, seeker } = talk;
  const lengths = [await lengthFor(live, seeker)];
  for (const act of [
    () => live.store.raiseCall(id, volunteer.id, 'help', live.now),
    () => live.store.raiseCall(id, volunteer.id, 'danger', live.now),
    () => live.store.mark(id, volunteer.id, 'held', true, live.now),
    () => letIn(live, talk, leader),
    () => transfers(live).ask(talk, ANY),
    () => live.store.withdrawCall(id, volunteer.id, live.now),
    () =>
      live.store.sendMessage(
        talk.seats.volunteer,
        { ...words(1), keyEpoch: { number: 2 } },
        live.now,
      ),
  ]) {
    await act();
    lengths.push(await lengthFor(live, seeker));
  }
  expect(new Set(lengths).size).toBe(1);
  expect(lengths[0]).toBeLessThan(FITS);
});

test('[O4, E7] a waiting seeker’s resume ticket does not tell how many volunteers have declined', async () => {
  const live = await openLive();
  await live.store.beat('a', newId(), live.now, null);
  await live.volunteer({ state: 'paused', languages: ['ar'] });
  const seeker = await live.waiting();
  const lengths = [await lengthFor(live, seeker)];
  for (let each = 0; each < 3; each += 1) {
    const volunteer = await live.volunteer();
    const offer = await live.offered(volunteer);
    await done(live.store.returnOffer(offer.id, volunteer.id, live.now));
    lengths.push(await lengthFor(live, seeker));
    await done(live.store.endShift(volunteer.id, live.now));
  }
  expect(new Set(lengths).size).toBe(1);
});
