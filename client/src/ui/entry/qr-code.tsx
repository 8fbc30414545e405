import { encode } from 'uqr';
import css from '../../styles/entry/entry.module.css';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** The size of one module (px). An integer, so that all modules are equally large. */
const DOT_PX = 4;

/**
 * Draws the code as one path with a square per dark module. Dark on light in both colour schemes, or cameras cannot
 * read it.
 */
export function QrCode({ text, label }: QrCodeProps) {
  // The quiet zone that the standard requires is part of the picture.
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dark = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1Z` : '')))
    .join('');
  return (
    <svg
      class={css['code']}
      viewBox={`0 0 ${size} ${size}`}
      width={size * DOT_PX}
      height={size * DOT_PX}
      shape-rendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
