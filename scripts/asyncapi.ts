/**
 * `pnpm asyncapi` writes `shared/asyncapi.json` from the contract; with `--check` it only says whether the file is
 * what it would write.
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
  console.error(`${PATH} is not what the contract says: run pnpm asyncapi.`);
  process.exitCode = 1;
}

function read(): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
