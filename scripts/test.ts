/**
 * `pnpm test [filter …]`: provides what the tests need (a Redis, a browser, the built pages), then runs the checks and
 * all tests. With a filter (`pnpm test flow/queue`) only the matching tests run, without the checks. The last line is
 * always `N passed, N failed`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildClient } from './build.ts';
import { describeChromium, findChromium } from './chromium.ts';
import { ROOT } from './env.ts';
import { findRedisServer } from './redis.ts';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const say = (line: string): void => console.log(line);
const filters = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'terskel-report-'));
const reportPath = join(dir, 'report.json');
let report: Report | undefined;
let allWell = false;
try {
  const [env, built] = await Promise.all([bring(), build()]);
  const checked = filters.length > 0 || (await run(process.execPath, ['scripts/check.ts'], {}));
  const vitest = join(ROOT, 'test', 'node_modules', '.bin', 'vitest');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`];
  const args = ['run', '--config=test/vitest.config.ts', ...reporters, ...filters];
  const passed = await run(vitest, args, env);
  report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report;
  if (!checked || !built) console.log('A check or the build failed: see above the tests.');
  allWell = checked && built && passed;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
}
rmSync(dir, { recursive: true });
console.log(summary(report, allWell));
process.exitCode = allWell && report !== undefined && report.numPassedTests > 0 ? 0 : 1;

/** The environment variables of the tests: the path of the Redis server, and the browser as JSON. */
async function bring(): Promise<Record<string, string>> {
  const [redis, chromium] = await Promise.all([findRedisServer(say), findChromium(say)]);
  say(`Browser of the tests: ${await describeChromium(chromium)}`);
  return { TERSKEL_REDIS_SERVER: redis, TERSKEL_CHROMIUM: JSON.stringify(chromium) };
}

/** Builds the pages. A failed build fails the command, but only after the server tests have run. */
async function build(): Promise<boolean> {
  try {
    await buildClient(say);
    return true;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return false;
  }
}

function run(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' } as const;
    const child = spawn(program, args, options);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}

/**
 * A test file that could not be loaded contains no failed test, but counts as one failure. The same holds for any other
 * error, such as an unhandled one.
 */
function summary(result: Report | undefined, isWell: boolean): string {
  if (result === undefined) return '0 passed, 1 failed';
  const unloadable = result.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  const skipped = result.numPendingTests + result.numTodoTests;
  const failed = Math.max(result.numFailedTests + unloadable.length, isWell ? 0 : 1);
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
