/** Entry point of a server node: configuration, the app, signals. The only file that uses `process.on`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { startApp } from './app.ts';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, processConfig } from './config.ts';
import { errorCode } from './domain/error-code.ts';
import { StoreError } from './redis/startup-checks.ts';
import { createLog, type Log } from './observe/log.ts';

/** Delay before loading optional modules: loading blocks the event loop and must not slow start-up (ms). */
const LOAD_LATER_MS = 1_000;
/** Longest time for a clean stop, after the time that load balancers get to notice (`drainMs`) (rule F2). */
const STOP_MS = 8_000;

const STANDARD_INPUT = 0;
/** With this flag the node starts when standard input ends. `start` uses it to load modules while the stores start. */
const HELD = '--held';

/** Prevents that data in memory leaves the process, or stays there after it is freed (rules A7, A8). */
function keepToItself(log: Log): void {
  // V8 clears freed memory at once.
  setFlagsFromString('--clear-free-memory');
  // By default Node prints messages of errors and warnings, which may quote what a client sent.
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
  // By default SIGUSR1 opens the inspector, which exposes all memory.
  process.on('SIGUSR1', () => log.warn('debugger_refused'));
  try {
    // Keeps all memory out of core dumps (Linux), whatever resource limits the process inherited.
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
  // A node that joins others loads everything first, so that it does not block once clients connect.
  else await loadTheRest();
  const app = await startApp({
    config,
    log,
    clock: systemClock,
    ids: randomIds,
    namespace: 'terskel',
  });

  // A module that fails to load here is loaded again at first use.
  if (isHeld) systemClock.after(LOAD_LATER_MS, () => void loadTheRest().catch(() => {}));

  let stopping = false;
  const stop = (signal: string) => {
    // A second signal, from the parent process or the terminal, changes nothing: the stop has a time limit.
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
  // When the terminal closes, the parent process decides whether to stop this node or to keep running.
  process.on('SIGHUP', () => {});
}

main().catch((error: unknown) => {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof ConfigError || error instanceof StoreError)
    process.stderr.write(`${error.message}\n`);
  else if (code === 'EADDRINUSE') process.stderr.write('PORT is in use by another program.\n');
  else if (/^(?:EADDRNOTAVAIL|EAI_\w+|EINVAL|ENOTFOUND)$/.test(code ?? ''))
    process.stderr.write('HOST is not an address of this machine.\n');
  else if (code === 'EACCES') process.stderr.write('This user may not listen on HOST and PORT.\n');
  else process.stderr.write(`Terskel could not start: ${errorCode(error)}.\n`);
  process.exit(1);
});
