/** Checks that hold once everything in flight has arrived. */
import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import { dumpOf, keysIn } from '../helpers/dump.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { pairsLeft, transfersLeft } from '../helpers/records.ts';
import { must, mustEqual } from './finding.ts';
import { checkSeeker, checkVolunteer, isBusy } from './known.ts';
import type { Random } from './random.ts';
import { checkAsideSecrets, checkSecrets } from './secrets.ts';
import type { World } from './world.ts';

const SWEEP_TICKS = 6;
/** Ticks within which each page receives its queue position after a change. */
const PLACES_TICKS = 3;
const SECOND_MS = 1_000;

/** Ticks after which events must have stopped, and pages must have nothing to do. */
const STILL_TICKS = 60;

/** Runs until everything has arrived, each node has swept, no more events occur, and no page has something to do. */
async function quiet(world: World, random: Random): Promise<void> {
  await world.settle(random);
  // An offer between two people without connections ends without an event, but still moves the queue.
  const seen = () =>
    JSON.stringify([world.gate.told, world.model.rules.overview(world.clock.now()).versions]);
  const busy = () => world.tabs.filter((tab) => isBusy(world, tab)).map(({ view }) => view);
  let still = 0;
  // Until then a page may not know the last changes of a connection to a node that has died (rule F1).
  const dead = () =>
    [...world.model.state.nodes.keys()].some((name) =>
      world.nodes.every((node) => node.name !== name),
    );
  for (let tick = 0; tick < SWEEP_TICKS || still < PLACES_TICKS || dead(); tick += 1) {
    must(tick < STILL_TICKS, 'events without end', busy());
    const before = seen();
    world.clock.move(SECOND_MS);
    for (const node of world.nodes) node.tick();
    await world.settle(random);
    still = seen() === before && busy().length === 0 ? still + 1 : 0;
  }
}

/** The state of each connected tab equals the model's. */
export async function check(world: World, random: Random): Promise<void> {
  await quiet(world, random);
  checkLost(world);
  await checkSecrets(world);
  checkAsideSecrets(world);
  for (const { broughtBack } of world.nodes)
    mustEqual(broughtBack, [], '[F3] brought back, and is over');
  for (const [index, tab] of world.seekers.entries()) checkSeeker(world, tab, index);
  for (const [index, tab] of world.volunteers.entries()) checkVolunteer(world, tab, index);
}

/**
 * Sessions that pages were told are unknown: the session or its conversation had ended, or there was no valid resume
 * ticket to restore it with (rule F3).
 */
function checkLost(world: World): void {
  const { ended } = world.model.state;
  for (const { token, talk, resumable } of world.seekers.flatMap((tab) => tab.lost.splice(0))) {
    must(!resumable || ended.has(digest(token)) || ended.has(talk), '[F3] a session was lost', {
      token,
    });
  }
}

/** Everything readable equals the model, and every derived index in the store is consistent. */
export async function audit(world: World, random: Random): Promise<void> {
  await world.readAll();
  await world.settle(random);
  const dump = await dumpOf(world.redis, world.keys.root);
  try {
    expectConsistent(dump, true);
  } catch (error) {
    must(false, `the store is inconsistent: ${(error as Error).message}`);
  }
  const { counts, said, counting } = world.model.state;
  for (const [name, cells] of Object.entries({ counts, said, counting })) {
    const numbers = [...cells].map(([cell, number]) => [cell, String(number)]);
    // Which hours a failover may have lost: see `counts-lost.test.ts`.
    const { lostTo: _, ...stored } = dump.hashes[name] ?? {};
    mustEqual(stored, Object.fromEntries(numbers), '[T2] counted once');
  }
  const { holdUntil } = world.model.state.epoch ?? { holdUntil: null };
  const held = holdUntil !== null && holdUntil + SWEEP_TICKS * SECOND_MS > world.clock.now();
  const left = [pairsLeft, transfersLeft].flatMap((find) =>
    held ? [] : find(dump, world.clock.now(), TIMES.declineHoldMs),
  );
  mustEqual(left, [], '[Q9] left behind by a sweep');
}

/**
 * Keys that remain at the end: counters and the times of matches, nothing about a person; and what volunteers are told of
 * ends, which expires by the store's clock.
 */
const LEFT_OVER =
  /^(?:line|matches:(?:no|en)|nodes|epoch|tally:tickets:all|ends:.+|counts|said|counting)$/;

/** Anyone still held as connected after this time would be held for ever (ms). */
const AT_LAST_MS = 3_600_000;

/** Disconnects everyone, and lets time pass until no deadline is left. */
export async function empty(world: World, random: Random): Promise<void> {
  for (const { browser } of world.tabs) browser.down();
  await quiet(world, random);
  // By now dead nodes are known to be dead.
  await quiet(world, random);
  const began = world.clock.now();
  for (;;) {
    const next = Math.min(...world.model.state.deadlines.values());
    if (next === Number.POSITIVE_INFINITY) break;
    const { talks, sessions } = world.model.state;
    const ghosts = { talks: talks.size, sessions: sessions.size };
    must(next - began < AT_LAST_MS, '[F1, Q9] somebody is still there when all are gone', ghosts);
    world.clock.move(Math.max(0, next - world.clock.now()));
    world.nodes[0]?.tick();
    await world.settle(random);
  }
  const left = keysIn(await dumpOf(world.redis, world.keys.root)).filter(
    (key) => !LEFT_OVER.test(key),
  );
  mustEqual(left, [], '[Q9] left when all are gone');
}
