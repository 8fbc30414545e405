/** A dishonest service, alone or together with a leader who was let in (rule E5). */
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm, secretOf } from '@terskel/client/e2ee/seat-keys';
import { newVisit } from '@terskel/client/e2ee/visit';
import type { Conversation, KeyEpoch, Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { PaperTalk, type Tab } from './paper-talk.ts';

/** The visit, as the service forwards it from the volunteer's tab. */
async function visitIn(paper: PaperTalk, keyEpoch: KeyEpoch) {
  const { secret } = paper.volunteer.stored;
  const own = await secretOf({ conversationId: paper.id, secret }, keyEpoch);
  if (own === null) throw new Error('no keys');
  return { confirmations: { volunteer: await confirm(own, 'volunteer') } };
}

/** A conversation with a leader in it. */
async function visited() {
  const paper = await PaperTalk.begin();
  await paper.heal();
  const keyEpoch = newVisit(1);
  const visit = await visitIn(paper, keyEpoch);
  paper.tellSeats(keyEpoch, visit);
  await paper.heal();
  return { paper, keyEpoch, visit };
}

/** Everything that has arrived at this tab is answered. The other tab gets nothing. */
async function settle(paper: PaperTalk, tab: Tab): Promise<void> {
  await paper.rest();
  await tab.deliverAll();
}

const leaderOn = ({ talk }: Tab) => talk.state.conversation.seats.leader?.alias;

test.each(['seeker', 'volunteer'] as const)(
  '[E5] a snapshot that conceals the leader from the %s gets no text sealed for the leader',
  async (seat) => {
    const { paper, keyEpoch, visit } = await visited();
    const tab = paper[seat];
    paper.visit = null;
    tab.resnapshot();
    expect(leaderOn(tab)).toBeUndefined();
    tab.talk.send('not for the leader');
    await settle(paper, tab);
    expect(paper.attempts).toEqual([]);
    // The leader is shown again.
    paper.visit = visit;
    tab.resnapshot();
    await settle(paper, tab);
    expect(paper.attempts).toEqual([keyEpoch]);
  },
);

test('[E5] a service that conceals the leader and withholds a message gets no text sealed for the leader', async () => {
  const { paper } = await visited();
  const { seeker, volunteer } = paper;
  volunteer.talk.send('withheld');
  await settle(paper, volunteer);
  paper.attempts.length = 0;
  paper.tamper = () => null;
  Object.assign(paper, { keyEpoch: { number: 2 }, visit: null });
  seeker.resnapshot();
  expect(leaderOn(seeker)).toBeUndefined();
  // The tab asks for the message, and gets no answer.
  seeker.talk.send('not for the leader');
  await paper.rest();
  expect(paper.attempts).toEqual([]);
});

test('[E5] a leader without a name, whom no page shows, gets no text', async () => {
  const paper = await PaperTalk.begin();
  await paper.heal();
  const { seeker } = paper;
  const keyEpoch = newVisit(1);
  const visit = await visitIn(paper, keyEpoch);
  Object.assign(paper, { keyEpoch, visit });
  const { alias: _, ...nameless } = paper.conversation('seeker').seats.leader ?? {};
  const seats = { ...paper.conversation('seeker').seats, leader: nameless };
  seeker.talk.heard({
    name: 'seats:changed',
    payload: { conversationId: paper.id, keyEpoch, visit, seats, lastSeq: 0 } as never,
  });
  expect(leaderOn(seeker)).toBeUndefined();
  await settle(paper, seeker);
  seeker.talk.send('for the volunteer only');
  await settle(paper, seeker);
  expect(paper.attempts).toEqual([]);
});

test('[E5] a snapshot that names another seat for the seeker gets no earlier text sealed for the leader', async () => {
  const paper = await PaperTalk.begin();
  await paper.heal();
  const { seeker } = paper;
  seeker.cut();
  seeker.talk.send('before the leader came');
  await paper.rest();
  const keyEpoch = newVisit(1);
  Object.assign(paper, { keyEpoch, visit: await visitIn(paper, keyEpoch) });
  const lie: Conversation = { ...paper.conversation('seeker'), seat: 'volunteer' };
  seeker.connect();
  seeker.talk.told(lie);
  await settle(paper, seeker);
  expect(paper.attempts).toEqual([]);
  expect(seeker.talk.state.conversation.seat).toBe('seeker');
});

/** What a leader who was in that visit could seal in the name of another seat. */
async function forgedBy(paper: PaperTalk, keyEpoch: KeyEpoch, counter: number): Promise<Message> {
  const { secret } = paper.volunteer.stored;
  const channel = openChannel({ conversationId: paper.id, secret });
  const from = 'volunteer';
  const ciphertext = await channel.seal(from, keyEpoch, counter, newTextId(), 'forged');
  return { seq: paper.log.length + 1, from, counter, keyEpoch, ciphertext, acceptedAt: 0 };
}

test('[E5] after the visit, a leader together with the service can forge no message', async () => {
  const { paper, keyEpoch } = await visited();
  const { seeker, volunteer } = paper;
  volunteer.talk.send('during the visit');
  await paper.heal();
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  const forged = await forgedBy(paper, keyEpoch, 2);
  const payload = { conversationId: paper.id, message: forged };
  seeker.talk.heard({ name: 'message:posted', payload });
  await paper.rest();
  expect(seeker.texts).toEqual(['during the visit']);
  expect(seeker.talk.state.tampered).toBe(true);
});

test('[E5] after the visit, a forged message is found also after a reload, during the next visit, and in place of a later one', async () => {
  const { paper, keyEpoch } = await visited();
  const { seeker, volunteer } = paper;
  volunteer.talk.send('during the visit');
  await paper.heal();
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  volunteer.talk.send('after the visit');
  await paper.heal();
  const next = newVisit(3);
  paper.tellSeats(next, await visitIn(paper, next));
  await paper.heal();
  const [first, second] = paper.log;
  const replaced = { ...(await forgedBy(paper, keyEpoch, 2)), seq: 2 };
  for (const log of [
    [first, replaced],
    [first, second, await forgedBy(paper, keyEpoch, 3)],
  ]) {
    paper.log.splice(0, Infinity, ...(log as Message[]));
    await seeker.reload();
    await paper.heal();
    expect(seeker.texts).not.toContain('forged');
    expect(seeker.talk.state.tampered).toBe(true);
  }
});

test('[E5] a message of the visit that arrives only after its end is shown, and no page warns', async () => {
  const { paper } = await visited();
  const { seeker, volunteer } = paper;
  // The event with the message is lost.
  volunteer.talk.send('lost on the way');
  await settle(paper, volunteer);
  seeker.cut();
  seeker.connect();
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  seeker.talk.send('after');
  await paper.heal();
  for (const tab of [seeker, volunteer]) {
    await tab.reload();
    await paper.heal();
    expect(tab.texts).toEqual(['lost on the way', 'after']);
    expect(tab.talk.state.tampered).toBe(false);
  }
});
