import { cellKey } from '@terskel/shared/statistics';
import { useId } from 'preact/hooks';
import type { StatisticsView } from '../../../state/admin.ts';
import css from '../../../styles/admin/statistics.module.css';
import { type FiguresI18n, useFigures } from './words.ts';

const ROWS = [
  { id: 'tickets', key: cellKey('tickets', []) },
  { id: 'matched', key: cellKey('tickets', [['outcome', 'matched']]) },
  { id: 'missed', key: cellKey('offers', [['answer', 'missed']]) },
  { id: 'declined', key: cellKey('offers', [['answer', 'declined']]) },
] as const;

/** The counts since midnight, each rounded down to a multiple of 5 (rule T4). Not announced: they change each minute. */
export function TodayCard({ view }: { readonly view: StatisticsView }) {
  const figures = useFigures();
  const { i18n, words } = figures;
  const { today, todayFailed } = view;
  const id = useId();
  const rows = today === null ? [] : ROWS.filter(({ key }) => today.counts[key] !== undefined);
  return (
    <section class={css['today']} aria-labelledby={id}>
      <h2 id={id}>{words.today.heading}</h2>
      {today === null && !todayFailed && <p>{i18n.admin.loading}</p>}
      {today !== null && (
        <dl class={css['counts']}>
          {rows.map(({ id, key }) => (
            <div key={id}>
              <dt>{words.today[id]}</dt>
              <dd>{roundedText(today.counts[key] ?? 0, figures)}</dd>
            </div>
          ))}
        </dl>
      )}
      {todayFailed && <p class={css['care']}>{words.today.failed}</p>}
      <p class={css['small']}>
        {words.today.about}
        {today !== null && ` ${words.today.at(i18n.time(today.at))}`}
      </p>
    </section>
  );
}

/** The count is this or up to 4 more. */
function roundedText(count: number, { words, format }: FiguresI18n): string {
  return count > 0 ? words.today.atLeast(format.number(count)) : words.today.few;
}
