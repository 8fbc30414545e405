/** Finds the addresses in a text (rule C7). */

/** A part of a text; `href` is null if the part is not an address. */
export interface Piece {
  readonly text: string;
  readonly href: string | null;
}

/**
 * An address ends before these characters: spaces, quotation marks, punctuation of other scripts (often written without
 * a space after it), and invisible characters (zero width, or changing the text direction).
 */
const ADDRESS =
  /https?:\/\/[^\s<>"\p{C}\p{Z}\p{Default_Ignorable_Code_Point}…؟،؛۔。、〈-】﹐-﹒﹔-﹗！（），：；？［］｛｝｡｢-､“”„«»‹›]+/giu;

/** Each closing bracket and its opening one. */
const BRACKETS: ReadonlyMap<string, string> = new Map([
  [')', '('],
  [']', '['],
  ['}', '{'],
]);
/** Punctuation that may end an address. All other punctuation belongs to the sentence. */
const ENDS_ADDRESS = /[-/#%&@_]/;
const PUNCTUATION = /[\p{P}`|]/u;

/** The number of occurrences of each character. */
function counts(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const character of text) found.set(character, (found.get(character) ?? 0) + 1);
  return found;
}

/**
 * The address without the punctuation of the surrounding sentence. A bracket that was opened inside the address stays.
 */
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

/** Splits a text into addresses and the text between them. The parts joined are the text. */
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

/** Like `URL.canParse`, which older browsers lack (rule U9), but requires a host. */
function isAddress(text: string): boolean {
  try {
    return new URL(text).host !== '';
  } catch {
    return false;
  }
}
