/** A conversation between two tabs: typing, limits, key agreement and closing messages (rules C6, C7, E2, E3). */
import { readLastWords } from '@terskel/client/session/seeker/last-words';
import { MESSAGE_MAX_CHARS, TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { deliverAll, say } from './paper-steps.ts';
import { PaperTalk } from './paper-talk.ts';

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
