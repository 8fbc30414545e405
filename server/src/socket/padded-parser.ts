/**
 * Socket.IO's parser with three additions: frames are padded, so that their length reveals nothing (rule E7), events
 * above the size limit are marked (rule R3), and a payload may already be JSON.
 */
import { FRAME_MAX_BYTES } from '@terskel/shared/limits';
import { frameFloor, padFrame } from '@terskel/shared/padding';
import { Decoder, Encoder, PacketType, type Packet } from 'socket.io-parser';

/** Replaces the arguments of an event whose frames are larger than `FRAME_MAX_BYTES` in total. */
export const TOO_LARGE = Symbol('too large');

/** The payload of an event as JSON, so that it is not parsed only to be serialised again. */
export class JsonPayload {
  readonly json: string;

  constructor(json: string) {
    this.json = json;
  }
}

class PaddedEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const [name, payload] = (Array.isArray(packet.data) ? packet.data : []) as readonly unknown[];
    const floor = frameFloor(packet.nsp, name);
    const pad = (part: unknown): unknown =>
      typeof part === 'string' ? padFrame(part, Buffer.byteLength(part), floor) : part;
    const frames: unknown[] =
      payload instanceof JsonPayload
        ? // Such an event is never acknowledged.
          [`${packet.type}${packet.nsp},["${String(name)}",${payload.json}]`]
        : super.encode(packet);
    return frames.map(pad) as ReturnType<Encoder['encode']>;
  }
}

class MeasuringDecoder extends Decoder {
  /** Size of the packet that is being read: its text frame and its binary frames. */
  #bytes = 0;

  constructor(...options: ConstructorParameters<typeof Decoder>) {
    super(...options);
    // Registered before Socket.IO's own listener.
    this.on('decoded', markTooLarge);
  }

  override add(frame: string | Buffer): void {
    this.#bytes += Buffer.byteLength(frame);
    super.add(frame);
  }

  /** Bytes since the last packet. */
  takeBytes(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes;
  }
}

/** One function for all connections, which saves memory. */
function markTooLarge(this: MeasuringDecoder, packet: Packet): void {
  const isEvent = packet.type === PacketType.EVENT || packet.type === PacketType.BINARY_EVENT;
  if (this.takeBytes() <= FRAME_MAX_BYTES || !isEvent) return;
  const [name] = (packet.data ?? []) as readonly unknown[];
  packet.data = [name, TOO_LARGE];
}

export const paddedParser = { Encoder: PaddedEncoder, Decoder: MeasuringDecoder };
