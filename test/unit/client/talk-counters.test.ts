/** The counters of a conversation's messages, with duplicates of a tab and lost acknowledgements (rule C14). */
import { expect, test } from 'vitest';
import { deliverAll, lines, say } from './paper-steps.ts';
import { PaperTalk } from './paper-talk.ts';

test('[C3, C14] a message without an acknowledgement survives a reload and remains one message', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.talk.send('Er du der?');
  await paper.rest();
  // The service has it, but this tab does not know yet.
  expect(paper.log).toHaveLength(1);
  await paper.seeker.reload();
  expect(lines(paper, 'seeker')).toEqual([['Er du der?', 'sending']]);
  await deliverAll(paper);
  expect(paper.log).toHaveLength(1);
  expect(lines(paper, 'seeker')).toEqual([['Er du der?', 'sent']]);
  expect(paper.seeker.stored.outbox).toEqual([]);
});

test('[C14] a message whose acknowledgement is lost is sent again as the same one, and is shown once', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  paper.seeker.talk.send('2');
  paper.seeker.talk.send('3');
  await paper.rest();
  // The service has the second message; its acknowledgement is lost with the connection.
  paper.seeker.cut();
  await say(paper, 'volunteer', 'meanwhile');
  paper.seeker.connect();
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['1', '2', 'meanwhile', '3']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
  expect(paper.log.map(({ counter }) => counter)).toEqual([1, 2, 1, 3]);
});

test('[C14] if another tab has used the counter, the message gets the next one; no text is lost or shown twice', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1');
  await paper.writeElsewhere('seeker', 'from the other tab');
  paper.seeker.talk.send('2');
  paper.seeker.talk.send('3');
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['1', 'from the other tab', '2', '3']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
  expect(paper.seeker.stored).toMatchObject({ outbox: [], written: [], accepted: 4 });
});

test('[C14] a duplicate of a tab, which has the same unsent messages, does not send them again', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.cut();
  paper.seeker.talk.send('1');
  paper.seeker.talk.send('2');
  await paper.rest();
  const duplicate = paper.seeker.stored;
  paper.seeker.connect();
  await deliverAll(paper);
  await say(paper, 'seeker', '3');
  // The duplicate takes the session over, and has written nothing itself.
  await paper.seeker.reload(duplicate);
  await deliverAll(paper);
  await say(paper, 'seeker', '4');
  expect(paper.volunteer.texts).toEqual(['1', '2', '3', '4']);
  expect(paper.seeker.texts).toEqual(['1', '2', '3', '4']);
  expect(paper.volunteer.talk.state.tampered).toBe(false);
});

test('[C14] a duplicate of a tab does not send a text again that the other has sealed with another counter', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', 'ja');
  paper.seeker.cut();
  for (const text of ['ja', 'ja', 'nei']) paper.seeker.talk.send(text);
  await paper.rest();
  const duplicate = paper.seeker.stored;
  // A third tab has used the counter, so this one seals its texts again.
  await paper.writeElsewhere('seeker', 'from another tab');
  paper.seeker.connect();
  await deliverAll(paper);
  const texts = ['ja', 'from another tab', 'ja', 'ja', 'nei'];
  expect(paper.volunteer.texts).toEqual(texts);
  // The duplicate takes the session over. Its page never shows a text twice.
  const shown = new Set<string>();
  paper.drawn = () =>
    shown.add(
      lines(paper, 'seeker')
        .map(([text]) => text)
        .join(),
    );
  await paper.seeker.reload(duplicate);
  await deliverAll(paper);
  expect(Math.max(...[...shown].map((all) => all.split(',').length))).toBe(texts.length);
  paper.seeker.talk.send('ja');
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual([...texts, 'ja']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
});

test('[C14] a failed text that a duplicate of the tab has sent again is not sent once more', async () => {
  const paper = await PaperTalk.begin();
  paper.refusals.push({ ok: false, code: 'too_large' });
  await say(paper, 'seeker', 'A', 'B');
  expect(lines(paper, 'seeker').at(-1)).toEqual(['A', 'failed']);
  const first = paper.seeker.stored;
  // The duplicate takes over, retries, and goes on.
  await paper.seeker.reload();
  await deliverAll(paper);
  const [failed] = paper.seeker.talk.state.pending;
  paper.seeker.talk.retry(failed?.key ?? '');
  await deliverAll(paper);
  await say(paper, 'seeker', 'C');
  // The first tab takes over.
  await paper.seeker.reload(first);
  await deliverAll(paper);
  expect(lines(paper, 'seeker').map(([text]) => text)).toEqual(['B', 'A', 'C']);
  expect(paper.seeker.stored).toMatchObject({ outbox: [], accepted: 3 });
  paper.seeker.talk.retry(failed?.key ?? '');
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['B', 'A', 'C']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
});

test('[C14] a waiting text that a duplicate has sealed again is recognised, however many were sent since', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.cut();
  for (const text of ['A', 'B']) paper.seeker.talk.send(text);
  await paper.rest();
  const first = paper.seeker.stored;
  await paper.writeElsewhere('seeker', 'from another tab');
  paper.seeker.connect();
  await deliverAll(paper);
  // The first tab knows that the counters are used, but has not read the log.
  await paper.seeker.reload({ ...first, accepted: 3 });
  await deliverAll(paper);
  await say(paper, 'seeker', 'C');
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['from another tab', 'A', 'B', 'C']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
});

test('[C14] texts that a tab and its duplicate write are told apart', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.cut();
  await paper.rest();
  const before = paper.seeker.stored;
  paper.seeker.talk.send('ja');
  await paper.rest();
  const first = paper.seeker.stored;
  await paper.seeker.reload(before);
  await say(paper, 'seeker', 'ja');
  await paper.seeker.reload(first);
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['ja', 'ja']);
});

test('[C14] a text whose counter is refused three times in a row fails, and can be sent again', async () => {
  const paper = await PaperTalk.begin();
  const refusal = { ok: false, code: 'wrong_counter', expected: 1 } as const;
  paper.refusals.push(refusal, refusal, refusal);
  await say(paper, 'seeker', '1', '2');
  expect(lines(paper, 'seeker')).toEqual([
    ['2', 'sent'],
    ['1', 'failed'],
  ]);
  const [failed] = paper.seeker.talk.state.pending;
  paper.seeker.talk.retry(failed?.key ?? '');
  await deliverAll(paper);
  for (const seat of ['seeker', 'volunteer'] as const) {
    expect(paper[seat].texts).toEqual(['2', '1']);
    expect(paper[seat].talk.state).toMatchObject({ tampered: false, pending: [] });
  }
});

test('[F3, C14] a tab that knows a higher counter than the service hands it in, and goes on after it', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1', '2', '3');
  // The service has lost two messages, and another tab of the seeker has handed in a lower counter.
  paper.log.length = 1;
  await paper.seeker.reload();
  await deliverAll(paper);
  await say(paper, 'seeker', '4', '5');
  expect(paper.log.map(({ counter }) => counter)).toEqual([1, 4, 5]);
  // The service may have lost its log again meanwhile, and would then expect copies.
  expect(paper.lastParts).toBe(0);
  expect(paper.seeker.talk.state.pending).toEqual([]);
});

test('[C14] counters go on after what the service has accepted, even if the log lacks it', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'seeker', '1', '2');
  paper.shownSeq = 1;
  await paper.seeker.reload();
  await deliverAll(paper);
  paper.seeker.talk.send('3');
  await deliverAll(paper);
  expect(paper.log.map(({ counter }) => counter)).toEqual([1, 2, 3]);
});
