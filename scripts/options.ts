/** The options of `start`, validated before anything is started (rule F8). */
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '@terskel/server/config';
import { localStores } from '@terskel/server/local-stores';
import { ROOT, setting } from './env.ts';

export interface Options {
  readonly config: Config;
  /** One entry for each server process. */
  readonly processes: readonly { readonly port: number; readonly metricsPort: number | null }[];
  readonly dev: boolean;
}

const HIGHEST_PORT = 65_535;

/** Throws an error whose message is one line that names the invalid option or variable. */
export function readOptions(): Options {
  const values = readArguments();
  const nodes = Number(values.nodes);
  if (!Number.isInteger(nodes) || nodes < 1) {
    throw new Error('--nodes is not valid: it should be the number of server processes.');
  }
  const dataDir = resolve(ROOT, setting('DATA_DIR') ?? '.data');
  const { live, ledger } = localStores(dataDir);
  const config = readConfig({
    ...process.env,
    DATA_DIR: dataDir,
    REDIS_URL: setting('REDIS_URL') ?? live.url,
    LEDGER_URL: setting('LEDGER_URL') ?? ledger.url,
  });
  if (config.port === 0) throw new Error('PORT is 0: start needs one that it can tell you.');
  const { port, metricsPort } = config;
  for (const [name, first] of Object.entries({ PORT: port, METRICS_PORT: metricsPort ?? 0 })) {
    if (first + nodes - 1 > HIGHEST_PORT)
      throw new Error(`${name} ${first} is too high for ${nodes} server processes in a row.`);
  }
  if (metricsPort !== null && Math.abs(metricsPort - port) < nodes) {
    throw new Error(
      `METRICS_PORT ${metricsPort} is too close to PORT ${port}: each process takes its own.`,
    );
  }
  const processes = Array.from({ length: nodes }, (_, index) => ({
    port: port + index,
    metricsPort: metricsPort === null ? null : metricsPort + index,
  }));
  return { config, processes, dev: values.dev };
}

function readArguments() {
  const options = {
    nodes: { type: 'string', default: '1' },
    dev: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new Error(`${line} start takes --nodes N.`, { cause: error });
  }
}

export async function mustBeFree(host: string, port: number, prefix = ''): Promise<void> {
  await new Promise<void>((free, taken) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = code === 'EADDRINUSE' ? 'is in use' : `may not be used (${code})`;
      const line =
        code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
          ? `${prefix}HOST is ${host}: this machine has no such address.`
          : `${prefix}PORT ${port} ${why}. Choose another: ${prefix}PORT=4000 npx -y pnpm start`;
      taken(new Error(line));
    });
    probe.listen({ host, port }, () => probe.close(() => free()));
  });
}
