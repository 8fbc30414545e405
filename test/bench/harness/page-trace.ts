/** What the main thread of a page does between two marks, from a trace of Chromium. */
import type { Browser, Page } from 'playwright-core';

/** In ms. `task`: all tasks of the main thread, with what belongs to no kind. */
export interface PageWork {
  readonly script: number;
  readonly layout: number;
  readonly paint: number;
  readonly task: number;
  /** Time from the first mark to the last. */
  readonly passed: number;
}

interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly pid: number;
  readonly tid: number;
}

const CATEGORIES = ['devtools.timeline', 'blink.user_timing', 'v8', 'toplevel'];
const US_PER_MS = 1_000;

/** Which event is which kind of work. What is in none of them belongs to the event around it. */
const KINDS = {
  script:
    /^(?:EvaluateScript|FunctionCall|EventDispatch|TimerFire|FireAnimationFrame|RunMicrotasks|(?:Minor|Major)GC|v8\..*|V8\..*)$/,
  layout: /^(?:Layout|UpdateLayoutTree|HitTest)$/,
  paint: /^(?:PrePaint|Paint|Layerize|Commit)$/,
  task: /RunTask$/,
} as const;
type Kind = keyof typeof KINDS;

const kindOf = (name: string): Kind | null =>
  (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].test(name)) ?? null;

/** Traces the page during `work`, in which it must set both marks (`performance.mark`). */
export async function workOf(
  browser: Browser,
  page: Page,
  marks: readonly [from: string, to: string],
  work: () => Promise<void>,
): Promise<PageWork> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await work();
  const trace = (await browser.stopTracing()).toString();
  return workBetween((JSON.parse(trace) as { traceEvents: TraceEvent[] }).traceEvents, marks);
}

function workBetween(events: readonly TraceEvent[], names: readonly [string, string]): PageWork {
  const [from, to] = names.map((name) =>
    events.find((event) => event.name === name && event.cat.includes('user_timing')),
  );
  if (from === undefined || to === undefined) throw new Error(`no marks ${names.join(', ')}`);
  const spans = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === from.pid && tid === from.tid)
    .flatMap(({ name, ts, dur = 0 }) => {
      const [start, end] = [Math.max(ts, from.ts), Math.min(ts + dur, to.ts)];
      return end > start ? [{ kind: kindOf(name), start, end }] : [];
    })
    .toSorted((one, other) => one.start - other.start || other.end - one.end);
  const sums = { script: 0, layout: 0, paint: 0, task: 0 };
  const around: { readonly kind: Kind | null; readonly end: number }[] = [];
  // Each moment belongs to the innermost event of a kind.
  let at = from.ts;
  const passTo = (time: number): void => {
    const kind = around.findLast((each) => each.kind !== null)?.kind;
    if (kind !== null && kind !== undefined) sums[kind] += time - at;
    at = time;
  };
  const leave = (time: number): void => {
    for (let last = around.at(-1); last !== undefined && last.end <= time; last = around.at(-1)) {
      passTo(last.end);
      around.pop();
    }
  };
  for (const { kind, start, end } of spans) {
    leave(start);
    passTo(start);
    around.push({ kind, end });
  }
  leave(to.ts);
  const { script, layout, paint, task } = sums;
  const inMs = (us: number): number => us / US_PER_MS;
  return {
    ...{ script: inMs(script), layout: inMs(layout), paint: inMs(paint) },
    task: inMs(script + layout + paint + task),
    passed: inMs(to.ts - from.ts),
  };
}
