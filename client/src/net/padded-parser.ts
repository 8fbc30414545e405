/** Socket.IO's parser with padded frames, so that their length reveals nothing (rule E7). Pages send ASCII only. */
import { frameFloor, padFrame } from '@terskel/shared/padding';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';

class PaddedEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const isConnect = packet.type === PacketType.CONNECT;
    const name = isConnect ? 'connect' : (packet.data as unknown[] | undefined)?.[0];
    const floor = frameFloor(packet.nsp, name);
    return (super.encode(packet) as string[]).map((frame) => padFrame(frame, frame.length, floor));
  }
}

export const paddedParser = { Encoder: PaddedEncoder, Decoder };
