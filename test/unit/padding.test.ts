/** Padded frames and bodies (rule E7), for all possible answers. */
import { FEEDBACK_BODY_BYTES, frameFloor, padFrame, paddedBody } from '@terskel/shared/padding';
import { TOPICS } from '@terskel/shared/choices';
import { FRAME_MAX_BYTES } from '@terskel/shared/limits';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicKey } from '../helpers/fixtures.ts';

const FEELINGS = [undefined, 1, 2, 3, 4, 5];
const AGES = [undefined, 'under_18', 'adult'];
const ANSWERS = [undefined, ...TOPICS].flatMap((topic) =>
  FEELINGS.flatMap((feeling) =>
    AGES.flatMap((age) => [false, true].map((urgent) => ({ topic, feeling, age, urgent }))),
  ),
);
const id = 'x'.repeat(22);

/** The distinct lengths of frames with this event, over all answers. */
function lengths(namespace: string, name: string, payload: (answers: object) => object) {
  const frames = ANSWERS.map((answers) => {
    const frame = `2${namespace},${JSON.stringify([name, payload(answers)])}`;
    return padFrame(frame, frame.length, frameFloor(namespace, name)).length;
  });
  return [...new Set(frames)];
}

test('[E7] the length of frames does not depend on a seeker’s answers', () => {
  const key = publicKey();
  const open = (answers: object) => ({ publicKey: key, language: 'no', ...answers });
  expect(lengths('/seeker', 'ticket:open', open)).toEqual([4_096]);
  const proof = 'p'.repeat(2_000);
  expect(lengths('/seeker', 'ticket:open', (more) => ({ ...open(more), proof }))).toEqual([4_096]);
  const times = { waitedMs: 1_234_567, expiresInMs: 45_000 };
  const offer = (answers: object) => ({
    offer: { id, conversationId: id, ...open(answers), ...times },
  });
  expect(lengths('/staff', 'offer:made', offer)).toEqual([4_096]);
  const lanes = ({ topic = null }: { readonly topic?: unknown }) => ({
    overview: { lanes: Array.from({ length: 54 }, () => ({ language: 'no', topic, waiting: 99 })) },
  });
  expect(lengths('/staff', 'queue:changed', lanes)).toEqual([4_096]);
});

test('[E7, C11] the length of frames does not depend on the answer to a question about a transfer', () => {
  const sizes = (name: string, payloads: readonly object[]) => {
    const frames = payloads.map((payload) => `2/seeker,1${JSON.stringify([name, payload])}`);
    const padded = frames.map((frame) =>
      padFrame(frame, frame.length, frameFloor('/seeker', name)),
    );
    return [...new Set(padded.map(({ length }) => length))];
  };
  const of = { conversationId: id, transferId: id };
  const yes = (history: boolean) => ({ ...of, yes: true, history, publicKey: publicKey() });
  const answers = [{ ...of, yes: false }, yes(true), yes(false)];
  expect(sizes('transfer:answer', answers)).toEqual([4_096]);
  const to = { kind: 'colleague', alias: '\u{1F642}'.repeat(20) };
  const transfer = { id, reason: 'end_of_shift', to, state: 'waiting' };
  const states = [
    { conversationId: id, transfer },
    { conversationId: id, transfer: null },
  ];
  expect(sizes('transfer:changed', states)).toEqual([1_024]);
});

test('[E7, R3] padding does not change the content of a frame, and makes none too large', () => {
  const text = fc.string({ maxLength: 6_000 });
  const property = fc.property(text, fc.nat(16_384), (said, floor) => {
    const frame = `42/seeker,1${JSON.stringify(['message:send', said])}`;
    const bytes = Buffer.byteLength(frame);
    const padded = padFrame(frame, bytes, floor);
    expect(padded.trimEnd()).toBe(frame);
    expect(JSON.parse(padded.slice(11))).toEqual(['message:send', said]);
    const size = Buffer.byteLength(padded);
    expect(size).toBeGreaterThanOrEqual(Math.max(bytes, floor));
    expect([256, 512, 1_024, 4_096].includes(size) || size % FRAME_MAX_BYTES === 0).toBe(true);
  });
  fc.assert(property);
  // A frame without JSON could not be parsed with trailing spaces.
  for (const frame of ['1/seeker,', '0/seeker,', '2']) {
    expect(padFrame(frame, frame.length)).toBe(frame);
  }
});

test('[E7] the body of feedback has the same length for any answer', () => {
  const resumeToken = 't'.repeat(43);
  const comments = [undefined, 'a', 'å'.repeat(500), '⛪'.repeat(500), '\n'.repeat(500)];
  const sizes = comments.flatMap((comment) =>
    FEELINGS.map((feeling) => {
      const body = { resumeToken, feeling, heard: feeling, comment };
      return Buffer.byteLength(paddedBody(body, FEEDBACK_BODY_BYTES));
    }),
  );
  expect(new Set(sizes)).toEqual(new Set([FEEDBACK_BODY_BYTES]));
});
