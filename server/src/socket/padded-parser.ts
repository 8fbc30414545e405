/** Socket.IO's own parser, whose frames are padded so that their length tells nothing (rule E7). */
import { frameFloor, padFrame } from '@terskel/shared/padding';
import { Decoder, Encoder, type Packet } from 'socket.io-parser';

class PaddedEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const name: unknown = Array.isArray(packet.data) ? packet.data[0] : undefined;
    const floor = frameFloor(packet.nsp, name);
    const pad = (part: unknown): unknown =>
      typeof part === 'string' ? padFrame(part, Buffer.byteLength(part), floor) : part;
    return super.encode(packet).map(pad) as ReturnType<Encoder['encode']>;
  }
}

export const paddedParser = { Encoder: PaddedEncoder, Decoder };
