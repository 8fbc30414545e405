import { useId } from 'preact/hooks';
import { type Block, hasAnswered } from '../../../figures/blocks.ts';
import type { Report } from '../../../figures/report.ts';
import css from '../../../styles/admin/plots.module.css';
import { BarPlot } from './bar-plot.tsx';
import { BlockTable } from './block-table.tsx';
import { PartLink } from './jump-list.tsx';
import { Unfold } from './unfold.tsx';
import { type FiguresI18n, useFigures } from './words.ts';

/** One figure: its definition, plot and table. */
export function BlockCard(props: { readonly block: Block; readonly report: Report }) {
  const figures = useFigures();
  const { block } = props;
  const { blocks, meaning } = figures.words;
  const { title, about } = blocks[block.id];
  const names = namesOf(block, props.report, figures);
  const hides = block.rows.some(({ values }) => values.includes('hidden'));
  const id = useId();
  return (
    <section class={css['card']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p class={css['about']}>
        {about} {hides && <PartLink part="meaning">{meaning.heading}</PartLink>}
      </p>
      <BarPlot block={block} names={names} />
      <Unfold title={title}>
        <BlockTable block={block} names={names} />
      </Unfold>
    </section>
  );
}

/** The names of the two values of each row. `isPlain`: without the day from which on a period was counted. */
export function namesOf(
  { id, rows }: Pick<Block, 'id' | 'rows'>,
  { period, previous }: Report,
  { words, format }: FiguresI18n,
  isPlain = false,
): readonly [string, string | null] {
  const { came, answered } = words.blocks.trend;
  if (id === 'trend') return [came, hasAnswered({ rows }) ? answered : null];
  const nameOf = isPlain ? format.plainPeriod : format.period;
  return [nameOf(period), previous === null ? null : nameOf(previous)];
}
