import type { Block, Row } from '../../../figures/blocks.ts';
import { scaleOf } from '../../../figures/cells.ts';
import { sorted } from '../../../lists.ts';
import css from '../../../styles/admin/plots.module.css';
import { Bars } from './bars.tsx';
import { type FiguresI18n, labelOf, useFigures } from './words.ts';

/** Rows that a screen reader hears as a summary. */
const SUMMED_UP = 3;

interface BarPlotProps {
  readonly block: Block;
  /** Names of the two values. */
  readonly names: readonly [string, string | null];
}

/** Bars for each row. Screen readers get a summary; the table has all numbers. */
export function BarPlot({ block, names }: BarPlotProps) {
  const figures = useFigures();
  const { id, total, unit } = block;
  return (
    <div class={css['plot']}>
      <p class={css['key']} aria-hidden="true">
        <span data-key="now">{names[0]}</span>
        {names[1] !== null && <span data-key="before">{names[1]}</span>}
      </p>
      <div class={css['rows']} role="img" aria-label={summaryOf(block, figures)}>
        {block.rows.map(({ label, values }) => (
          <div key={label} class={css['row']}>
            <span class={css['label']}>{labelOf(id, label, figures)}</span>
            <Bars values={values} scale={scaleOfBlock(block)} hasSecond={names[1] !== null} />
            <span class={css['value']}>
              {figures.format.part(values[0], total?.[0] ?? null, unit)}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

export const scaleOfBlock = ({ rows }: Block): number =>
  scaleOf(rows.flatMap(({ values }) => values));

function summaryOf({ id, unit, rows, total }: Block, figures: FiguresI18n): string {
  const { format, words } = figures;
  const sized = (row: Row): number => (typeof row.values[0] === 'number' ? row.values[0] : -1);
  const shown = rows.filter((row) => sized(row) >= 0);
  const isOrdered = id === 'trend' || id === 'waits' || id === 'leavers';
  const first = isOrdered
    ? shown.slice(-1)
    : sorted(shown, (one, other) => sized(other) - sized(one)).slice(0, SUMMED_UP);
  const values = first.map(({ label, values }) =>
    words.plot.value(labelOf(id, label, figures), format.part(values[0], total?.[0] ?? null, unit)),
  );
  return words.plot.summary(
    words.blocks[id].title,
    values.length === 0 ? words.heat.noneShown : values.join(', '),
  );
}
