import type { Pair } from '../../../figures/blocks.ts';
import type { Cell } from '../../../figures/cells.ts';
import css from '../../../styles/admin/plots.module.css';

interface BarsProps {
  readonly values: Pair;
  /** The value of a bar over the whole width. */
  readonly scale: number;
  readonly hasSecond: boolean;
  /** In a printed table. */
  readonly isSmall?: boolean;
}

/** A thick bar for the first value and a thin one for the second. */
export function Bars({ values, scale, hasSecond, isSmall = false }: BarsProps) {
  const [total, top, height, below, thin] = isSmall ? [11, 1, 6, 8, 2] : [24, 3, 12, 18, 4];
  return (
    <svg class={css['bars']} width="100%" height={hasSecond ? total : below} aria-hidden="true">
      <Bar value={values[0]} scale={scale} top={top} height={height} look="now" />
      {hasSecond && <Bar value={values[1]} scale={scale} top={below} height={thin} look="before" />}
    </svg>
  );
}

interface BarProps {
  readonly value: Cell;
  readonly scale: number;
  readonly top: number;
  readonly height: number;
  readonly look: 'now' | 'before';
}

/** `<5` is dashed and as long as 4; a hidden value is a dotted line over the whole width. */
function Bar({ value, scale, top, height, look }: BarProps) {
  if (value === null) return null;
  const width = (count: number) => `${(count / scale) * 98}%`;
  const middle = top + height / 2;
  if (value === 'hidden') {
    return <line data-look="hidden" x1="1" x2="98%" y1={middle} y2={middle} />;
  }
  if (value !== '<5') {
    return <rect data-look={look} x="1" y={top} width={width(value)} height={height} rx="2" />;
  }
  if (look === 'before') {
    return <line data-look="few" x1="1" x2={width(4)} y1={middle} y2={middle} />;
  }
  return <rect data-look="few" x="1" y={top} width={width(4)} height={height} rx="2" />;
}
