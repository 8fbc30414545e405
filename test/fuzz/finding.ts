import { inspect, isDeepStrictEqual } from 'node:util';

/** The system violated a rule; this ends the run. */
class Finding extends Error {}

let note: (finding: Error) => void = () => {};

/** Calls `take` for each finding, because the client may catch what is thrown while it shows something. */
export function noteFindings(take: (finding: Error) => void): void {
  note = take;
}

export function must(holds: boolean, what: string, ...about: readonly unknown[]): void {
  if (holds) return;
  const told = about.map((each) => inspect(each, { depth: 6, breakLength: 110 }));
  const finding = new Finding([what, ...told].join('\n  '));
  note(finding);
  throw finding;
}

export function mustEqual(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  must(false, what, { actual: shortened(actual) }, { expected: shortened(expected) });
}

/** Long keys and ciphertexts carry no information for the reader. */
function shortened(value: unknown): unknown {
  const json = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' && each.length > 60 ? `${each.slice(0, 20)}…` : each,
  );
  return json === undefined ? undefined : (JSON.parse(json) as unknown);
}
