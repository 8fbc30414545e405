/** What the main thread of a page does between two marks, from a trace of Chromium. */
import type { Browser, Page } from 'playwright-core';

/** CPU time of the main thread (ms). `all`: also what belongs to none of the kinds. */
export interface PageWork {
  readonly script: number;
  readonly layout: number;
  readonly paint: number;
  readonly all: number;
  /** Time from the first mark to the last one (ms). */
  readonly passed: number;
}

/** `ts`, `dur`: time that passed; `tts`, `tdur`: CPU time of the thread. All in µs. */
interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly tts?: number;
  readonly tdur?: number;
}

const CATEGORIES = ['devtools.timeline', 'blink.user_timing', 'v8'];
const US_PER_MS = 1_000;

/** The kinds of events. Other events count as the one around them. */
const KINDS = {
  script:
    /^(?:EvaluateScript|FunctionCall|EventDispatch|TimerFire|FireAnimationFrame|RunMicrotasks|(?:Minor|Major)GC|v8\..*|V8\..*)$/,
  layout: /^(?:Layout|UpdateLayoutTree|HitTest)$/,
  paint: /^(?:PrePaint|Paint|Layerize|Commit)$/,
} as const;
type Kind = keyof typeof KINDS;

const kindOf = (name: string): Kind | undefined =>
  (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].test(name));

/** Traces the page during `work`, in which it sets both marks (`performance.mark`). */
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
  if (from?.tts === undefined || to?.tts === undefined)
    throw new Error(`the trace lacks the marks ${names.join(', ')}, or their CPU time`);
  const [first, last] = [from.tts, to.tts];
  const spans = events
    .filter(({ ph, pid, tid }) => ph === 'X' && pid === from.pid && tid === from.tid)
    .flatMap(({ name, tts = 0, tdur = 0 }) => {
      const kind = kindOf(name);
      const [start, end] = [Math.max(tts, first), Math.min(tts + tdur, last)];
      return kind !== undefined && end > start ? [{ kind, start, end }] : [];
    })
    .toSorted((one, other) =>
      one.start === other.start ? other.end - one.end : one.start - other.start,
    );
  const sums = { script: 0, layout: 0, paint: 0 };
  // Each moment belongs to the innermost event.
  const around: (typeof spans)[number][] = [];
  let at = first;
  const passTo = (time: number): void => {
    const inner = around.at(-1);
    if (inner !== undefined) sums[inner.kind] += time - at;
    at = time;
  };
  const leaveUntil = (time: number): void => {
    for (let inner = around.at(-1); inner !== undefined && inner.end <= time;) {
      passTo(inner.end);
      around.pop();
      inner = around.at(-1);
    }
  };
  for (const span of spans) {
    leaveUntil(span.start);
    passTo(span.start);
    around.push(span);
  }
  leaveUntil(last);
  return {
    script: sums.script / US_PER_MS,
    layout: sums.layout / US_PER_MS,
    paint: sums.paint / US_PER_MS,
    all: (last - first) / US_PER_MS,
    passed: (to.ts - from.ts) / US_PER_MS,
  };
}
