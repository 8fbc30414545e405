/** A message as text: never markup; addresses become links without preview (rule C7). */
import type { ComponentChildren } from 'preact';

const ADDRESS = /https?:\/\/[^\s<>"]+/giu;
/** A full stop or bracket after an address belongs to the sentence. */
const TRAILING = /[.,;:!?)\]}'’»”]+$/u;

interface Piece {
  readonly text: string;
  readonly href: string | null;
}

function pieces(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!URL.canParse(address)) continue;
    if (match.index > end) found.push({ text: text.slice(end, match.index), href: null });
    found.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) found.push({ text: text.slice(end), href: null });
  return found;
}

export function MessageText({ text }: { readonly text: string }): ComponentChildren {
  return pieces(text).map((piece) =>
    piece.href === null ? (
      piece.text
    ) : (
      <a href={piece.href} target="_blank" rel="noopener noreferrer">
        {piece.text}
      </a>
    ),
  );
}
