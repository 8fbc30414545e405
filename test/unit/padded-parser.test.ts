/** The frames that the server writes. */
import { JsonPayload, paddedParser } from '@terskel/server/socket/padded-parser';
import { expect, test } from 'vitest';

/** Packet type of an event (Socket.IO protocol 5). */
const EVENT = 2;

test('[E7] an event whose payload is JSON already has the frame of its parsed payload', () => {
  const encoder = new paddedParser.Encoder();
  const payload = { conversationId: 'c', message: { seq: 1, ciphertext: 'æ"\\' } };
  const frameOf = (given: object) =>
    encoder.encode({ type: EVENT, nsp: '/staff', data: ['message:posted', given] });
  const frames = frameOf(new JsonPayload(JSON.stringify(payload)));
  expect(frames).toEqual(frameOf(payload));
  expect(frames.map((frame) => Buffer.byteLength(frame as string))).toEqual([256]);
});
