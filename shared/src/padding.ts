/**
 * Sizes on the wire. Frames and bodies are padded with spaces behind their JSON, which every parser skips, so that their
 * length does not tell what a seeker chose (rule E7).
 */

/** A frame is as long as one of these, in bytes; beyond the largest, as a multiple of it. */
const FRAME_SIZES = [256, 512, 1_024, 4_096, 16_384] as const;
const LARGEST = 16_384;

/**
 * Frames that grow with what several people chose, or with what a session has, are at least this long. All others of
 * one kind have the same size by `FRAME_SIZES` alone, whatever was chosen.
 */
const FLOORS: Readonly<Record<string, number>> = {
  // With or without a resume ticket.
  connect: 4_096,
  'queue:changed': 4_096,
  // Of a volunteer, with or without a conversation.
  'resume:issued': 4_096,
  'conversation:end': 1_024,
  'conversation:ended': 1_024,
};
/** A snapshot with or without a conversation; a volunteer's may hold three of them. */
const SNAPSHOT_FLOORS: Readonly<Record<string, number>> = { '/seeker': 4_096, '/staff': 16_384 };

/** Bodies of `POST /api/leave` and `POST /api/feedback` are so long, in bytes; the longest comment fits. */
export const LEAVE_BODY_BYTES = 256;
export const FEEDBACK_BODY_BYTES = 2_048;

/** At least how long a frame with this event or command is. */
export function frameFloor(namespace: string, name: unknown): number {
  if (name === 'session:snapshot') return SNAPSHOT_FLOORS[namespace] ?? 0;
  return typeof name === 'string' ? (FLOORS[name] ?? 0) : 0;
}

/** `bytes`: the frame's length as it is. What holds no JSON stays as it is. */
export function padFrame(frame: string, bytes: number, floor = 0): string {
  if (!/[\]}]$/.test(frame)) return frame;
  const atLeast = Math.max(bytes, floor);
  const size =
    FRAME_SIZES.find((each) => each >= atLeast) ?? Math.ceil(atLeast / LARGEST) * LARGEST;
  return frame + ' '.repeat(size - bytes);
}

/** JSON for a body of so many bytes, longer only if the JSON is. */
export function paddedBody(body: object, size: number): string {
  const json = JSON.stringify(body);
  return json + ' '.repeat(Math.max(0, size - utf8Bytes(json)));
}

/** Bytes of a text in UTF-8, on either side. */
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x8_00 ? 2 : point < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}
