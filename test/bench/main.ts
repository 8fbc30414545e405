/**
 * `pnpm bench [row…] [--runs N] [--quick] [--profile DIR]`: measures, prints the report and writes
 * `artefacts/bench.md`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { profileInto } from './harness/profile.ts';
import { exceeds, report } from './harness/report.ts';
import type { Result } from './harness/result.ts';
import { rows } from './rows/index.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !Object.hasOwn(rows, name));
if (unknown.length > 0) {
  console.error(`No such row: ${unknown.join(', ')}. There are: ${Object.keys(rows).join(', ')}.`);
  process.exit(1);
}
if (values.profile !== undefined) profileInto(values.profile);
const options = { runs: Number(values.runs ?? (values.quick ? 2 : 5)), quick: values.quick };

const results: Result[] = [];
for (const [name, row] of Object.entries(rows)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const startedAt = performance.now();
  results.push(...(await row(options)));
  const seconds = (performance.now() - startedAt) / 1_000;
  console.error(`${name}: ${seconds.toFixed(0)} s`);
}
const text = report(results, options);
const folder = join(import.meta.dirname, '..', 'artefacts');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bench.md'), text);
console.log(text);
// Quick runs are too short for meaningful figures.
if (!options.quick && results.some(exceeds)) process.exitCode = 1;
