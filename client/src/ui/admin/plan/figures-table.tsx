import css from '../../../styles/admin/plan/figures.module.css';

interface CellOf {
  readonly text: string;
  /** Draws a bar of this share of the whole, from 0 to 1. */
  readonly share?: number;
}

interface FiguresTableProps {
  readonly caption: string;
  /** Heading of the first column. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly CellOf[] }[];
}

/** A small table of figures; shares have a bar below. On a narrow window each row becomes a card. */
export function FiguresTable({ caption, corner, columns, rows }: FiguresTableProps) {
  return (
    <table class={css['figures']}>
      <caption class="heard">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {columns.map((column, nth) => (
            <th key={nth} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cells }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map(({ text, share }, nth) => (
              <td key={nth}>
                <span class={css['label']} aria-hidden="true">
                  {columns[nth]}
                </span>
                <span class={css['number']}>{text}</span>
                {share !== undefined && <Bar share={share} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ share }: { readonly share: number }) {
  const width = Math.round(Math.min(1, share) * 100);
  return (
    <svg class={css['bar']} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class={css['rest']} width="100" height="6" />
      <rect class={css['part']} width={width} height="6" />
    </svg>
  );
}
