import { shareOf } from '../../../figures/cells.ts';
import type { Headline, Report } from '../../../figures/report.ts';
import css from '../../../styles/admin/statistics.module.css';
import { type FiguresI18n, useFigures } from './words.ts';

/** Longer texts are written smaller. */
const SHORT = 6;

/** The most important figures, each with that of the period before. */
export function Headlines({ report }: { readonly report: Report }) {
  const figures = useFigures();
  const { words } = figures;
  return (
    <dl class={css['headlines']}>
      {report.headlines.map((one) => (
        <div key={one.id} class={css['headline']}>
          <dt>{words.headlines[one.id].title}</dt>
          <dd class={css['big']} data-long={headlineText(one, 0, figures).length > SHORT}>
            {headlineText(one, 0, figures)}
          </dd>
          <dd>{words.headlines[one.id].about}</dd>
          {report.previous !== null && (
            <dd class={css['past']}>{words.before(headlineText(one, 1, figures))}</dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function headlineText(one: Headline, side: 0 | 1, { words, format }: FiguresI18n): string {
  if ('values' in one) return format.cell(one.values[side], one.id === 'hours' ? 'hours' : 'count');
  if ('ranges' in one) {
    const range = one.ranges[side];
    return range === null ? words.none : format.range(range);
  }
  const share = shareOf(one.parts[side], one.wholes[side]);
  return share === null ? words.none : format.share(share);
}
