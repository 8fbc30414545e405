/**
 * What was said before a transfer, as the seeker's tab sends it to the new volunteer's: JSON in messages of a type of
 * their own (rule C11). Pure.
 */
import { HistoryLine } from '@terskel/shared/history';
import { HISTORY_MESSAGES_MAX, MESSAGE_MAX_BYTES } from '@terskel/shared/limits';
import { utf8 } from '../../e2ee/bytes.ts';
import type { SaidBefore } from '../../state/model.ts';

/** A line that does not fit into one message is cut into parts of this length, which always fit. */
const PART_CHARS = 1_900;
/** The brackets of the list. */
const AROUND_BYTES = 2;

/**
 * Returns the texts of the messages, in order. If not everything fits into `HISTORY_MESSAGES_MAX` of them, the oldest
 * lines are left out.
 */
export function historyTexts(lines: readonly SaidBefore[]): string[] {
  const messages: string[][] = [];
  let room = 0;
  const parts = lines.flatMap(inParts).map((line) => JSON.stringify(line));
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const json = parts[at] ?? '';
    const bytes = sizeOf(json);
    if (bytes > room) {
      if (messages.length === HISTORY_MESSAGES_MAX) break;
      messages.unshift([]);
      room = MESSAGE_MAX_BYTES - AROUND_BYTES;
    }
    room -= bytes;
    messages[0]?.unshift(json);
  }
  return messages.map((each) => `[${each.join(',')}]`);
}

/** Returns a reader for the history messages of one conversation. It ignores everything that does not fit. */
export function historyReader(): (text: string) => readonly SaidBefore[] {
  let messages = 0;
  return (text) => {
    messages += 1;
    return messages > HISTORY_MESSAGES_MAX ? [] : linesOf(text);
  };
}

/** Returns the valid lines of a history message; none if it is not one. Never throws. */
export function linesOf(text: string): readonly SaidBefore[] {
  try {
    const all: unknown = JSON.parse(text);
    return Array.isArray(all) ? all.flatMap((one) => HistoryLine.safeParse(one).data ?? []) : [];
  } catch {
    return [];
  }
}

/** The size of a line in a message, with the comma. */
const sizeOf = (json: string): number => utf8(json).length + 1;

function inParts(line: SaidBefore): readonly SaidBefore[] {
  if (sizeOf(JSON.stringify(line)) <= MESSAGE_MAX_BYTES - AROUND_BYTES) return [line];
  const parts: SaidBefore[] = [];
  let part = '';
  // By characters, so that no surrogate pair is cut.
  for (const char of line.text) {
    if (part.length + char.length > PART_CHARS) {
      parts.push({ ...line, text: part });
      part = '';
    }
    part += char;
  }
  return [...parts, { ...line, text: part }];
}
