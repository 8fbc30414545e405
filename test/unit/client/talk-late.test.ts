/** A tab that returns after the log was rebuilt without its copies (rule C15). */
import { expect, test } from 'vitest';
import { talkView } from '@terskel/client/state/talk-view';
import type { SupportSeat } from '../../helpers/seats.ts';
import { deliverAll, say } from './paper-steps.ts';
import { PaperTalk } from './paper-talk.ts';

/** The seeker is away while the service loses the newest messages, which only the seeker has. */
async function lost(count: number): Promise<PaperTalk> {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1', '2');
  await say(paper, 'volunteer', 'A');
  paper.volunteer.cut();
  await say(paper, 'seeker', ...['3', '4'].slice(0, count));
  paper.seeker.cut();
  paper.log.length = 3;
  paper.rebuiltAfter.seeker = 1;
  paper.volunteer.connect();
  await say(paper, 'volunteer', 'B');
  return paper;
}

test('[C15, C14] its own messages that the log lacks are sent again as the same ones, with new numbers', async () => {
  const paper = await lost(2);
  paper.seeker.connect();
  await deliverAll(paper);
  await say(paper, 'seeker', '5');
  expect(paper.log.map(({ from, counter }) => [from, counter])).toEqual([
    ...[
      ['seeker', 1],
      ['seeker', 2],
      ['volunteer', 1],
      ['volunteer', 2],
    ],
    ...[
      ['seeker', 3],
      ['seeker', 4],
      ['seeker', 5],
    ],
  ]);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['1', '2', 'A', 'B', '3', '4', '5']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
  expect(paper.lastParts).toBe(1);
});

test('[C15] a connection that is lost meanwhile loses and doubles nothing', async () => {
  const paper = await lost(2);
  paper.seeker.connect();
  await paper.rest();
  paper.seeker.deliver(0);
  await paper.rest();
  // The service has got the first one again; its answer is lost.
  paper.seeker.deliver(0);
  await paper.rest();
  paper.seeker.cut();
  paper.seeker.connect();
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts.toSorted()).toEqual(['1', '2', '3', '4', 'A', 'B']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
});

test('[C15, E2] a message that is read again, after the connection was lost meanwhile, is there once and no fault', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1', '2', '3');
  paper.volunteer.cut();
  paper.rebuiltAfter.volunteer = 2;
  paper.volunteer.connect();
  await paper.rest();
  paper.volunteer.cut();
  // Another connection of this seat has said meanwhile that it is done.
  delete paper.rebuiltAfter.volunteer;
  paper.volunteer.connect();
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2', '3']);
  expect(paper.volunteer.talk.state.tampered).toBe(false);
});

test('[C15] a message whose counter counts as used is shown as before, on this page only', async () => {
  const paper = await lost(1);
  paper.lost.seeker = 3;
  paper.seeker.connect();
  await deliverAll(paper);
  await say(paper, 'seeker', '5');
  expect(paper.seeker.texts.toSorted()).toEqual(['1', '2', '3', '5', 'A', 'B']);
  expect(paper.volunteer.texts).toEqual(['1', '2', 'A', 'B', '5']);
  expect(paper.log.at(-1)).toMatchObject({ from: 'seeker', counter: 4 });
  expect(paper.seeker.talk.state).toMatchObject({ tampered: false, pending: [] });
});

test('[C15] a tab that was reloaded meanwhile has nothing to send again, and goes on', async () => {
  const paper = await lost(2);
  await paper.seeker.reload();
  await deliverAll(paper);
  await say(paper, 'seeker', '5');
  expect(paper.seeker.texts).toEqual(['1', '2', 'A', 'B', '5']);
  expect(paper.log.at(-1)).toMatchObject({ from: 'seeker', counter: 5 });
  expect(paper.lastParts).toBe(1);
  // A page whose log lacks what it had says so (rule E2).
  expect(paper.seeker.talk.state.tampered).toBe(true);
});

test('[E2, C15] a service that claims such a rebuild cannot change the order of what somebody else wrote', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'volunteer', 'A', 'B');
  const [first, second] = paper.log;
  paper.seeker.cut();
  if (first && second) paper.log.splice(0, 2, { ...second, seq: 1 }, { ...first, seq: 2 });
  paper.rebuiltAfter.seeker = 0;
  paper.seeker.connect();
  await deliverAll(paper);
  expect(paper.seeker.texts).toEqual(['A', 'B']);
});

test('[C15, E5] messages whose key epoch is over have failed, and are sent with other keys only by a press', async () => {
  const paper = await lost(2);
  paper.keyEpoch = { number: 2 };
  paper.seeker.connect();
  await deliverAll(paper);
  const { talk } = paper.seeker;
  const failed = () => talk.state.pending.map((line) => [line.text, line.failed]);
  expect(failed()).toEqual([
    ['3', true],
    ['4', true],
  ]);
  expect(paper.seeker.texts).toEqual(['1', '2', 'A', 'B']);
  expect(paper.log.map(({ keyEpoch }) => keyEpoch.number)).toEqual([0, 0, 0, 0]);
  talk.retry(talk.state.pending[0]?.key ?? '');
  await deliverAll(paper);
  expect(paper.log.at(-1)).toMatchObject({ from: 'seeker', counter: 5, keyEpoch: { number: 2 } });
  expect(paper.volunteer.texts).toEqual(['1', '2', 'A', 'B', '3']);
  await paper.seeker.reload();
  await deliverAll(paper);
  expect(paper.seeker.talk.state.pending).toMatchObject([{ text: '4', failed: true }]);
});

/** The service loses all but the first message, which only the seeker wrote. Both had shown everything. */
async function shownAndLost(): Promise<PaperTalk> {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  await say(paper, 'volunteer', 'A', 'B');
  await say(paper, 'seeker', '2');
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(paper.received).toEqual({ seeker: 3, volunteer: 4 });
  paper.seeker.cut();
  paper.log.length = 1;
  Object.assign(paper.received, { seeker: 1, volunteer: 1 });
  Object.assign(paper.lost, { seeker: 1, volunteer: 2 });
  paper.rebuiltAfter.seeker = 0;
  return paper;
}
const deliveryOf = (paper: PaperTalk, seat: SupportSeat, text: string) =>
  talkView(paper[seat].talk.state).lines.find((line) => line.text === text)?.delivery;

test('[C3, C15] a message with the number of a lost one is not shown as delivered before it is', async () => {
  const paper = await shownAndLost();
  // Reloaded before the rebuild was over: this page has no copies, and reads how far the seeker had shown the old log.
  paper.received.seeker = 3;
  await paper.volunteer.reload();
  paper.received.seeker = 1;
  const payload = { conversationId: paper.id, lastSeq: 1 };
  paper.volunteer.talk.heard({ name: 'conversation:rebuilt', payload });
  await say(paper, 'volunteer', 'C');
  expect(paper.log.at(-1)?.seq).toBe(2);
  expect(deliveryOf(paper, 'volunteer', 'C')).toBe('sent');
  paper.seeker.connect();
  await deliverAll(paper);
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(paper.received.seeker).toBe(2);
  expect(deliveryOf(paper, 'volunteer', 'C')).toBe('delivered');
});

test('[C3, C15] neither is one that the tab which returns later sends again', async () => {
  const paper = await shownAndLost();
  paper.volunteer.cut();
  paper.seeker.connect();
  await deliverAll(paper);
  expect(paper.log.at(-1)).toMatchObject({ from: 'seeker', counter: 2, seq: 2 });
  expect(deliveryOf(paper, 'seeker', '2')).toBe('sent');
});
