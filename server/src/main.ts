/** A server node: configuration, the app, signals. The only place that listens to the process. */
import { startApp } from './app.ts';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, processConfig } from './config.ts';
import { StoreError } from './store/reach.ts';
import { createLog } from './observe/log.ts';

/** A clean stop takes no longer than this, after the time that balancers have (rule F2). */
const STOP_MS = 8_000;

async function main(): Promise<void> {
  const config = processConfig();
  const log = createLog(config.logLevel, randomIds.id().slice(0, 6));
  const app = await startApp({
    config,
    log,
    clock: systemClock,
    ids: randomIds,
    namespace: 'terskel',
  });

  const stop = (signal: string) => {
    log.info('stopping', { signal });
    systemClock.after(config.drainMs + STOP_MS, () => process.exit(1));
    const drained = app.drain().catch(() => {});
    const closed = drained.then(() => app.close());
    closed.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof ConfigError || error instanceof StoreError)
    process.stderr.write(`${error.message}\n`);
  else if (code === 'EADDRINUSE') process.stderr.write('PORT is in use by another program.\n');
  else if (/^(?:EADDRNOTAVAIL|EAI_\w+|EINVAL|ENOTFOUND)$/.test(code ?? ''))
    process.stderr.write('HOST is not an address of this machine.\n');
  else if (code === 'EACCES')
    process.stderr.write('HOST and PORT may not be listened on by this user.\n');
  else
    process.stderr.write(
      `Terskel could not start: ${error instanceof Error ? error.constructor.name : 'unknown'}.\n`,
    );
  process.exit(1);
});
