import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { findIn, keysIn, type Dump } from '../helpers/dump.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { keys, open } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, until, type TestService, type VolunteerPeer } from '../helpers/service.ts';

const many = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

/** Volunteers on duty but not ready, on the two nodes in turn. */
async function shift(service: TestService, count: number, capacity = 1): Promise<VolunteerPeer[]> {
  return many(count, async (index) => {
    const volunteer = await service.volunteer({ node: index % 2, capacity });
    await volunteer.send('shift:start', {});
    return volunteer;
  });
}

/** Goes ready and accepts this many offers. Returns the ids of the conversations. */
async function accept(volunteer: VolunteerPeer, offers: number): Promise<string[]> {
  await volunteer.send('availability:set', { state: 'ready' });
  const conversations = [];
  for (let count = 0; count < offers; count += 1) {
    const { offer } = await volunteer.next('offer:made');
    const { conversation } = await volunteer.send('offer:accept', { offerId: offer.id, ...keys() });
    conversations.push(conversation.id);
  }
  return conversations;
}

async function arrive(service: TestService, index: number): Promise<SeekerPeer> {
  const seeker = await service.seeker(index % 2);
  await open(seeker, index % 7 === 0 ? { topic: 'grief' } : {});
  return seeker;
}

/** Keys that remain after everybody has left. They describe the service, not people. */
const LEFTOVERS = ['counting', 'counts', 'epoch', 'line', 'matches:no', 'nodes', 'said'];
const holdsNumbers = ({ strings, lists, hashes }: Dump): boolean =>
  [
    ...Object.values(strings),
    ...Object.values(lists).flat(),
    ...Object.values(hashes).flatMap((hash) => Object.values(hash)),
  ].every((value) => /^\d+$/.test(value));

test(
  '[Q9] 200 seekers and 200 volunteers at once get 200 conversations, and leave no trace',
  { timeout: 60_000 },
  async () => {
    await using service = await startService({ nodes: 2 });
    await service.set({ queueLimit: 1_000 });
    const volunteers = await shift(service, 200);
    const [seekers, accepted] = await Promise.all([
      many(200, (index) => arrive(service, index)),
      Promise.all(volunteers.map((volunteer) => accept(volunteer, 1))),
    ]);
    const started = await Promise.all(seekers.map((seeker) => seeker.next('conversation:started')));
    const conversations = started.map(({ conversation }) => conversation.id as string);
    expect(new Set(conversations).size).toBe(200);
    expect(accepted.flat().toSorted()).toEqual(conversations.toSorted());
    await service.sweep();
    const dump = await service.dump();
    expectConsistent(dump);
    expect(await service.nodes[0]?.domain.store.overview(service.clock.now())).toMatchObject({
      ...{ waiting: 0, onDuty: 200, conversations: 200 },
    });

    // The conversations end in four ways: by the seeker, by an exit, and twice by a lost connection.
    await Promise.all(
      seekers.map(async (seeker, index) => {
        const of = { conversationId: conversations[index] as never };
        if (index % 4 === 0) await seeker.send('conversation:end', { ...of, reason: 'seeker' });
        if (index % 4 === 1) await service.leave(seeker, 'exit', index % 2);
        await service.drop(seeker);
      }),
    );
    await Promise.all(volunteers.map((volunteer) => service.drop(volunteer)));
    // Lost conversations end when both are away, volunteers go off duty, and tombstones expire.
    await service.pass(TIMES.seekerLostMs);
    await service.pass(TIMES.volunteerGoneMs);
    await service.pass(TIMES.tombstoneMs);
    const words = [
      ...conversations,
      ...seekers.flatMap(({ resumeToken }) => [resumeToken, digest(resumeToken)]),
      ...volunteers.map(({ staff }) => staff.id as string),
    ];
    const left = await service.dump();
    expect(keysIn(left)).toEqual(LEFTOVERS);
    expect(Object.keys(left.hashes['line'] ?? {})).toEqual(['last-score', 'no']);
    // Ids of the store itself, and of the next batch.
    const { epoch: _, counting: __, ...hashes } = left.hashes;
    expect(holdsNumbers({ ...left, hashes })).toBe(true);
    expect(findIn(left, words)).toEqual([]);
    // The job queue holds no traces either.
    const jobs = await service.jobs();
    expect(words.filter((word) => jobs.includes(word))).toEqual([]);
  },
);

test.each([
  { seekers: 30, volunteers: 10 },
  { seekers: 13, volunteers: 20 },
])(
  '[Q9] $seekers seekers and $volunteers volunteers with capacity two: every possible match, and nobody twice',
  async ({ seekers: n, volunteers: m }) => {
    const capacity = 2;
    await using service = await startService({ nodes: 2 });
    await service.set({ queueLimit: 1_000 });
    const volunteers = await shift(service, m, capacity);
    const expected = Math.min(n, m * capacity);
    const offered = async (volunteer: VolunteerPeer) => {
      await volunteer.send('availability:set', { state: 'ready' });
      volunteer.socket.on('offer:made', ({ offer }: { offer: { id: never } }) => {
        void volunteer.send('offer:accept', { offerId: offer.id, ...keys() });
      });
    };
    const [seekers] = await Promise.all([
      many(n, (index) => arrive(service, index)),
      Promise.all(volunteers.map(offered)),
    ]);
    const started = () => seekers.flatMap((seeker) => seeker.all('conversation:started'));
    await until(async () => {
      await service.settled(...seekers, ...volunteers);
      return started().length >= expected;
    });
    await service.sweep();
    await service.settled(...seekers, ...volunteers);
    expect(new Set(started().map(({ conversation }) => conversation.id)).size).toBe(expected);
    expect(started()).toHaveLength(expected);
    expectConsistent(await service.dump());
    expect(await service.nodes[0]?.domain.store.overview(service.clock.now())).toMatchObject({
      ...{ waiting: n - expected, conversations: expected },
    });
  },
);
