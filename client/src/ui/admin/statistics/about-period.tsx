import type { Report } from '../../../figures/report.ts';
import css from '../../../styles/admin/statistics.module.css';
import { useFigures } from './words.ts';

/** Days with gaps that are listed. */
const LISTED = 5;

/** What the reader must know of this period: what it is compared with, where it begins, which days lack counts. */
export function AboutPeriod(props: { readonly report: Report }) {
  const { words, format, i18n } = useFigures();
  const { previous, startedOn, isPreviousCut, gaps } = props.report;
  const more = gaps.length - LISTED;
  return (
    <div class={css['about']} data-about>
      <p>
        {previous === null
          ? words.period.nothingBefore
          : words.period.compared(format.period(previous))}
        {isPreviousCut && ` ${words.period.shorter}`}
        {startedOn !== null && ` ${words.period.startedOn(format.day(startedOn))}`}
      </p>
      {gaps.length > 0 && (
        <p class={css['care']}>
          {i18n.plural(words.gaps.text, gaps.length)}{' '}
          {i18n.list([
            ...gaps.slice(0, LISTED).map((day) => format.day(day)),
            ...(more > 0 ? [i18n.plural(words.gaps.more, more)] : []),
          ])}
          {'.'}
        </p>
      )}
    </div>
  );
}
