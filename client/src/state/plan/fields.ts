/** The numbers that a coordinator may change: their bounds, defaults, and what a text means. Pure. */
import { GOALS } from '../../planner/plan.ts';
import type { Basis } from './basis.ts';

export interface Field {
  readonly least: number;
  readonly most: number;
  /** Whole numbers only. */
  readonly whole?: true;
  /** May stay empty. */
  readonly optional?: true;
}

/** Shares are in percent. */
export const FIELDS = {
  /** Seekers in an open hour, where nothing is measured. */
  arrivals: { least: 0, most: 60 },
  /** More (or fewer) seekers than measured. */
  change: { least: -90, most: 900 },
  durationMin: { least: 5, most: 240 },
  /** What a volunteer needs after each conversation. */
  afterMin: { least: 0, most: 60 },
  /** Length of a conversation while its volunteer has two. */
  togetherMin: { least: 5, most: 480 },
  patienceMin: { least: 1, most: 240 },
  servedInTime: { least: 50, most: 99 },
  withinMin: { least: 1, most: 60 },
  left: { least: 1, most: 50 },
  /** Volunteers in each open hour; empty: as measured. */
  present: { least: 0, most: 50, whole: true, optional: true },
  otherArrivals: { least: 0, most: 60, optional: true },
  otherPresent: { least: 0, most: 50, whole: true, optional: true },
} as const satisfies Readonly<Record<string, Field>>;
export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** Where a number comes from. `usual`: the usual goal. `own`: the coordinator wrote it. */
export type Source = 'measured' | 'assumed' | 'usual' | 'own';

export interface Value {
  /** Null: left empty, or wrong. */
  readonly value: number | null;
  readonly source: Source;
  readonly wrong: boolean;
}
export type Values = Readonly<Record<FieldName, Value>>;
/** What the coordinator has written, by field. */
export type Texts = Readonly<Partial<Record<FieldName, string>>>;

const ASSUMED: Readonly<Partial<Record<FieldName, number>>> = {
  arrivals: 1,
  change: 0,
  durationMin: 45,
  afterMin: 5,
  patienceMin: 10,
  servedInTime: GOALS.servedInTime * 100,
  withinMin: GOALS.withinMin,
  left: GOALS.left * 100,
};
const GOAL_NAMES: ReadonlySet<FieldName> = new Set(['servedInTime', 'withinMin', 'left']);
/** Two conversations at a time last longer by about a third (our estimate). */
const TOGETHER = 1.3;

/** Accepts a decimal comma or point. Undefined: no such number. */
export function parsed(text: string, field: Field): number | null | undefined {
  const trimmed = text.trim().replace('−', '-').replace(',', '.');
  if (trimmed === '') return field.optional === true ? null : undefined;
  if (!/^-?\d{1,4}(?:\.\d{1,4})?$/.test(trimmed)) return undefined;
  const number = Number(trimmed);
  const fits = number >= field.least && number <= field.most;
  return fits && (field.whole !== true || Number.isInteger(number)) ? number : undefined;
}

/** Every number with its source. What is written wins over what is measured, and that over what is assumed. */
export function valuesOf(texts: Texts, basis: Pick<Basis, 'durationMin' | 'patienceMin'>): Values {
  const valueOf = (name: FieldName, given: number | null, assumed = ASSUMED[name]): Value => {
    const text = texts[name];
    const field: Field = FIELDS[name];
    if (text !== undefined) {
      const number = parsed(text, field);
      return { value: number ?? null, source: 'own', wrong: number === undefined };
    }
    if (given === null) {
      const source = GOAL_NAMES.has(name) ? 'usual' : 'assumed';
      return { value: assumed ?? null, source, wrong: false };
    }
    const value = Math.min(field.most, Math.max(field.least, Math.round(given)));
    return { value, source: 'measured', wrong: false };
  };
  const durationMin = valueOf('durationMin', basis.durationMin);
  const one = durationMin.value ?? 0;
  const together = valueOf('togetherMin', null, Math.round(one * TOGETHER));
  const rest = FIELD_NAMES.map((name) => [name, valueOf(name, null)] as const);
  return {
    ...(Object.fromEntries(rest) as Values),
    ...{ durationMin, patienceMin: valueOf('patienceMin', basis.patienceMin) },
    // A conversation does not become shorter because its volunteer has another one.
    togetherMin: { ...together, wrong: together.wrong || (together.value ?? one) < one },
  };
}
