import css from '../../../styles/admin/plan/chart.module.css';
import { usePlanText } from './plan-words.ts';

interface ChartHour {
  /** Hour of the day. */
  readonly time: number;
  readonly needed: number | null;
  readonly present: number | null;
}

const HEIGHT = 100;

/**
 * Bars for the volunteers needed, a line across for those on duty now. The table below has the same figures. Labels are
 * HTML, because text in SVG is lost (see `page-translation.ts`).
 */
export function DayChart({ hours }: { readonly hours: readonly ChartHour[] }) {
  const { words, number } = usePlanText();
  const counts = hours.flatMap(({ needed, present }) => [needed ?? 0, present ?? 0]);
  const most = Math.max(1, ...counts);
  const y = (volunteers: number): number => HEIGHT * (1 - volunteers / most);
  const knows = hours.some(({ present }) => present !== null);
  return (
    <div class={css['chart']} aria-hidden="true">
      <div class={css['columns']}>
        {hours.map(({ time, needed, present }) => (
          <div key={time} class={css['column']}>
            <span class={css['count']}>{needed === null ? '' : number(needed)}</span>
            <svg viewBox={`0 -2 40 ${HEIGHT + 4}`} preserveAspectRatio="none">
              <rect
                class={css['needed']}
                x={8}
                y={y(needed ?? 0)}
                width={24}
                height={HEIGHT - y(needed ?? 0)}
              />
              {present !== null && (
                <line class={css['present']} x1={2} x2={38} y1={y(present)} y2={y(present)} />
              )}
            </svg>
            <span class={css['time']}>{String(time).padStart(2, '0')}</span>
          </div>
        ))}
      </div>
      <p class={css['key']}>
        <span class={css['bar']} />
        {words.day.chartNeeded}
        {knows && (
          <>
            <span class={css['line']} />
            {words.day.chartNow}
          </>
        )}
      </p>
    </div>
  );
}
