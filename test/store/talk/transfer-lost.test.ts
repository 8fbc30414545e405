/** A transfer through a loss of the live store (rules C11, F3). */
import { issueToSeeker, issueToStaff } from '@terskel/server/domain/resume';
import type { SeekerRecord, StaffRecord } from '@terskel/server/domain/live-store';
import { ALIAS_MAX_CHARS, RESUME_TICKET_MAX_CHARS, TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { confirmation, publicKey } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { done, newId, type Talk } from '../../helpers/people.ts';
import { ANY, toColleague, transfers } from '../../helpers/transfers.ts';

const openLive = liveStores();

/** What the resume tickets of both contain now. */
async function ticketsOf(live: Live, { seeker, volunteer }: Talk) {
  const [mine, theirs] = await Promise.all([
    live.store.seekerRecord(seeker.id),
    live.store.staffRecord(volunteer.id),
  ]);
  if (mine === null || theirs === null) throw new Error('there is no record to restore');
  return { seeker: mine, volunteer: theirs };
}

const began = async (live: Live) => void (await live.store.beat('a', newId(), live.now, null));
async function lose(live: Live): Promise<void> {
  for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
  await began(live);
}
async function seekerBack(live: Live, { seeker }: Talk, record: SeekerRecord): Promise<void> {
  await done(live.store.restoreSeeker(seeker.id, record, live.now, live.now));
  await live.store.connectSeeker(seeker.id, seeker.at, live.now);
}
async function volunteerBack(live: Live, { volunteer }: Talk, record: StaffRecord): Promise<void> {
  await done(live.store.restoreStaff(volunteer.id, record, live.now, live.now));
  await live.store.connectStaff(volunteer, volunteer.at, live.now);
  await done(live.store.startShift(volunteer.id, live.now));
}

/** A conversation that Eva has taken over, and the tickets of the former one. */
async function transferred(live: Live) {
  const { offered, accepted, agreed } = transfers(live);
  await began(live);
  const talk = await agreed();
  const eva = await live.volunteer();
  const offer = await offered(talk, ANY, eva);
  const former = await ticketsOf(live, talk);
  const next = await accepted(talk, eva, offer);
  return { talk, eva, former, next };
}

test.each(['asked', 'waiting', 'offered'] as const)(
  '[C11, F3] a transfer that was %s is asked again, with the same id, and goes on with the same answer',
  async (state) => {
    const live = await openLive();
    const { ask, yes, agreed, seen, accepted } = transfers(live);
    await began(live);
    const talk = await agreed();
    const eva = await live.volunteer({ alias: 'Eva' });
    const { transfer } = await done(ask(talk, toColleague(eva)));
    const key = publicKey();
    if (state !== 'asked') await done(yes(talk, transfer.id, { key }));
    if (state === 'offered') await live.match();
    expect((await seen(talk)).seeker).toEqual({ ...transfer, state });
    const tickets = await ticketsOf(live, talk);
    expect(JSON.stringify(tickets)).not.toContain(key);
    await lose(live);
    await seekerBack(live, talk, tickets.seeker);
    await volunteerBack(live, talk, tickets.volunteer);
    expect(await seen(talk)).toEqual({ seeker: transfer, volunteer: transfer });
    await live.expectConsistent();
    await done(yes(talk, transfer.id, { key }));
    // The colleague is still away: nothing is decided before all had time to come back.
    live.pass(TIMES.restoreHoldMs - 1);
    await live.match();
    expect((await seen(talk)).volunteer).toMatchObject({ state: 'waiting' });
    await live.store.connectStaff(eva, eva.at, live.now);
    await done(live.store.startShift(eva.id, live.now));
    await live.passAndMeet(1);
    const offer = await live.offerOf(eva);
    if (!offer) throw new Error('no offer was made');
    const next = await accepted(talk, eva, offer);
    expect(next.conversation.previous?.conversationId).toBe(talk.id);
  },
);

test('[C11, F3] of two resume tickets the newer one says whether a transfer is pending', async () => {
  const live = await openLive();
  const { ask, yes, cancel, agreed, seen } = transfers(live);
  await began(live);
  const talk = await agreed();
  const before = await ticketsOf(live, talk);
  const { transfer } = await done(ask(talk));
  const during = await ticketsOf(live, talk);
  await done(cancel(talk));
  const after = await ticketsOf(live, talk);

  for (const [older, newer, shown] of [
    [before, during, transfer],
    [during, before, transfer],
    [during, after, null],
    [after, during, null],
  ] as const) {
    await lose(live);
    await seekerBack(live, talk, older.seeker);
    await volunteerBack(live, talk, newer.volunteer);
    expect(await seen(talk)).toEqual({ seeker: shown, volunteer: shown });
  }
  // Answered again, and even offered, before the newer ticket is there.
  await lose(live);
  await seekerBack(live, talk, during.seeker);
  await done(yes(talk, transfer.id));
  const eva = await live.volunteer();
  live.pass(TIMES.restoreHoldMs);
  await live.match();
  expect(await live.offerOf(eva)).not.toBeNull();
  await volunteerBack(live, talk, after.volunteer);
  expect(await seen(talk)).toEqual({ seeker: null, volunteer: null });
  expect(await live.offerOf(eva)).toBeNull();
});

test.each(['former', 'later'] as const)(
  '[C11, F3] the later conversation wins, when the tickets of the %s one come first',
  async (which) => {
    const live = await openLive();
    const { talk, eva, former, next } = await transferred(live);
    const later = await ticketsOf(live, next);
    await lose(live);
    if (which === 'former') await volunteerBack(live, talk, former.volunteer);
    await seekerBack(live, next, later.seeker);
    await volunteerBack(live, next, later.volunteer);
    if (which === 'later') await volunteerBack(live, talk, former.volunteer);
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
      ...{ kind: 'conversation', conversation: { id: next.id, previous: { alias: 'Kari' } } },
    });
    const { conversations } = await live.store.staff(talk.volunteer, live.now);
    expect(conversations).toEqual([]);
    const theirs = await live.store.staff(eva, live.now);
    expect(theirs.conversations.map(({ id }) => id)).toEqual([next.id]);
  },
);

test('[C11, F3] a seeker who has no newer resume ticket yet is not lost, and goes on once the new volunteer is back', async () => {
  const live = await openLive();
  const { talk, former, next } = await transferred(live);
  const later = await ticketsOf(live, next);
  await lose(live);
  await seekerBack(live, talk, former.seeker);
  const state = () => live.store.seeker(talk.seeker.id, live.now);
  expect(await state()).toMatchObject({ conversation: { id: talk.id } });
  await volunteerBack(live, next, later.volunteer);
  expect(await state()).toMatchObject({ conversation: { id: next.id } });
});

test('[C11, F3] a seeker who has gone back to the line since is in line, whichever seat is back first', async () => {
  const live = await openLive();
  const { talk, former, next } = await transferred(live);
  const { id: seeker } = talk.seeker;
  const requeued = live.store.requeue(
    ...([next.id, seeker, 'another', newId(), publicKey(), live.now] as const),
  );
  const { ticket } = await done(requeued);
  const inLine = await live.store.seekerRecord(seeker);
  for (const first of ['volunteer', 'seeker']) {
    await lose(live);
    if (first === 'volunteer') await volunteerBack(live, talk, former.volunteer);
    await seekerBack(live, talk, inLine as SeekerRecord);
    if (first === 'seeker') await volunteerBack(live, talk, former.volunteer);
    expect(await live.store.seeker(seeker, live.now)).toMatchObject({ ticket: { id: ticket.id } });
    const { conversations } = await live.store.staff(talk.volunteer, live.now);
    expect(conversations).toEqual([]);
    await live.expectConsistent();
  }
});

test.each(['seeker', 'volunteer'] as const)(
  '[C11, F3] a copy that lacks the accept takes over: the ticket of the %s brings the later conversation',
  async (who) => {
    const live = await openLive();
    const { offered, accepted, agreed } = transfers(live);
    await began(live);
    const talk = await agreed();
    const eva = await live.volunteer();
    const offer = await offered(talk, ANY, eva);
    const copied = await live.redis.keys(`${live.keys.root}:*`);
    for (const key of copied) await live.redis.copy(key, `copy of ${key}`);
    const next = await accepted(talk, eva, offer);
    const later = await ticketsOf(live, next);
    for (const key of await live.redis.keys(`${live.keys.root}:*`)) await live.redis.del(key);
    for (const key of copied) await live.redis.rename(`copy of ${key}`, key);
    await live.redis.hSet(`${live.keys.root}:epoch`, 'run', 'of the server that failed');
    await began(live);
    if (who === 'seeker') await seekerBack(live, next, later.seeker);
    else await volunteerBack(live, next, later.volunteer);
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
      conversation: { id: next.id },
    });
    const { conversations } = await live.store.staff(talk.volunteer, live.now);
    expect(conversations).toEqual([]);
    expect(await live.offerOf(eva)).toBeNull();
  },
);

test('[C11, F3] resume tickets are not too long with a transfer in each of three conversations', async () => {
  const live = await openLive();
  const { ask, agreed, offered, accepted } = transfers(live);
  await began(live);
  const alias = '🙂'.repeat(ALIAS_MAX_CHARS / 2);
  const eva = await live.volunteer({ alias, capacity: 3 });
  const ida = await live.volunteer({ alias, state: 'paused' });
  const wishes = { topic: 'loneliness', age: 'under_18', feeling: 1 } as const;
  const talks: Talk[] = [];
  for (let count = 0; count < 3; count += 1) {
    await done(live.store.setAvailability(eva.id, 'paused', live.now));
    const talk = await agreed(wishes, { alias });
    await done(live.store.setAvailability(eva.id, 'ready', live.now));
    const next = await accepted(talk, eva, await offered(talk, ANY, eva));
    await done(live.store.confirmKeys(next.id, next.seeker.id, confirmation()));
    await done(ask(next, toColleague(ida), 'end_of_shift'));
    talks.push(next);
  }
  const theirs = await issueToStaff(live.domain, eva.id);
  expect(theirs?.length).toBeLessThanOrEqual(RESUME_TICKET_MAX_CHARS);
  // With the rest of a frame it fits into 4,096 bytes, as without a transfer (rule E7).
  const mine = await issueToSeeker(live.domain, talks[0]?.seeker.id as never);
  expect(mine?.length).toBeLessThanOrEqual(4_096 - 110);
});
