/** Where the addresses in a text begin and end (rule C7). */

export interface Piece {
  readonly text: string;
  readonly href: string | null;
}

/**
 * No address goes on behind these: spaces, quotation marks, the punctuation of other scripts, which is often written
 * without a space after it, and characters that nobody sees (of width zero, or that turn the direction of a text).
 */
const ADDRESS =
  /https?:\/\/[^\s<>"\p{C}\p{Z}\p{Default_Ignorable_Code_Point}…؟،؛۔。、〈-】﹐-﹒﹔-﹗！（），：；？［］｛｝｡｢-､“”„«»‹›]+/giu;

/** Each closing bracket with its opening one. */
const BRACKETS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
/** Punctuation with which an address may well end. All other belongs to the sentence. */
const ENDS_ADDRESS = /[-/#%&@_]/;
const PUNCTUATION = /[\p{P}`|]/u;

/** How often each character stands there. */
function counts(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const character of text) found.set(character, (found.get(character) ?? 0) + 1);
  return found;
}

/** Without the punctuation of the sentence around it. A bracket that was opened in the address belongs to it. */
function trimmed(address: string): string {
  const left = counts(address);
  const of = (character: string): number => left.get(character) ?? 0;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    const opening = BRACKETS.get(last);
    if (opening !== undefined && of(last) <= of(opening)) break;
    if (ENDS_ADDRESS.test(last) || !PUNCTUATION.test(last)) break;
    left.set(last, of(last) - 1);
  }
  return address.slice(0, end);
}

export function piecesOf(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (!isAddress(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), href: null });
    found.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), href: null });
  return found;
}

/** `URL.canParse`, which older browsers lack (rule U9). */
function isAddress(text: string): boolean {
  try {
    return new URL(text).host !== '';
  } catch {
    return false;
  }
}
