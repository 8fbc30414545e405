import css from '../../../styles/admin/plan/chart.module.css';
import { usePlanText } from './plan-words.ts';

interface ChartHour {
  /** Hour of the day. */
  readonly time: number;
  readonly needed: number | null;
  readonly present: number | null;
}

const WIDTH = 40;
const HEIGHT = 100;
const TOP = 14;

/** Bars for the volunteers needed, a line across for those on duty now. The table below has the same figures. */
export function DayChart({ hours }: { readonly hours: readonly ChartHour[] }) {
  const { words, number } = usePlanText();
  const most = Math.max(
    1,
    ...hours.map(({ needed, present }) => Math.max(needed ?? 0, present ?? 0)),
  );
  const y = (volunteers: number): number => TOP + HEIGHT * (1 - volunteers / most);
  const knows = hours.some(({ present }) => present !== null);
  return (
    <div class={css['chart']} aria-hidden="true">
      <svg viewBox={`0 0 ${hours.length * WIDTH} ${TOP + HEIGHT + 18}`}>
        {hours.map(({ time, needed, present }, nth) => (
          <g key={time} transform={`translate(${nth * WIDTH} 0)`}>
            {needed !== null && (
              <>
                <rect
                  class={css['needed']}
                  x={8}
                  y={y(needed)}
                  width={WIDTH - 16}
                  height={TOP + HEIGHT - y(needed)}
                />
                <text class={css['text']} x={WIDTH / 2} y={y(needed) - 4}>
                  {number(needed)}
                </text>
              </>
            )}
            {present !== null && (
              <line class={css['present']} x1={3} x2={WIDTH - 3} y1={y(present)} y2={y(present)} />
            )}
            <text class={css['text']} x={WIDTH / 2} y={TOP + HEIGHT + 14}>
              {String(time).padStart(2, '0')}
            </text>
          </g>
        ))}
      </svg>
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
