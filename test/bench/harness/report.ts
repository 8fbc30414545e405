/** The results as Markdown. Figures above their limit and figures that reach their stretch goal are marked. */
import { cpus, release, totalmem } from 'node:os';
import type { Aside, Figure, Growth, Limit, Options, Result } from './result.ts';
import { exponent, median } from './statistics.ts';

const GIB = 1_024 ** 3;

/** Three significant digits; whole numbers from 1,000 on. */
function shown(value: number): string {
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

const range = (values: readonly number[]) =>
  values.length > 1 ? ` (${shown(Math.min(...values))}–${shown(Math.max(...values))})` : '';

/** 1/15 rather than 0.0667. */
const limit = (value: number) => (value < 0.5 ? `1/${shown(1 / value)}` : shown(value));

const ratiosOf = ({ ours, theirs }: Figure) =>
  ours.map((value, run) => value / (theirs[run] ?? Number.NaN));

/** Whether the result is above its limit. */
export function exceeds(result: Result): boolean {
  if (result.kind === 'figure') return !(median(ratiosOf(result)) <= result.atMost);
  return result.kind === 'limit' && !(median(result.values) <= result.atMost);
}

function figureRow(row: Figure): string[] {
  const { figure, reference, ours, theirs, unit, atMost, stretch } = row;
  const ratios = ratiosOf(row);
  const ratio = median(ratios);
  const verdict = ratio <= stretch ? '★' : exceeds(row) ? '✗ exceeds' : '✓';
  return [
    ...[figure, reference, `${shown(ratio)}${range(ratios)}`, limit(atMost), limit(stretch)],
    ...[verdict, `${shown(median(ours))} ${unit}`, `${shown(median(theirs))} ${unit}`],
  ];
}

function limitRow(row: Limit): string[] {
  const { what, values, atMost, unit } = row;
  const value = `${shown(median(values))}${range(values)} ${unit}`;
  return [what, value, `${shown(atMost)} ${unit}`, exceeds(row) ? '✗ exceeds' : '✓'];
}

function growthRow({ what, size, unit, points }: Growth): string[] {
  const costs = points.map((point) => `${shown(point.size)}: ${shown(point.cost)}`).join(' · ');
  return [what, size, `${costs} ${unit}`, exponent(points).toFixed(2)];
}

const asideRow = ({ what, values, unit }: Aside): string[] => [
  what,
  `${shown(median(values))}${range(values)} ${unit}`,
];

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  if (lines.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return `${line(heads)}${line(heads.map(() => '---'))}${lines.map(line).join('')}\n`;
}

export function report(results: readonly Result[], { runs, quick }: Options): string {
  const of = <K extends Result['kind']>(kind: K) =>
    results.filter((result): result is Extract<Result, { kind: K }> => result.kind === kind);
  const [cpu] = cpus();
  const machine = [
    `${cpus().length} × ${cpu?.model.trim() ?? 'CPU'}`,
    ...[`${shown(totalmem() / GIB)} GiB`, `Linux ${release()}`, `Node ${process.versions.node}`],
    `${runs} interleaved runs${quick ? ', quick: figures are not meaningful' : ''}`,
  ];
  return [
    `${machine.join(' · ')}. Ratio: median of the runs (least–most). ★ reaches stretch, ✗ exceeds at most.\n\n`,
    table(
      ['figure', 'reference', 'ratio', 'at most', 'stretch', '', 'ours', 'reference’s'],
      of('figure').map(figureRow),
    ),
    table(['limit', 'value', 'at most', ''], of('limit').map(limitRow)),
    table(['growth', 'with', 'cost', 'exponent'], of('growth').map(growthRow)),
    table(['additional', 'value'], of('aside').map(asideRow)),
  ].join('');
}
