/** How a tab sends the messages of a conversation (rule C3). */
import { talkView } from '@terskel/client/state/talk-view';
import { expect, test } from 'vitest';
import { deliverAll, lines, say } from './paper-steps.ts';
import { PaperTalk } from './paper-talk.ts';

test('[C3] a message is shown as sending, sent, and delivered once the other seat has shown it', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.talk.send('Hei');
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'sending']]);
  await paper.rest();
  await paper.seeker.deliverAll();
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'sent']]);
  await paper.volunteer.deliverAll();
  expect(lines(paper, 'volunteer')).toEqual([['Hei', 'delivered']]);
  paper.clock.move(1_000);
  await deliverAll(paper);
  expect(lines(paper, 'seeker')).toEqual([['Hei', 'delivered']]);
});

test('[C3] messages are sent one at a time, in the order written', async () => {
  const paper = await PaperTalk.begin();
  for (const text of ['1', '2', '3']) paper.seeker.talk.send(text);
  await paper.rest();
  expect(paper.log).toHaveLength(1);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2', '3']);
});

test('[C3] messages written without a connection wait encrypted, also over a reload, and are then sent in order', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.cut();
  paper.seeker.talk.send('hemmelig 1');
  paper.seeker.talk.send('hemmelig 2');
  await paper.rest();
  expect(paper.seeker.stored.outbox).toHaveLength(2);
  expect(JSON.stringify(paper.seeker.stored)).not.toContain('hemmelig');
  await paper.seeker.reload();
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['hemmelig 1', 'hemmelig 2']);
});

test('[C3] a temporary refusal only delays; the message keeps its place', async () => {
  const paper = await PaperTalk.begin();
  paper.refusals.push({ ok: false, code: 'rate_limited', retryAfterMs: 3_000 });
  paper.seeker.talk.send('1');
  paper.seeker.talk.send('2');
  await deliverAll(paper);
  paper.clock.move(2_999);
  await deliverAll(paper);
  expect(paper.log).toHaveLength(0);
  paper.clock.move(1);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2']);
});

test('[C3] a permanently refused message fails alone, and can be retried', async () => {
  const paper = await PaperTalk.begin();
  paper.refusals.push({ ok: false, code: 'too_large' });
  for (const text of ['1', '2', '3']) paper.seeker.talk.send(text);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['2', '3']);
  expect(lines(paper, 'seeker').at(-1)).toEqual(['1', 'failed']);
  await paper.seeker.reload();
  await deliverAll(paper);
  const [failed] = paper.seeker.talk.state.pending;
  expect(lines(paper, 'seeker').at(-1)).toEqual(['1', 'failed']);
  if (failed !== undefined) paper.seeker.talk.retry(failed.key);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['2', '3', '1']);
  // The counters have no gap: no message seems withheld.
  expect(paper.volunteer.talk.state.tampered).toBe(false);
});

test('[C3] a message that is repeatedly refused as out of place fails in the end', async () => {
  const paper = await PaperTalk.begin();
  const refusal = { ok: false, code: 'not_found' } as const;
  // Each time the tab requests a fresh snapshot and tries again.
  paper.refusals.push(refusal, refusal, refusal);
  paper.seeker.talk.send('1');
  await deliverAll(paper);
  expect(lines(paper, 'seeker')).toEqual([['1', 'failed']]);
});

test('[C3] before an end all waiting messages are sent; ones that fail or are late are reported', async () => {
  const paper = await PaperTalk.begin();
  const { talk } = paper.volunteer;
  expect(await talk.drained(2_000)).toBe(true);
  talk.send('1');
  talk.send('2');
  const posted = talk.drained(2_000);
  await deliverAll(paper);
  expect(await posted).toBe(true);
  expect(paper.log).toHaveLength(2);

  paper.volunteer.cut();
  talk.send('3');
  const late = talk.drained(2_000);
  await paper.rest();
  paper.clock.move(2_000);
  expect(await late).toBe(false);

  paper.refusals.push({ ok: false, code: 'too_large' });
  const refused = talk.drained(2_000);
  paper.volunteer.connect();
  await deliverAll(paper);
  expect(await refused).toBe(false);
  // The volunteer has seen the failure, and may end anyway.
  expect(await talk.drained(2_000)).toBe(true);
});

test('[C3] a stored unsent text that cannot be read is reported', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.cut();
  paper.seeker.talk.send('1');
  await paper.rest();
  const { stored } = paper.seeker;
  const outbox = stored.outbox.map((each) => ({ ...each, counter: each.counter + 1 }));
  await paper.seeker.reload({ ...stored, outbox });
  await deliverAll(paper);
  expect(paper.seeker.talk.state).toMatchObject({ tampered: true, pending: [] });
  await say(paper, 'seeker', '2');
  expect(paper.volunteer.texts).toEqual(['2']);
});

test('[C3, U2] an own line keeps its key over a reload', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  await say(paper, 'volunteer', '2');
  const keys = () => paper.seeker.talk.state.placed.map(({ key }) => key);
  const before = keys();
  await paper.seeker.reload();
  await deliverAll(paper);
  expect(keys()).toEqual(before);
  expect(before).toHaveLength(2);
});

test('[C3, U2] a line keeps its key from writing to delivery, so that it is drawn and announced once', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'volunteer', 'Hei');
  paper.seeker.cut();
  for (const text of ['1', '2']) paper.seeker.talk.send(text);
  const keys = () => talkView(paper.seeker.talk.state).lines.map(({ key }) => key);
  const before = keys();
  expect(new Set(before).size).toBe(3);
  paper.seeker.connect();
  await deliverAll(paper);
  expect(lines(paper, 'seeker').slice(1)).toEqual([
    ['1', 'sent'],
    ['2', 'sent'],
  ]);
  expect(keys()).toEqual(before);
  // After a reload, new messages get other keys than unsent ones.
  paper.seeker.cut();
  paper.seeker.talk.send('3');
  await paper.rest();
  await paper.seeker.reload();
  paper.seeker.talk.send('4');
  await paper.rest();
  expect(new Set(keys()).size).toBe(keys().length);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['Hei', '1', '2', '3', '4']);
});
