/**
 * `pnpm start [--nodes N]`: runs everything that Terskel needs on this machine, until Ctrl-C.
 * Builds the pages if they are stale, starts each store without a configured URL, then the server.
 * `--dev` also rebuilds and restarts on change.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildClient, VITE } from './build.ts';
import { ended, spawnBound, stop } from './children.ts';
import { refuseDemoFolder, refuseDemoLedger } from './demo/marker.ts';
import { ROOT, setting } from './env.ts';
import { mustBeFree, readOptions } from './options.ts';
import { becomesReady, firstInvite, letGo, startServer } from './server.ts';
import { startStores } from './stores.ts';

/** Time for the server to stop, after `drainMs`. Slightly longer than the server's own limit. */
const STOP_GRACE_MS = 9_000;

interface Ending {
  readonly code: number;
  readonly why?: string;
}

const say = (line: string): void => console.log(line);
const end = Promise.withResolvers<Ending>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => end.resolve({ code: 0 }));
}
process.on('SIGHUP', () => {
  // Node overrides the signal handling of nohup. If the output is a file, the service must outlive the terminal.
  if (process.stdout.isTTY) end.resolve({ code: 0 });
});
const running = new AsyncDisposableStack();
const bringingUp = bringUp().catch((error: unknown) => {
  end.resolve({ code: 1, why: error instanceof Error ? error.message : String(error) });
});
const ending = await end.promise;
if (ending.why !== undefined) console.error(ending.why);
// Resources that are still starting get a moment to be added to `running`, so that they are disposed of.
await Promise.race([bringingUp, delay(2_000)]);
await running.disposeAsync();
process.exit(ending.code);

async function bringUp(): Promise<void> {
  const { config, processes, dev } = readOptions();
  refuseDemoFolder(config.dataDir);
  for (const { port, metricsPort } of processes) {
    await mustBeFree(config.host, port);
    if (metricsPort !== null) await mustBeFree(config.metricsHost, metricsPort, 'METRICS_');
  }

  // Created first, so that it is disposed of last: the stores stop after the servers.
  const below = running.use(new AsyncDisposableStack());
  // Loading the servers takes most of the start time, so everything else is started meanwhile.
  const servers = processes.map((ports) => startServer(config, ports, dev));
  running.defer(async () => {
    await Promise.all(servers.map((server) => stop(server, config.drainMs + STOP_GRACE_MS)));
  });
  for (const server of servers) endWith(ended(server), 'a server process');

  const given = { liveUrl: setting('REDIS_URL'), ledgerUrl: setting('LEDGER_URL') };
  const starting = startStores(config.dataDir, given, say).then((stores) => below.use(stores));
  const building = buildClient(say);
  // If one fails, the other must still settle, so that it can be stopped.
  await Promise.allSettled([starting, building]);
  const [stores] = await Promise.all([starting, building]);
  for (const { name, server } of stores.own) endWith(server.ended, name);
  await refuseDemoLedger(
    stores.ledgerUrl,
    given.ledgerUrl === undefined ? 'DATA_DIR' : 'LEDGER_URL',
  );

  if (dev) watchClient();
  for (const server of servers) letGo(server);
  const ready = Promise.all(processes.map(({ port }) => becomesReady(config, port)));
  const [invite] = await Promise.all([firstInvite(config), ready]);
  welcome(
    config.publicUrl,
    processes.map(({ port }) => port),
    invite,
  );
}

/** Stops the service if a child process ends before it. */
function endWith(childEnded: Promise<{ code: number; how: string }>, name: string): void {
  void childEnded.then(({ code, how }) =>
    end.resolve({ code: code === 0 ? 1 : code, why: `Terskel stops, because ${name} ${how}.` }),
  );
}

function watchClient(): void {
  const child = spawnBound(VITE, ['build', '--watch', '--logLevel', 'warn'], {
    whenWeDie: 'TERM',
    cwd: join(ROOT, 'client'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  running.defer(() => stop(child, STOP_GRACE_MS));
  endWith(ended(child), 'the build of the pages');
}

function welcome(address: string, ports: readonly number[], invite: string): void {
  say('');
  say('Terskel is open.');
  say('');
  say(`  To seek support:   ${address}`);
  if (invite !== '') {
    say(`  To give support:   ${invite}`);
    say('                     (yours: it works once, and you hold every role)');
  }
  if (ports.length > 1) say(`  Server processes:  ports ${ports.join(', ')}`);
  say('');
  say('Invite more people with: npx -y pnpm staff invite --role volunteer --trained');
  say('Ctrl-C stops everything.');
  say('Open pages restore their conversations if it starts again within five minutes.');
}
