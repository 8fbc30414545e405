import {
  DAYS,
  EVENING,
  HOURS_OF_DAY,
  MOST_SPANS,
  type Span,
  type Week,
} from '../../../state/plan/week.ts';
import fields from '../../../styles/admin/fields.module.css';
import css from '../../../styles/admin/plan/hours.module.css';
import { useAdminI18n } from '../admin-words.ts';
import { Button } from '../../parts/button.tsx';
import { usePlanText } from './plan-words.ts';

interface HoursFieldProps {
  readonly week: Week;
  /** Open hours in the week. */
  readonly total: number;
  readonly strict: boolean;
  readonly onChange: (week: Week) => void;
}

const CLOSED = '';
const HOURS = Array.from({ length: HOURS_OF_DAY }, (_, hour) => hour);

/** The opening hours of an ordinary week: for each day a start and an end, or several. */
export function HoursField({ week, total, strict, onChange }: HoursFieldProps) {
  const i18n = useAdminI18n();
  const { words } = usePlanText();
  const set = (day: number, spans: readonly Span[]): void =>
    onChange(week.map((own, nth) => (nth === day ? spans : own)));
  return (
    <div class={css['hours']}>
      <ul class={css['days']}>
        {DAYS.map((day) => (
          <Day key={day} day={day} spans={week[day] ?? []} onChange={(spans) => set(day, spans)} />
        ))}
      </ul>
      <div class={css['foot']}>
        <span role="status">
          {total > 0 && i18n.plural(words.hours.total, total)}
          {total === 0 && (
            <strong class={strict ? fields['error'] : undefined}>{words.hours.none}</strong>
          )}
        </span>
        <Button kind="quiet" onPress={() => onChange(DAYS.map(() => week[0] ?? []))}>
          {words.hours.same}
        </Button>
      </div>
    </div>
  );
}

interface DayProps {
  readonly day: number;
  readonly spans: readonly Span[];
  readonly onChange: (spans: readonly Span[]) => void;
}

function Day({ day, spans, onChange }: DayProps) {
  const { words, longDay } = usePlanText();
  const name = longDay(day);
  const shown = spans.length === 0 ? [null] : spans;
  const set = (nth: number, span: Span | null): void => {
    const others = [...spans];
    others.splice(nth, 1, ...(span === null ? [] : [span]));
    onChange(others);
  };
  return (
    <li class={css['day']}>
      <span class={css['name']} aria-hidden="true">
        {name}
      </span>
      <div class={css['spans']}>
        {shown.map((span, nth) => (
          <SpanPicks key={nth} day={name} span={span} onChange={(next) => set(nth, next)} />
        ))}
        {spans.length > 0 && spans.length < MOST_SPANS && (
          <button
            type="button"
            class={css['add']}
            aria-label={words.hours.add(name)}
            onClick={() => onChange([...spans, EVENING])}
          >
            <span aria-hidden="true">+</span>
          </button>
        )}
      </div>
    </li>
  );
}

interface SpanProps {
  readonly day: string;
  readonly span: Span | null;
  readonly onChange: (span: Span | null) => void;
}

function SpanPicks({ day, span, onChange }: SpanProps) {
  const { words } = usePlanText();
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return (
    <span class={css['span']}>
      <select
        aria-label={words.hours.from(day)}
        value={span === null ? CLOSED : String(span.from)}
        onChange={({ currentTarget: { value } }) =>
          onChange(
            value === CLOSED ? null : { until: span?.until ?? EVENING.until, from: Number(value) },
          )
        }
      >
        <option value={CLOSED}>{words.hours.closed}</option>
        {HOURS.map((hour) => (
          <option key={hour} value={String(hour)}>
            {two(hour)}
          </option>
        ))}
      </select>
      {span !== null && (
        <>
          <span aria-hidden="true">–</span>
          <select
            aria-label={words.hours.until(day)}
            value={String(span.until)}
            onChange={({ currentTarget: { value } }) => onChange({ ...span, until: Number(value) })}
          >
            {HOURS.map((before) => {
              const hour = before + 1;
              return (
                <option key={hour} value={String(hour)}>
                  {hour <= span.from ? words.hours.tomorrow(two(hour)) : two(hour)}
                </option>
              );
            })}
          </select>
        </>
      )}
    </span>
  );
}
