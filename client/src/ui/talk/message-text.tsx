/** Renders a message as plain text, never as markup. Addresses become links without a preview (rule C7). */
import type { ComponentChildren } from 'preact';
import { piecesOf } from './message-links.ts';

export function MessageText({ text }: { readonly text: string }): ComponentChildren {
  return piecesOf(text).map((piece) =>
    piece.href === null ? (
      piece.text
    ) : (
      <a href={piece.href} target="_blank" rel="noopener noreferrer">
        {piece.text}
      </a>
    ),
  );
}
