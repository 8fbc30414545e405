/**
 * `pnpm start [--nodes N]`: everything a running Terskel needs, on this machine, until Ctrl-C.
 * Builds the pages if stale, starts the stores that no URL was given for, then the server.
 * `--dev` also rebuilds and restarts on change.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { buildClient, VITE } from './build.ts';
import { ended, spawnBound, stop } from './children.ts';
import { readable } from './readable.ts';
import { ROOT, setting } from './env.ts';
import { startStores } from './stores.ts';

const STOP_GRACE_MS = 10_000;
const READY_TIMEOUT_MS = 30_000;

interface Ending {
  readonly code: number;
  readonly why?: string;
}

const { nodes, dev } = readArguments();
const host = setting('HOST') ?? '127.0.0.1';
const firstPort = readPort();
const dataDir = resolve(ROOT, setting('DATA_DIR') ?? '.data');

const end = Promise.withResolvers<Ending>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => end.resolve({ code: 0 }));
}
const running = new AsyncDisposableStack();
const bringingUp = bringUp().catch((error: unknown) => {
  end.resolve({ code: 1, why: error instanceof Error ? error.message : String(error) });
});
const ending = await end.promise;
if (ending.why !== undefined) console.error(ending.why);
// What is half started by now gets a moment to come under `running`.
await Promise.race([bringingUp, delay(2_000)]);
await running.disposeAsync();
process.exit(ending.code);

async function bringUp(): Promise<void> {
  const ports = Array.from({ length: nodes }, (_, index) => firstPort + index);
  for (const port of ports) await mustBeFree(port);
  const given = { liveUrl: setting('REDIS_URL'), ledgerUrl: setting('LEDGER_URL') };
  const starting = startStores(dataDir, given, say).then((started) => running.use(started));
  const [stores] = await Promise.all([starting, buildClient(say)]);
  for (const { name, server } of stores.own) endWith(server.ended, name);

  const settings = {
    ...process.env,
    HOST: host,
    DATA_DIR: dataDir,
    REDIS_URL: stores.liveUrl,
    LEDGER_URL: stores.ledgerUrl,
  };
  if (dev) watchClient();
  const servers = ports.map((port) => startServer(port, { ...settings, PORT: String(port) }));
  running.defer(async () => {
    await Promise.all(servers.map((server) => stop(server, STOP_GRACE_MS)));
  });
  // Made while the servers come up: it needs only the ledger.
  const invite = firstInvite({ ...settings, PORT: String(firstPort) });
  await Promise.all(ports.map(becomesReady));
  welcome(await invite);
}

function startServer(port: number, settings: NodeJS.ProcessEnv): ChildProcess {
  // By folder, because the Lua scripts are read, not imported.
  const folders = ['server/src', 'shared/src'].map((path) => `--watch-path=${join(ROOT, path)}`);
  const watch = dev ? [...folders, '--watch-preserve-output'] : [];
  const child = spawnBound(process.execPath, [...watch, join(ROOT, 'server/src/main.ts')], {
    whenWeDie: 'TERM',
    cwd: ROOT,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endWith(ended(child), `the server on port ${port}`);
  showLog(child);
  return child;
}

/** Someone who asks for a level wants the log itself; everybody else is told what goes wrong. */
function showLog(child: ChildProcess): void {
  if (child.stdout === null) return;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const shown = setting('LOG_LEVEL') === undefined ? readable(line) : line;
    if (shown !== undefined) say(shown);
  });
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

/** Nothing we started may end before us: if it does, we end as well. */
function endWith(childEnded: Promise<{ code: number; how: string }>, name: string): void {
  void childEnded.then(({ code, how }) =>
    end.resolve({ code: code === 0 ? 1 : code, why: `Terskel stops, because ${name} ${how}.` }),
  );
}

async function becomesReady(port: number): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const answer = await fetch(`http://${urlHost('127.0.0.1')}:${port}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await delay(20);
  }
  throw new Error(`The server on port ${port} runs but is not ready; it may not reach its stores.`);
}

/** One line, the link; nothing if the first of the staff has joined already. */
async function firstInvite(settings: NodeJS.ProcessEnv): Promise<string> {
  const args = [join(ROOT, 'server/src/cli.ts'), 'staff', 'invite', '--first'];
  try {
    const run = promisify(execFile)(process.execPath, args, { cwd: ROOT, env: settings });
    return (await run).stdout.trim();
  } catch (error) {
    const { stderr = String(error) } = error as { stderr?: string };
    throw new Error(`The first invite could not be made.\n${stderr}`, { cause: error });
  }
}

function welcome(invite: string): void {
  const address = setting('PUBLIC_URL') ?? `http://${urlHost('localhost')}:${firstPort}`;
  say('');
  say('Terskel is open.');
  say('');
  say(`  To seek support:   ${address}`);
  if (invite !== '') {
    say(`  To give support:   ${invite}`);
    say('                     (yours: it works once, and you hold every role)');
  }
  if (nodes > 1) say(`  Server processes:  ports ${firstPort} to ${firstPort + nodes - 1}`);
  say('');
  say('Invite more people with: npx -y pnpm staff invite --role volunteer --trained');
  say('Ctrl-C closes everything; conversations that go on by then are gone for good.');
}

/** The host as one reaches it from here: `local` if the server listens on this machine or everywhere. */
function urlHost(local: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host)) return local;
  return host.includes(':') ? `[${host}]` : host;
}

async function mustBeFree(port: number): Promise<void> {
  await new Promise<void>((free, taken) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) => {
      const line =
        code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
          ? `HOST: ${host} is no address of this machine.`
          : `PORT: ${port} ${code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code})`}. Choose another: PORT=4000 npx -y pnpm start`;
      taken(new Error(line));
    });
    probe.listen({ host, port }, () => probe.close(() => free()));
  });
}

function readPort(): number {
  const port = Number(setting('PORT') ?? '3000');
  if (Number.isInteger(port) && port > 0 && port + nodes - 1 < 65_536) return port;
  return refuse(`PORT: ${setting('PORT')} is not a port number (1 to 65535).`);
}

function readArguments(): { nodes: number; dev: boolean } {
  try {
    const options = {
      nodes: { type: 'string', default: '1' },
      dev: { type: 'boolean', default: false },
    } as const;
    const { values } = parseArgs({ options });
    const count = Number(values.nodes);
    if (Number.isInteger(count) && count >= 1) return { nodes: count, dev: values.dev };
    return refuse('--nodes: give the number of server processes, 1 or more.');
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(line: string): never {
  console.error(line);
  process.exit(1);
}

function say(line: string): void {
  console.log(line);
}
