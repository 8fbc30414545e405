/** The frames that the server writes. */
import { JsonPayload, paddedParser } from '@terskel/server/socket/padded-parser';
import { expect, test } from 'vitest';

type Packet = Parameters<InstanceType<typeof paddedParser.Encoder>['encode']>[0];

function decoded(frame: string): Packet {
  const packets: Packet[] = [];
  const decoder = new paddedParser.Decoder();
  decoder.on('decoded', (packet: Packet) => packets.push(packet));
  decoder.add(frame);
  const [packet] = packets;
  if (packet === undefined) throw new Error('not a whole packet');
  return packet;
}

test('[E7] an event whose payload is JSON already has the frame of its parsed payload', () => {
  const payload = { conversationId: 'c', message: { seq: 1, ciphertext: 'æ"\\' } };
  const packet = decoded(`2/staff,${JSON.stringify(['message:posted', payload])}`);
  const encoder = new paddedParser.Encoder();
  const frames = encoder.encode(packet) as string[];
  const asJson = ['message:posted', new JsonPayload(JSON.stringify(payload))];
  expect(encoder.encode({ ...packet, data: asJson })).toEqual(frames);
  expect(frames.map((frame) => Buffer.byteLength(frame))).toEqual([256]);
});
