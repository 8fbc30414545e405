/**
 * `pnpm asyncapi` writes `shared/asyncapi.json` from the contract. With `--check` it only checks whether the file is up
 * to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncapi } from './asyncapi/document.ts';
import { ROOT } from './env.ts';

const PATH = join('shared', 'asyncapi.json');

const file = join(ROOT, PATH);
const text = `${JSON.stringify(asyncapi(), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (text !== read()) {
  console.error(`${PATH} is out of date: run pnpm asyncapi.`);
  process.exitCode = 1;
}

function read(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
