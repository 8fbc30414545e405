/** Rule C11: what was said before a transfer, as text of messages, and what the receiver makes of any text. */
import { historyReader, historyTexts } from '@terskel/client/session/talk/history';
import { newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { Decryption } from '@terskel/client/session/talk/decryption';
import { KeyEpochs } from '@terskel/client/session/talk/key-epochs';
import { TalkRecord } from '@terskel/client/session/talk/talk-record';
import type { SaidBefore } from '@terskel/client/state/model';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { HISTORY_MESSAGES_MAX, MESSAGE_MAX_BYTES, MESSAGE_MAX_CHARS } from '@terskel/shared/limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PaperTalk } from './paper-talk.ts';

const bytes = (text: string) => Buffer.byteLength(text);
const said = (text: string, at = 1): SaidBefore => ({ from: 'seeker', alias: null, text, at });
const lines = fc.array(
  fc.record({
    from: fc.constantFrom('seeker', 'volunteer'),
    alias: fc.constantFrom(null, 'Kari', 'محمد'),
    text: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.constantFrom('\u0000', '€', '😔', '"\\').map((unit) => unit.repeat(MESSAGE_MAX_CHARS / 2)),
    ),
    at: fc.nat(),
  }),
  { maxLength: 60 },
);

/** Reads all messages, as the new volunteer's page does. */
function read(messages: readonly string[]): readonly SaidBefore[] {
  const reader = historyReader();
  return messages.flatMap((text) => reader(text));
}
const written = (all: readonly SaidBefore[]) => all.map(({ text }) => text).join('');

test('[C11] the newest lines arrive unchanged and in order, and each message fits', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const messages = historyTexts(all);
      expect(messages.length).toBeLessThanOrEqual(HISTORY_MESSAGES_MAX);
      for (const text of messages) expect(bytes(text)).toBeLessThanOrEqual(MESSAGE_MAX_BYTES);
      const arrived = read(messages);
      const [whole, part] = [written(all), written(arrived)].map((text) => text.toWellFormed());
      const isCut = messages.length === HISTORY_MESSAGES_MAX;
      expect(part).toBe(isCut ? whole?.slice(-(part ?? '').length) : whole);
    }),
  );
});

test('[C11] lines that fit are not cut; of a conversation that is too long, the oldest are left out', () => {
  const few = [said('hei'), { ...said('hello'), from: 'volunteer', alias: 'Kari' } as const];
  expect(historyTexts([])).toEqual([]);
  expect(read(historyTexts(few))).toEqual(few);
  const long = said('x'.repeat(MESSAGE_MAX_CHARS));
  expect(read(historyTexts([long, long]))).toEqual([long, long]);
  const many = Array.from({ length: 100 }, (_, at) => said('y'.repeat(MESSAGE_MAX_CHARS), at));
  const kept = read(historyTexts(many));
  expect(kept.length).toBeGreaterThanOrEqual(HISTORY_MESSAGES_MAX * 2);
  expect(kept).toEqual(many.slice(-kept.length));
});

test('[C11] whatever arrives, the receiver does not fail, and shows valid lines only', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.array(fc.anything()).map((all) => JSON.stringify(all) ?? ''),
    fc.constantFrom('['.repeat(6_000), '{"length":1e9}', 'null', '[null,1,"x",[],{}]', ''),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      expect(Array.isArray(historyReader()(text))).toBe(true);
    }),
  );
  const good = said('good');
  const bad = [
    { ...good, text: '' },
    { ...good, text: 'x'.repeat(MESSAGE_MAX_CHARS + 1) },
    { ...good, from: 'admin' },
    { ...good, alias: 'x'.repeat(41) },
    ...[1e15, -1, 0.5, '1'].map((at) => Object.assign({}, good, { at })),
    { ...good, more: 1 },
  ];
  expect(historyReader()(JSON.stringify([...bad, good]))).toEqual([good]);
});

test('[C11] more than the agreed number of messages is not read', () => {
  const reader = historyReader();
  const text = JSON.stringify([said('a')]);
  const counts = Array.from({ length: HISTORY_MESSAGES_MAX + 2 }, () => reader(text).length);
  expect(counts.filter((count) => count > 0)).toHaveLength(HISTORY_MESSAGES_MAX);
});

test('[C11] it is read from the seeker only, and nobody else can put words into it', async () => {
  const paper = await PaperTalk.begin();
  const { secret } = paper.volunteer.stored;
  const channel = openChannel({ conversationId: paper.id, secret });
  const record = new TalkRecord({
    ...{
      conversation: paper.conversation('volunteer'),
      clock: paper.clock,
      changed() {},
      keep() {},
    },
    ...{ stored: () => null, readHistory: historyReader() },
  });
  const decryption = new Decryption(
    record,
    new KeyEpochs({ record, onRefused: () => {} }),
    () => {},
  );
  record.dispatch({ type: 'keys', keys: 'agreed' });
  decryption.unlock(channel);
  const text = JSON.stringify([said('a')]);
  for (const [index, from] of (['volunteer', 'seeker'] as const).entries()) {
    const ciphertext = await channel.seal(from, FIRST_EPOCH, 1, newTextId(), text, true);
    const message = { seq: index + 1, from, counter: 1, keyEpoch: FIRST_EPOCH };
    decryption.add([{ ...message, ciphertext, acceptedAt: 1 }]);
  }
  await decryption.done();
  expect(record.state.placed.map(({ before }) => before)).toEqual([[], [said('a')]]);
});
