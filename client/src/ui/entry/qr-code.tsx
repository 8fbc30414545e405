import { encode } from 'uqr';
import css from '../../styles/entry/entry.module.css';

export interface QrCodeProps {
  readonly text: string;
  readonly label: string;
}

/** Of one module: whole, so that all are alike. */
const DOT_PX = 4;

/** As one path: a square for each dark module. Dark on light in both schemes, or cameras don't read it. */
export function QrCode({ text, label }: QrCodeProps) {
  // The border that the standard asks for is the picture's own edge.
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
