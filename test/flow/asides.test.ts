/** The line between a volunteer and the leader who has taken the call, between nodes. */
import { BUCKETS } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import {
  confirmation,
  encapsulation,
  message,
  NODES,
  publicKey,
  refusal,
  talk,
} from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** The leader on one node has taken the call of the volunteer on the other, who has opened the aside. */
async function opened(service: TestService, here: number, there: number) {
  const leader = await service.volunteer({ roles: ['leader'], alias: 'Nora', node: there });
  await leader.send('shift:start', {});
  const on = await talk(service, there, here);
  const { volunteer, of } = on;
  await volunteer.send('call:raise', { ...of, kind: 'help' });
  const leaderKey = publicKey();
  await leader.send('call:take', { ...of, publicKey: leaderKey });
  const { asideId } = await volunteer.send('aside:reserve', of);
  const keys = { encapsulation: encapsulation(), confirmation: confirmation() };
  await volunteer.send('aside:open', { ...of, asideId, leaderKey, ...keys });
  const say = (counter: number) => message({ id: asideId }, counter);
  return { ...on, leader, aside: { conversationId: asideId }, keys, say };
}

describe.each(NODES)('%s', (_name, here, there) => {
  test('[V4, C13] volunteer and leader write to each other, and the seeker is told nothing', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, leader, of, aside, keys, say } = await opened(service, here, there);
    const before = seeker.events.length;
    const shown = { id: aside.conversationId, of: of.conversationId };
    expect(await volunteer.next('aside:opened')).toMatchObject({
      aside: { ...shown, seat: 'volunteer', seats: { leader: { alias: 'Nora' } } },
    });
    expect(await leader.next('aside:opened')).toMatchObject({
      aside: { ...shown, seat: 'leader', encapsulation: keys.encapsulation },
    });
    const tag = confirmation();
    await leader.send('conversation:confirm', { ...aside, confirmation: tag });
    expect(await volunteer.next('conversation:confirmed')).toEqual({ ...aside, confirmation: tag });
    await leader.send('message:send', say(1));
    expect(await volunteer.next('message:posted')).toMatchObject({
      ...aside,
      message: { seq: 1, from: 'leader' },
    });
    await volunteer.send('message:send', say(1));
    expect(await leader.next('message:posted')).toMatchObject({
      ...aside,
      message: { seq: 2, from: 'volunteer' },
    });
    // A page that is loaded again gets it with the snapshot, and knows its seat.
    const page = await service.staff(here, leader.session);
    expect(page.snapshot.session).toMatchObject({ conversations: [], asides: [{ lastSeq: 2 }] });
    await page.send('message:send', say(2));
    expect(await volunteer.next('message:posted')).toMatchObject({ message: { seq: 3 } });
    await volunteer.send('call:withdraw', of);
    for (const each of [volunteer, page]) expect(await each.next('aside:ended')).toEqual(aside);
    expect(await page.raw('message:send', say(3))).toEqual(refusal('not_found'));
    expect(seeker.events.length).toBe(before);
  });
});

test('[V4, C1] no other leader, and not the seeker, reaches an aside by its id', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, leader, of, aside, say } = await opened(service, 0, 1);
  const other = await service.volunteer({ roles: ['leader'], alias: 'Ola', node: 0 });
  await other.send('shift:start', {});
  const tries = {
    'message:send': say(1),
    'message:received': { seq: 1 },
    'typing:set': { typing: true },
    'conversation:resync': { after: 0 },
    'conversation:rebuild': { messages: [], last: true, sent: 0 },
    'conversation:confirm': { confirmation: confirmation() },
  };
  for (const [name, payload] of Object.entries(tries))
    for (const stranger of [other, seeker])
      expect([name, await stranger.raw(name, { ...payload, ...aside })]).toEqual([
        name,
        refusal('not_found'),
      ]);
  expect(await other.raw('call:take', { ...of, publicKey: publicKey() })).toEqual(
    refusal('wrong_state'),
  );
  // The reverse: a seat in the aside is none in the conversation.
  await leader.send('conversation:confirm', { ...aside, confirmation: confirmation() });
  for (const name of [
    'message:send',
    'conversation:resync',
    'typing:set',
    'message:received',
  ] as const)
    expect(await leader.raw(name, { ...tries[name], ...of })).toEqual(refusal('not_found'));
});

test('[V4, R1] messages in an aside count as all others', async () => {
  await using service = await startService();
  const { volunteer, say } = await opened(service, 0, 0);
  const [burst] = BUCKETS.message;
  for (let counter = 1; counter <= burst.points; counter += 1)
    await volunteer.send('message:send', say(counter));
  expect(await volunteer.raw('message:send', say(burst.points + 1))).toMatchObject({
    ok: false,
    code: 'rate_limited',
  });
});
