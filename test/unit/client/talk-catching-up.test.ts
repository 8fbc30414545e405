/** How a tab gets the messages that it has missed (rule C4). */
import type { StoredTalk } from '@terskel/client/storage';
import { expect, test } from 'vitest';
import { deliverAll, lines, say } from './paper-steps.ts';
import { PaperTalk } from './paper-talk.ts';

test('[C4] a gap is filled by requests, page by page, after a short delay', async () => {
  const paper = await PaperTalk.begin();
  paper.volunteer.cut();
  await say(paper, 'seeker', '1', '2', '3', '4', '5');
  const { log } = paper;
  paper.volunteer.connect();
  expect(paper.volunteer.texts).toEqual([]);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2', '3', '4', '5']);
  expect(log).toHaveLength(5);
});

test('[C4] a message that arrives early is held, and the missing one is requested', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.talk.send('1');
  await paper.rest();
  await paper.seeker.deliverAll();
  paper.seeker.talk.send('2');
  await paper.rest();
  // The first event is lost; the second arrives.
  const [, second] = paper.log;
  if (second === undefined) throw new Error('there are two messages');
  const payload = { conversationId: paper.id, message: second };
  paper.volunteer.talk.heard({ name: 'message:posted', payload });
  await paper.rest();
  expect(paper.volunteer.texts).toEqual([]);
  paper.clock.move(300);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2']);
});

test('[C4] a reload shows the whole conversation again, from both sides', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1', '2');
  await say(paper, 'volunteer', '3', '4');
  await paper.seeker.reload();
  await deliverAll(paper);
  expect(paper.seeker.texts).toEqual(['1', '2', '3', '4']);
  expect(paper.seeker.talk.state.tampered).toBe(false);
});

test('[C4] a receipt that the service cannot take now is sent again', async () => {
  const paper = await PaperTalk.begin();
  paper.receiptRefusals.push({ ok: false, code: 'unavailable' });
  await say(paper, 'seeker', 'Hei');
  for (const _ of [1, 2]) {
    paper.clock.move(1_000);
    await deliverAll(paper);
  }
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'delivered']]);
});

test('[C4, F3] a receipt refused while the log is incomplete is sent again afterwards', async () => {
  const paper = await PaperTalk.begin();
  paper.receiptRefusals.push({ ok: false, code: 'wrong_state' });
  await say(paper, 'seeker', 'Hei');
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'sent']]);
  const payload = { conversationId: paper.id, lastSeq: 1 };
  paper.volunteer.talk.heard({ name: 'conversation:rebuilt', payload });
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'delivered']]);
});

test('[C4] a lost receipt is sent again on the next connection', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  paper.deaf = true;
  paper.clock.move(1_000);
  await paper.rest();
  paper.deaf = false;
  expect(paper.seeker.talk.state.others.volunteer?.shown).toBe(0);
  paper.volunteer.cut();
  paper.volunteer.connect();
  await deliverAll(paper);
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(paper.seeker.talk.state.others.volunteer?.shown).toBe(1);
});

test('[C4] a second tab that takes over continues with the counters that the first has used', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  paper.seeker.cut();
  paper.seeker.talk.send('written in the second');
  await paper.rest();
  const second: StoredTalk = paper.seeker.stored;
  await paper.seeker.reload({ ...second, outbox: [] });
  await say(paper, 'seeker', 'written in the first');
  await paper.seeker.reload(second);
  await deliverAll(paper);
  await say(paper, 'seeker', 'and on');
  expect(paper.volunteer.texts).toEqual([
    '1',
    'written in the first',
    'written in the second',
    'and on',
  ]);
  expect(paper.volunteer.talk.state.tampered).toBe(false);
});

test('[E2, C4] with repeated snapshots, a message written just as another tab’s message appears comes after it', async () => {
  const paper = await PaperTalk.begin();
  const before = paper.seeker.stored;
  await say(paper, 'seeker', 'fra den andre');
  // The replaced tab, which takes the session back.
  await paper.seeker.reload(before);
  paper.seeker.resnapshot();
  paper.drawn = () => {
    if (paper.seeker.texts.length !== 1) return;
    paper.drawn = () => {};
    paper.seeker.talk.send('fra den første');
  };
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['fra den andre', 'fra den første']);
  expect(paper.volunteer.talk.state.tampered).toBe(false);
});
