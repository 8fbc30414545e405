/** A server node: configuration, the app, signals. The only place that listens to the process. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { startApp } from './app.ts';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, processConfig } from './config.ts';
import { errorCode } from './domain/error-code.ts';
import { StoreError } from './store/reach.ts';
import { createLog, type Log } from './observe/log.ts';

/** Once the doors are open: to load what is not needed at once holds up all else for a moment, and nobody should wait for it. */
const LOAD_LATER_MS = 1_000;
/** A clean stop takes no longer than this, after the time that balancers have (rule F2). */
const STOP_MS = 8_000;

/** Begin once standard input ends: `start` has us load while it brings up the stores. */
const STANDARD_INPUT = 0;
const HELD = '--held';

/** Nothing of what the process holds gets out of it, or lasts in it, without our doing (rules A7, A8). */
function keepToItself(log: Log): void {
  // What the collector frees is cleared at once.
  setFlagsFromString('--clear-free-memory');
  // Node would print the message of an error or a warning, and both may quote what somebody sent.
  const crash = (error: unknown) => {
    log.error('crashed', { code: errorCode(error) });
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  process.removeAllListeners('warning');
  process.on('warning', (warning: NodeJS.ErrnoException) =>
    log.warn('warning', { code: warning.code ?? errorCode(warning) }),
  );
  // Else this signal opens a debugger, which shows everything.
  process.on('SIGUSR1', () => log.warn('debugger_refused'));
  try {
    // A core dump holds none of the memory (Linux), whatever limits we were started with.
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {}
}

const loadTheRest = () =>
  Promise.all([import('./passkeys/relying-party.ts'), import('./help/markdown.ts')]);

async function main(): Promise<void> {
  const config = processConfig();
  const log = createLog(config.logLevel, randomIds.id().slice(0, 6));
  keepToItself(log);
  const isHeld = process.argv.includes(HELD);
  if (isHeld) readFileSync(STANDARD_INPUT);
  // Whoever starts a node among others has the time: it should not stop for a moment while tabs come to it.
  else await loadTheRest();
  const app = await startApp({
    config,
    log,
    clock: systemClock,
    ids: randomIds,
    namespace: 'terskel',
  });

  // What could not be loaded now is loaded by whoever needs it.
  if (isHeld) systemClock.after(LOAD_LATER_MS, () => void loadTheRest().catch(() => {}));

  let stopping = false;
  const stop = (signal: string) => {
    // Asked again, by whoever started us or by a hand at the terminal: it is under way, and ends in time.
    if (stopping) return;
    stopping = true;
    log.info('stopping', { signal });
    systemClock.after(config.drainMs + STOP_MS, () => process.exit(1));
    const drained = app.drain().catch(() => {});
    const closed = drained.then(() => app.close());
    closed.then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A terminal that goes away ends whoever was started in it, who then stops us, or goes on.
  process.on('SIGHUP', () => {});
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
  else process.stderr.write(`Terskel could not start: ${errorCode(error)}.\n`);
  process.exit(1);
});
