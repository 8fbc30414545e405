import type { Block, Row } from '../../../figures/blocks.ts';
import css from '../../../styles/admin/plots.module.css';
import { scaleOfBlock } from './bar-plot.tsx';
import { Bars } from './bars.tsx';
import { labelOf, useFigures } from './words.ts';

interface BlockTableProps {
  readonly block: Block;
  readonly names: readonly [string, string | null];
  /** Draws the bars in the table, as the printed report does. */
  readonly isDrawn?: boolean;
}

/** All numbers of a block, with their shares in brackets. */
export function BlockTable({ block, names, isDrawn = false }: BlockTableProps) {
  const { words } = useFigures();
  const { total, rows } = block;
  return (
    <table class={css['table']}>
      <caption class="heard">{words.blocks[block.id].title}</caption>
      <thead>
        <tr>
          <th scope="col" colSpan={isDrawn ? 2 : 1}>
            {words.row}
          </th>
          {names.map(
            (name, column) =>
              name !== null && (
                <th key={column} scope="col">
                  {name}
                </th>
              ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.label} {...{ block, names, row, isDrawn }} />
        ))}
      </tbody>
      {total !== null && (
        <tfoot>
          <Line {...{ block, names, isDrawn }} row={{ label: '', values: total }} />
        </tfoot>
      )}
    </table>
  );
}

function Line({ block, names, row, isDrawn = false }: BlockTableProps & { readonly row: Row }) {
  const figures = useFigures();
  const { id, unit, total } = block;
  return (
    <tr>
      <th scope="row">{labelOf(id, row.label, figures)}</th>
      {isDrawn && (
        <td class={css['drawn']}>
          {row.label !== '' && (
            <Bars
              values={row.values}
              scale={scaleOfBlock(block)}
              hasSecond={names[1] !== null}
              isSmall
            />
          )}
        </td>
      )}
      {names.map(
        (name, column) =>
          name !== null && (
            <td key={column}>
              {figures.format.part(
                row.values[column] ?? null,
                row.label === '' ? null : (total?.[column] ?? null),
                unit,
              )}
            </td>
          ),
      )}
    </tr>
  );
}
