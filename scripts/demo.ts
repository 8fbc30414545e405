/**
 * `pnpm demo`: the service with made-up people, in a folder of its own. On the first start a year of history goes
 * through the counting path at high speed. Then seekers and volunteers connect and chat, until Ctrl-C.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { monthOfDay } from '@terskel/shared/calendar';
import { buildClient } from './build.ts';
import { ended, stop } from './children.ts';
import { NAME } from './demo/association.ts';
import { demoOf } from './demo/marker.ts';
import { readDemoOptions } from './demo/options.ts';
import { simulatePeople } from './demo/people/people.ts';
import { inviteGuest, openDemo, openToday, simulatePast } from './demo/prepare.ts';
import { randomOf } from './demo/random.ts';
import { mustBeFree } from './options.ts';
import { becomesReady, letGo, startServer } from './server.ts';
import { startStores } from './stores.ts';

/** Time for the server to stop. Slightly longer than the server's own limit. */
const STOP_GRACE_MS = 9_000;
const SEED = 2_026;

// Of the encryption of the pages, in Node.
process.removeAllListeners('warning');
const say = (line: string): void => console.log(line);
const ending = new AbortController();
/** Ends the demo; `why`: what has gone wrong. */
const end = (why: string | null): void => ending.abort(why);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(null));
const over = new Promise<void>((resolve) => {
  ending.signal.addEventListener('abort', () => resolve());
});
const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const running = new AsyncDisposableStack();
const bringingUp = bringUp().catch((error: unknown) => {
  if (!ending.signal.aborted) end(textOf(error));
});
await over;
// What is still starting gets a moment to be added to `running`, so that it is disposed of.
await Promise.race([bringingUp, delay(5_000)]);
await running.disposeAsync();
const why: unknown = ending.signal.reason;
if (typeof why === 'string') console.error(why);
process.exit(typeof why === 'string' ? 1 : 0);

async function bringUp(): Promise<void> {
  const { config, seekers, volunteers, pace, days } = readDemoOptions(
    process.argv.slice(2),
    process.env,
  );
  await mustBeFree(config.host, config.port).catch((cause: unknown) => {
    throw new Error(`--port: ${config.port} cannot be used. Choose another one.`, { cause });
  });
  const id = demoOf(config.dataDir);
  say(`${NAME}. Everybody in it is made up. Its data is in ${config.dataDir}.`);
  const given = { liveUrl: undefined, ledgerUrl: undefined };
  const stores = running.use(await startStores(config.dataDir, given, say));
  for (const { name, server } of stores.own) endWith(server.ended, name);
  const demo = running.use(await openDemo(config, id));
  const building = buildClient(say);
  if (days > 0) await past();
  await building;
  if (ending.signal.aborted) return;

  await openToday(demo, Date.now());
  const server = startServer(config, config, false);
  running.defer(() => stop(server, STOP_GRACE_MS));
  endWith(ended(server), 'the server process');
  letGo(server);
  await becomesReady(config, config.port);
  const onDuty = demo.staff.slice(0, volunteers);
  running.use(
    simulatePeople({
      ...{ origin: config.publicUrl, book: demo.book, volunteers: onDuty, seekers, pace },
      ...{ random: randomOf(SEED), onFault: (error) => end(textOf(error)) },
    }),
  );
  welcome(config.publicUrl, await inviteGuest(demo, config), { seekers, volunteers });

  async function past(): Promise<void> {
    say('Simulating the past, as fast as this machine can …');
    const beganAt = Date.now();
    let month = '';
    const onDay = (day: string) => {
      if (day.startsWith(month) && month !== '') return;
      month = monthOfDay(day);
      say(`  ${month}`);
    };
    const { signal } = ending;
    const books = await simulatePast(config, demo, {
      ...{ days, seed: SEED, now: Date.now(), signal, onDay },
    });
    const tickets = Object.entries(books.hours)
      .filter(([name]) => name.startsWith('tickets '))
      .reduce((sum, [, count]) => sum + count, 0);
    const seconds = Math.round((Date.now() - beganAt) / 1_000);
    say(`${tickets} tickets of made-up seekers were counted in ${seconds} s.`);
  }
}

function endWith(childEnded: Promise<{ how: string }>, name: string): void {
  void childEnded.then(({ how }) => end(`The demo ends, because ${name} ${how}.`));
}

function welcome(
  address: string,
  invite: string,
  { seekers, volunteers }: { readonly seekers: number; readonly volunteers: number },
): void {
  say('');
  say(`${NAME}: ${seekers} seekers and ${volunteers} volunteers are simulated.`);
  say('');
  say(`  To seek support:   ${address}`);
  say(`  To give support:   ${invite}`);
  say(
    '                     (yours: it works once, and you hold every role; then also open /admin)',
  );
  say('');
  say('Ctrl-C ends everything. The next start goes on from here.');
}
