/** The options of `demo`. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '@terskel/server/config';
import { localStores } from '@terskel/server/local-stores';
import { ROOT } from '../env.ts';
import { PEOPLE } from './association.ts';

export interface DemoOptions {
  readonly config: Config;
  readonly seekers: number;
  readonly volunteers: number;
  readonly pace: number;
  /** Days of history; 0: none. */
  readonly days: number;
}

const YEAR_DAYS = 366;
const USAGE =
  'demo takes --seekers N, --volunteers N, --pace X, --days N, --no-history, --port N and --folder PATH.';

/**
 * Throws an error whose message is one line that names the invalid option. The demo listens on this machine only, and
 * ignores the variables that say where the data of a real service is.
 */
export function readDemoOptions(args: readonly string[], env: NodeJS.ProcessEnv): DemoOptions {
  const values = readArguments(args);
  const dataDir = resolve(ROOT, values.folder);
  const { live, ledger } = localStores(dataDir);
  const port = numberIn('port', values.port, { from: 1, to: 65_535, whole: true });
  const config = readConfig({
    ...(env['LOG_LEVEL'] !== undefined && { LOG_LEVEL: env['LOG_LEVEL'] }),
    ...{ HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, DRAIN_MS: '0' },
    ...{ REDIS_URL: live.url, LEDGER_URL: ledger.url },
  });
  const days = numberIn('days', values.days, { from: 0, to: 3 * YEAR_DAYS, whole: true });
  return {
    config,
    seekers: numberIn('seekers', values.seekers, { from: 0, to: 500, whole: true }),
    volunteers: numberIn('volunteers', values.volunteers, {
      from: 0,
      to: PEOPLE.length,
      whole: true,
    }),
    pace: numberIn('pace', values.pace, { from: 0.1, to: 100, whole: false }),
    days: values['no-history'] ? 0 : days,
  };
}

function readArguments(args: readonly string[]) {
  const options = {
    seekers: { type: 'string', default: '5' },
    volunteers: { type: 'string', default: '3' },
    pace: { type: 'string', default: '1' },
    days: { type: 'string', default: String(YEAR_DAYS) },
    'no-history': { type: 'boolean', default: false },
    port: { type: 'string', default: '3000' },
    folder: { type: 'string', default: join(ROOT, '.demo') },
  } as const;
  try {
    return parseArgs({ options, args: [...args] }).values;
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new Error(`${line} ${USAGE}`, { cause: error });
  }
}

function numberIn(
  name: string,
  text: string,
  { from, to, whole }: { readonly from: number; readonly to: number; readonly whole: boolean },
): number {
  const value = Number(text);
  const isValid =
    text !== '' && value >= from && value <= to && (!whole || Number.isInteger(value));
  if (isValid) return value;
  throw new Error(
    `--${name} is not valid: it should be a ${whole ? 'whole ' : ''}number from ${from} to ${to}.`,
  );
}
