import type { StoredTalk } from '@terskel/client/storage';
import { talkView } from '@terskel/client/state/talk-view';
import { readLastWords } from '@terskel/client/session/seeker/last-words';
import { MESSAGE_MAX_CHARS, TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { PaperTalk } from './paper-talk.ts';

/** The texts and delivery marks of a seat's lines, as its page shows them. */
function lines(paper: PaperTalk, seat: 'seeker' | 'volunteer') {
  return talkView(paper[seat].talk.state).lines.map(({ text, delivery }) => [text, delivery]);
}

async function deliverAll(paper: PaperTalk): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await paper.rest();
    await paper.seeker.deliverAll();
    await paper.volunteer.deliverAll();
  }
}

async function say(paper: PaperTalk, seat: 'seeker' | 'volunteer', ...texts: string[]) {
  for (const text of texts) {
    paper[seat].talk.send(text);
    await deliverAll(paper);
  }
}

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

test('[C6] typing is signalled at most once in two seconds, and ends by itself', async () => {
  const paper = await PaperTalk.begin();
  const isTyping = () => paper.volunteer.talk.state.others.seeker?.typing;
  for (let key = 0; key < 5; key += 1) {
    paper.seeker.talk.pressed();
    paper.clock.move(100);
  }
  await deliverAll(paper);
  expect(isTyping()).toBe(true);
  expect(paper.typingTold).toBe(1);
  paper.clock.move(TIMES.typingShownMs);
  expect(isTyping()).toBe(false);
  paper.seeker.talk.pressed();
  await deliverAll(paper);
  expect(isTyping()).toBe(true);
  await say(paper, 'seeker', 'Hei');
  expect(isTyping()).toBe(false);
});

test('[C7] a text that is empty or too long is not accepted', async () => {
  const paper = await PaperTalk.begin();
  paper.seeker.talk.send('  \n ');
  paper.seeker.talk.send('x'.repeat(MESSAGE_MAX_CHARS + 1));
  await deliverAll(paper);
  expect(paper.log).toEqual([]);
  expect(paper.seeker.talk.state.pending).toEqual([]);
});

test('[E3] before the keys are agreed nothing is shown and nothing is sent', async () => {
  const paper = await PaperTalk.begin();
  await paper.volunteer.reloadUnsettled();
  paper.volunteer.talk.send('for tidlig');
  paper.volunteer.talk.pressed();
  await say(paper, 'seeker', '1', '2');
  expect(paper.volunteer.texts).toEqual([]);
  expect(paper.log).toHaveLength(2);
  paper.volunteer.talk.settle('agreed');
  await deliverAll(paper);
  expect(paper.volunteer.texts).toEqual(['1', '2']);
});

test('[E3] if the keys differ nothing is ever shown or sent', async () => {
  const paper = await PaperTalk.begin();
  await paper.volunteer.reloadUnsettled();
  paper.volunteer.talk.settle('differ');
  paper.volunteer.talk.send('i klartekst?');
  await say(paper, 'seeker', '1');
  expect(paper.volunteer.texts).toEqual([]);
  expect(paper.log).toHaveLength(1);
  expect(await paper.volunteer.talk.sealLast('Ha det')).toBeNull();
});

test('[C11] why a transfer is over is not part of the conversation', async () => {
  const paper = await PaperTalk.begin();
  await paper.heal();
  const { talk } = paper.volunteer;
  const before = talk.state.conversation;
  const over = { conversationId: paper.id, transfer: null, outcome: 'declined' } as const;
  talk.heard({ name: 'transfer:changed', payload: over });
  expect(talk.state.conversation).toEqual(before);
});

test('[E2] the closing message carries the next counter', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'volunteer', '1');
  const last = await paper.volunteer.talk.sealLast('Ta vare på deg');
  expect(last?.ciphertext).toBeTypeOf('string');
  expect(await paper.volunteer.talk.sealLast('x'.repeat(MESSAGE_MAX_CHARS + 1))).toBeNull();
});

test('[E2] the closing message follows what another tab of the volunteer has sent, also before the log is read', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'volunteer', '1');
  const older = paper.volunteer.stored;
  await say(paper, 'volunteer', '2', '3');
  // The answer of the service with the messages does not arrive.
  await paper.volunteer.reload(older);
  const last = await paper.volunteer.talk.sealLast('Ha det');
  const read = await readLastWords(paper.id, paper.seeker.stored, last ?? undefined);
  expect(read).toEqual({ text: 'Ha det', cutShort: false });
});

test('[E2, E3] before the keys are agreed a closing message is still sealed, but empty', async () => {
  const paper = await PaperTalk.begin();
  await paper.volunteer.reloadUnsettled();
  const last = await paper.volunteer.talk.sealLast('Ha det');
  const read = await readLastWords(paper.id, paper.seeker.stored, last ?? undefined);
  expect(read).toEqual({ text: '', cutShort: false });
});

test('[E2] a closing message reveals earlier messages that never arrived, and may be empty', async () => {
  const paper = await PaperTalk.begin();
  await say(paper, 'volunteer', '1');
  const close = async (text: string) => {
    const last = await paper.volunteer.talk.sealLast(text);
    await paper.seeker.talk.opened();
    return readLastWords(paper.id, paper.seeker.stored, last ?? undefined);
  };
  expect(await close('Ha det')).toEqual({ text: 'Ha det', cutShort: false });
  expect(await close('')).toEqual({ text: '', cutShort: false });
  // The service withholds the second message and all later ones.
  paper.volunteer.talk.send('2');
  await paper.rest();
  await paper.volunteer.deliverAll();
  expect(paper.seeker.texts).toEqual(['1']);
  expect(await close('Ha det')).toEqual({ text: 'Ha det', cutShort: true });
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
