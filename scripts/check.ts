/**
 * `pnpm check`: all checks that do not need a running service, in seconds. Prints one line for each check, and the
 * output of those that failed.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildClient } from './build.ts';
import { ROOT } from './env.ts';
import { forbiddenText, secretsInPages, untestedRules } from './house-rules.ts';
import { overweight } from './weights.ts';

interface Check {
  readonly name: string;
  /** The faults that were found; empty if there are none. */
  readonly run: () => Promise<string> | string;
}

const checks: readonly Check[] = [
  { name: 'format', run: () => tool('oxfmt', '--check') },
  { name: 'lint', run: () => tool('oxlint') },
  ...['shared', 'server', 'client', 'test', 'scripts'].map((name) => ({
    name: `types of ${name}`,
    run: () => tool('tsc', '--project', name),
  })),
  { name: 'dead code', run: () => tool('knip', '--no-progress') },
  { name: 'contract document', run: () => node('scripts/asyncapi.ts', '--check') },
  { name: 'rules and their tests', run: () => untestedRules().join('\n') },
  { name: 'forbidden text', run: () => forbiddenText().join('\n') },
  { name: 'secrets in the pages', run: () => built.then(() => secretsInPages().join('\n')) },
  { name: 'sizes of the pages', run: async () => (await built.then(overweight)).join('\n') },
];

const built = buildClient(() => {});
const outcomes = await Promise.all(
  checks.map(async ({ name, run }) => {
    const fault = await Promise.resolve()
      .then(run)
      .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    console.log(`${fault === '' ? '✓' : '✗'} ${name}`);
    return { name, fault };
  }),
);
const failed = outcomes.filter(({ fault }) => fault !== '');
for (const { name, fault } of failed) console.log(`\n── ${name} ──\n${fault.trim()}`);
if (failed.length > 0) {
  console.log(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}

function tool(name: string, ...args: readonly string[]): Promise<string> {
  return output(join(ROOT, 'node_modules', '.bin', name), args);
}

function node(script: string, ...args: readonly string[]): Promise<string> {
  return output(process.execPath, [join(ROOT, script), ...args]);
}

/** The output of a program that failed; empty if it succeeded. */
async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    await promisify(execFile)(program, args, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    return '';
  } catch (error) {
    const {
      stdout = '',
      stderr = '',
      message = '',
    } = error as {
      stdout?: string;
      stderr?: string;
      message?: string;
    };
    const text = `${stdout}${stderr}`;
    return text.trim() === '' ? message : text;
  }
}
