/**
 * Sizes on the wire. Frames and bodies are padded with spaces after their JSON, which every JSON parser skips, so that
 * their length does not reveal what a seeker chose (rule E7).
 */

/** Frame sizes, in bytes. A frame above the largest is padded to a multiple of it. */
const FRAME_SIZES = [256, 512, 1_024, 4_096, 16_384] as const;
const LARGEST = 16_384;

/**
 * Minimum sizes, in bytes, of frames that grow with the choices of several people or with the state of a session. All
 * other frames of one kind have the same size by `FRAME_SIZES` alone, whatever was chosen.
 */
const FLOORS: Readonly<Record<string, number>> = {
  // With or without a resume ticket.
  connect: 4_096,
  'queue:changed': 4_096,
  // A volunteer's, with or without a conversation.
  'resume:issued': 4_096,
  // With or without a key.
  'transfer:answer': 4_096,
  'transfer:changed': 1_024,
  // With or without a leader.
  'seats:changed': 1_024,
  // With both encapsulations and two names, near 4,096 bytes: what the seeker chose must not decide.
  'visit:began': 16_384,
  'conversation:end': 1_024,
  'conversation:ended': 1_024,
};
/** Minimum sizes of snapshots, with or without a conversation. A volunteer's may hold three of them. */
const SNAPSHOT_FLOORS: Readonly<Record<string, number>> = { '/seeker': 4_096, '/staff': 16_384 };

/** Sizes of the bodies of `POST /api/leave` and `POST /api/feedback`, in bytes. The longest comment fits. */
export const LEAVE_BODY_BYTES = 256;
export const FEEDBACK_BODY_BYTES = 2_048;

/** Minimum size of a frame with this event or command, in bytes. */
export function frameFloor(namespace: string, name: unknown): number {
  if (name === 'session:snapshot') return SNAPSHOT_FLOORS[namespace] ?? 0;
  return typeof name === 'string' ? (FLOORS[name] ?? 0) : 0;
}

/** `bytes`: the length of the frame before padding. A frame without JSON is returned unchanged. */
export function padFrame(frame: string, bytes: number, floor = 0): string {
  if (!/[\]}]$/.test(frame)) return frame;
  const atLeast = Math.max(bytes, floor);
  const size =
    FRAME_SIZES.find((each) => each >= atLeast) ?? Math.ceil(atLeast / LARGEST) * LARGEST;
  return frame + ' '.repeat(size - bytes);
}

/** `body` as JSON, padded to `size` bytes; longer only if the JSON itself is. */
export function paddedBody(body: object, size: number): string {
  const json = JSON.stringify(body);
  return json + ' '.repeat(Math.max(0, size - utf8Bytes(json)));
}

/** Length of `text` in UTF-8. Works in browsers and in Node. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}
