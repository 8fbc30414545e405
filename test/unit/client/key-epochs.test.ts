/** Which keys a tab seals with, whatever the service says (rule E5). */
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { confirm, secretOf } from '@terskel/client/e2ee/seat-keys';
import { newVisit } from '@terskel/client/e2ee/visit';
import { talkView } from '@terskel/client/state/talk-view';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import type { KeyEpoch } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { PaperTalk, type Tab } from './paper-talk.ts';

/** The visit, as the service forwards it from the volunteer's tab, or forges it. */
async function visitIn(paper: PaperTalk, keyEpoch: KeyEpoch, forged = false) {
  const { secret } = paper.volunteer.stored;
  const own = await secretOf({ conversationId: paper.id, secret }, keyEpoch);
  if (own === null) throw new Error('no keys');
  const volunteer = forged ? 'A'.repeat(43) : await confirm(own, 'volunteer');
  return { confirmations: { volunteer } };
}
async function begin() {
  const paper = await PaperTalk.begin();
  await paper.heal();
  return { paper };
}
const epochs = ({ log }: PaperTalk) => log.map(({ keyEpoch }) => keyEpoch);
const failed = ({ talk }: Tab) => talk.state.pending.map((line) => [line.text, line.failed]);

test('[E5] a message is sealed with the keys of the visit while it lasts, and with others afterwards', async () => {
  const { paper } = await begin();
  const { seeker, volunteer } = paper;
  const visit = newVisit(1);
  seeker.talk.send('before');
  await paper.heal();
  paper.tellSeats(visit, await visitIn(paper, visit));
  await paper.heal();
  expect(seeker.talk.state.conversation.seats.leader?.alias).toBe('Nora');
  seeker.talk.send('during');
  await paper.heal();
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  seeker.talk.send('after');
  await paper.heal();
  expect(epochs(paper)).toEqual([{ number: 0 }, visit, { number: 2 }]);
  expect(volunteer.texts).toEqual(['before', 'during', 'after']);
  // After a reload, each message is opened with its own keys.
  await volunteer.reload();
  await paper.heal();
  expect(volunteer.texts).toEqual(['before', 'during', 'after']);
  expect(volunteer.talk.state.tampered).toBe(false);
});

test('[E5] each line of a leader has the alias of that leader, also after the visit, another one, and a reload', async () => {
  const { paper } = await begin();
  const { seeker, volunteer } = paper;
  const { secret } = volunteer.stored;
  const channel = openChannel({ conversationId: paper.id, secret });
  const named = ({ talk }: Tab) =>
    talkView(talk.state).lines.map(({ text, alias }) => [text, alias]);
  for (const [nth, alias] of ['Nora', 'Ola'].entries()) {
    const visit = newVisit(2 * nth + 1);
    paper.leaderAlias = alias;
    paper.tellSeats(visit, await visitIn(paper, visit));
    await paper.heal();
    const counter = nth + 1;
    const ciphertext = await channel.seal('leader', visit, counter, newTextId(), `by ${alias}`);
    const [seq, acceptedAt] = [paper.log.length + 1, paper.clock.now()];
    paper.log.push({ seq, from: 'leader', counter, keyEpoch: visit, ciphertext, acceptedAt });
    await paper.heal();
    paper.tellSeats({ number: 2 * nth + 2 }, null);
    await paper.heal();
  }
  const lines = [
    ['by Nora', 'Nora'],
    ['by Ola', 'Ola'],
  ];
  for (const tab of [seeker, volunteer]) {
    expect(named(tab)).toEqual(lines);
    await tab.reload();
    await paper.heal();
    expect(named(tab)).toEqual(lines);
  }
});

test('[E5] for a visit that the volunteer’s tab has not confirmed, nothing is sealed, and the page warns', async () => {
  const { paper } = await begin();
  const { seeker } = paper;
  const visit = newVisit(1);
  paper.tellSeats(visit, await visitIn(paper, visit, true));
  await paper.heal();
  seeker.talk.send('secret');
  await paper.heal();
  expect(paper.log).toEqual([]);
  expect(seeker.talk.state.tampered).toBe(true);
});

test('[E5] a visit that is named without a leader on the page is not used', async () => {
  const { paper } = await begin();
  const visit = newVisit(1);
  paper.tellSeats(visit, null);
  await paper.heal();
  paper.seeker.talk.send('secret');
  await paper.heal();
  expect(paper.log).toEqual([]);
});

test('[E5] a visit that has ended is not used again, also after a reload, nor one with a lower number', async () => {
  const { paper } = await begin();
  const { seeker } = paper;
  const [visit, lower] = [newVisit(3), newVisit(1)];
  const confirmed = await visitIn(paper, visit);
  paper.tellSeats(visit, confirmed);
  await paper.heal();
  paper.tellSeats({ number: 4 }, null);
  await paper.heal();
  await seeker.reload();
  for (const [again, tag] of [
    [visit, confirmed],
    [lower, await visitIn(paper, lower)],
  ] as const) {
    paper.tellSeats(again, tag);
    await paper.heal();
    seeker.talk.send(`secret ${again.number}`);
    await paper.heal();
    expect(paper.log).toEqual([]);
  }
  // That may be an innocent failover: the page does not warn, and everything is sent when the service knows again.
  expect(seeker.talk.state.tampered).toBe(false);
  paper.tellSeats({ number: 4 }, null);
  await paper.heal();
  expect(seeker.texts).toEqual(['secret 3', 'secret 1']);
});

test('[E5] what the seeker wrote before the leader came is not sent to the leader, unless the seeker tries again', async () => {
  const { paper } = await begin();
  const { seeker, volunteer } = paper;
  const visit = newVisit(1);
  for (const tab of [seeker, volunteer]) tab.cut();
  seeker.talk.send('for Kari');
  volunteer.talk.send('for both');
  await paper.rest();
  paper.tellSeats(visit, await visitIn(paper, visit));
  await paper.heal();
  expect(failed(seeker)).toEqual([['for Kari', true]]);
  // The volunteer lets the leader in, and knows it.
  expect(paper.log).toMatchObject([{ from: 'volunteer', keyEpoch: visit }]);
  seeker.talk.retry(seeker.talk.state.pending[0]?.key ?? '');
  await paper.heal();
  expect(volunteer.texts).toEqual(['for both', 'for Kari']);
  expect(epochs(paper)).toEqual([visit, visit]);
});

test('[E5] what was written during a visit is sent after it without the leader', async () => {
  const { paper } = await begin();
  const { seeker, volunteer } = paper;
  const visit = newVisit(1);
  paper.tellSeats(visit, await visitIn(paper, visit));
  await paper.heal();
  seeker.cut();
  seeker.talk.send('late');
  await paper.rest();
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  expect(volunteer.texts).toEqual(['late']);
  expect(epochs(paper)).toEqual([{ number: 2 }]);
});

test('[E5, C11] what was said before a transfer is not sealed for a leader, and follows after the visit', async () => {
  const { paper } = await begin();
  const { seeker } = paper;
  const { secret } = seeker.stored;
  const channel = openChannel({ conversationId: paper.id, secret });
  const key = newTextId();
  const ciphertext = await channel.seal('seeker', FIRST_EPOCH, 1, key, '[]', true);
  const history = { key, counter: 1, keyEpoch: FIRST_EPOCH, ciphertext, failed: false };
  const visit = newVisit(1);
  paper.tellSeats(visit, await visitIn(paper, visit));
  await seeker.reload({ ...seeker.stored, outbox: [history] });
  await paper.heal();
  seeker.talk.send('for all');
  await paper.heal();
  await seeker.reload();
  await paper.heal();
  expect(epochs(paper)).toEqual([visit]);
  paper.tellSeats({ number: 2 }, null);
  await paper.heal();
  expect(epochs(paper)).toEqual([visit, { number: 2 }]);
  const sent = paper.log[1]?.ciphertext ?? '';
  const content = { id: key, text: '[]', isHistory: true };
  expect(await channel.open('seeker', { number: 2 }, 2, sent)).toEqual(content);
  expect(seeker.stored.outbox).toEqual([]);
  expect(seeker.talk.state).toMatchObject({ tampered: false, pending: [] });
});
