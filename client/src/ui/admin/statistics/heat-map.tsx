import { Fragment } from 'preact';
import { useId } from 'preact/hooks';
import { type Cell, largest, scaleOf } from '../../../figures/cells.ts';
import { type Heat, WEEKDAYS, isBlank } from '../../../figures/heat.ts';
import css from '../../../styles/admin/plots.module.css';
import { Unfold } from './unfold.tsx';
import { type FiguresI18n, useFigures } from './words.ts';

interface HeatProps {
  readonly heat: Heat;
  readonly of: 'demand' | 'staffing';
}

/** Weekday × hour as a plot, and as a table that can be opened. */
export function HeatCard({ heat, of }: HeatProps) {
  const { words } = useFigures();
  const grid = heat[of];
  const title = words.heat[of];
  const id = useId();
  return (
    <section class={css['card']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p class={css['about']}>
        {words.heat[`${of}About`]}
        {!isBlank(grid.hours) && ` ${words.heat.sumAbout}`}
      </p>
      <HeatMap heat={heat} of={of} />
      <Unfold title={title}>
        <HeatTable heat={heat} of={of} />
      </Unfold>
    </section>
  );
}

/** Hours downwards, weekdays across, and their sums at the end if they are published. */
export function HeatMap({ heat, of }: HeatProps) {
  const figures = useFigures();
  const { hours } = heat;
  const grid = heat[of];
  const isShort = hours.length <= FEW_ROWS;
  const hasName = (hour: number): boolean => isShort || hour % 3 === 0;
  const { words, format } = figures;
  const hasSums = !isBlank(grid.hours);
  const scale = scaleOf(grid.cells.flat());
  const sumScale = scaleOf(grid.hours);
  return (
    <div class={css['heatSpace']} data-rows={isShort ? 'few' : 'many'}>
      <div
        class={css['heat']}
        role="img"
        aria-label={words.plot.summary(words.heat[of], most({ heat, of }, figures))}
      >
        <span />
        <span class={css['weekdays']}>
          {WEEKDAYS.map((weekday) => (
            <span key={weekday}>
              <span data-width="wide">{format.weekday(weekday, 'short')}</span>
              <span data-width="narrow">{format.weekday(weekday, 'narrow')}</span>
            </span>
          ))}
          {hasSums && <span>{words.heat.sum}</span>}
        </span>
        {hours.map((hour) => (
          <Fragment key={hour}>
            <span class={css['hour']}>{hasName(hour) ? format.hour(hour) : ''}</span>
            <svg width="100%" height={ROW} aria-hidden="true" data-rule={hasName(hour)}>
              {grid.cells[hour]?.map((cell, column) => (
                <Mark key={column} {...{ cell, scale, column }} columns={hasSums ? 8 : 7} />
              ))}
              {hasSums && (
                <Mark cell={grid.hours[hour] ?? null} scale={sumScale} column={7} columns={8} />
              )}
            </svg>
          </Fragment>
        ))}
      </div>
    </div>
  );
}

/** Height of a row on the screen (px). */
const ROW = 18;
/** With more rows, every third hour has its name. */
const FEW_ROWS = 12;

interface MarkProps {
  readonly cell: Cell;
  /** The value that fills its place. */
  readonly scale: number;
  readonly column: number;
  readonly columns: number;
}

/** The area of a box stands for the value; `<5` is a ring, a hidden value a cross. */
function Mark({ cell, scale, column, columns }: MarkProps) {
  if (cell === null) return null;
  const middle = ((column + 0.5) * 100) / columns;
  if (cell === '<5') return <circle data-look="few" cx={`${middle}%`} cy="50%" r="2.5" />;
  if (cell === 'hidden') {
    return (
      <svg x={`${middle}%`} y="50%" overflow="visible">
        <path data-look="hidden" d="M-3-3l6 6m0-6l-6 6" />
      </svg>
    );
  }
  const side = Math.sqrt(cell / scale);
  const width = (90 / columns) * side;
  const height = 90 * side;
  return (
    <rect
      data-look={column === 7 ? 'sum' : 'now'}
      x={`${middle - width / 2}%`}
      y={`${(100 - height) / 2}%`}
      width={`${width}%`}
      height={`${height}%`}
      rx="2"
    />
  );
}

function most({ heat, of }: HeatProps, { words, format }: FiguresI18n): string {
  const grid = heat[of];
  const peak = largest(grid.cells.flat());
  if (peak === 0) return words.heat.noneShown;
  const hour = heat.hours.find((hour) => grid.cells[hour]?.includes(peak)) ?? 0;
  const weekday = WEEKDAYS[grid.cells[hour]?.indexOf(peak) ?? 0] ?? 1;
  const value = format.cell(peak, of === 'demand' ? 'count' : 'hours');
  return words.heat.most(
    words.heat.when(format.weekday(weekday, 'long'), format.hour(hour)),
    of === 'demand' ? value : words.hours(value),
  );
}

function HeatTable({ heat, of }: HeatProps) {
  const grid = heat[of];
  const { words, format } = useFigures();
  const unit = of === 'demand' ? 'count' : 'hours';
  const hasSums = !isBlank(grid.hours);
  return (
    <table class={css['table']} data-dense="true">
      <caption class="heard">{words.heat[of]}</caption>
      <thead>
        <tr>
          <th scope="col">{words.heat.hour}</th>
          {WEEKDAYS.map((weekday) => (
            <th key={weekday} scope="col">
              {format.weekday(weekday, 'short')}
            </th>
          ))}
          {hasSums && <th scope="col">{words.heat.sum}</th>}
        </tr>
      </thead>
      <tbody>
        {heat.hours.map((hour) => (
          <tr key={hour}>
            <th scope="row">{format.hour(hour)}</th>
            {grid.cells[hour]?.map((cell, column) => (
              <td key={column}>{format.cell(cell, unit)}</td>
            ))}
            {hasSums && <td>{format.cell(grid.hours[hour] ?? null, unit)}</td>}
          </tr>
        ))}
      </tbody>
      {!isBlank(grid.weekdays) && (
        <tfoot>
          <tr>
            <th scope="row">{words.heat.sum}</th>
            {grid.weekdays.map((cell, column) => (
              <td key={column}>{format.cell(cell, unit)}</td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}
