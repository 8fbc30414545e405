/** `pnpm demo`: what a newcomer meets, what it refuses, and how it ends. */
import { mkdir, mkdtempDisposable, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@terskel/client/clock';
import { keysOf } from '@terskel/server/live/keys';
import type { Staff } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { NAME, PEOPLE, SETTINGS } from '../../scripts/demo/association.ts';
import { simulatePeople } from '../../scripts/demo/people/people.ts';
import { type Random, randomOf } from '../../scripts/demo/random.ts';
import { lockFolder } from '../../scripts/folder-lock.ts';
import { startDemo } from '../helpers/demo.ts';
import { startService, until } from '../helpers/service.ts';
import { answers } from '../helpers/stage.ts';
import { NAMESPACE } from '../helpers/store-kinds.ts';
import { openSeekerTab } from '../helpers/tabs.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

/** Each test starts complete services (ms). */
const PATIENCE_MS = 120_000;
const TALK_MS = 60_000;

const folder = () => mkdtempDisposable(join(tmpdir(), 'demo-'));

test(
  '[O2, C2] a newcomer who seeks support in a demo is answered by a simulated volunteer, and sees that it is a demo',
  async () => {
    await using dir = await folder();
    const options = ['--no-history', '--seekers', '0', '--volunteers', '2', '--pace', '20'];
    await using demo = await startDemo(join(dir.path, 'data'), dir.path, ...options);
    const invite = await demo.says('To give support:');
    expect(invite).toContain(`${demo.origin}/volunteer#invite=`);
    expect(await (await fetch(demo.origin)).text()).toContain(NAME);
    const tab = openSeekerTab(() => demo.origin, systemClock);
    await tab.until('landing', ({ intake }) => intake?.state === 'open', TALK_MS);
    tab.controller.actions.start(answers);
    const { talk } = await tab.until(
      'conversation',
      ({ talk: { lines } }) => lines.length > 0,
      TALK_MS,
    );
    expect(talk.lines[0]).toMatchObject({ from: 'volunteer' });
    tab.controller.actions.send('Hei');
    await tab.until('conversation', ({ talk: { lines } }) => lines.length > 2, TALK_MS);
    tab.controller.actions.end();
    await tab.until('ended', () => true, TALK_MS);
    tab.controller.dispose();
    demo.interrupt();
    expect(await demo.ended).toBe(0);
  },
  PATIENCE_MS,
);

/** Half of the conversations need a colleague and half a leader, and whatever is not very rare happens at once. */
function eventful(): Random {
  const random = randomOf(1);
  let conversations = 0;
  return {
    ...random,
    chance: (probability) => probability > 0.02,
    weighted(weights) {
      if (!('colleague' in weights)) return random.weighted(weights);
      conversations += 1;
      return (conversations % 2 === 0 ? 'leader' : 'colleague') as never;
    },
  };
}

test(
  '[C11, V4, E5] simulated volunteers hand a conversation over, call a leader, and let one in',
  async () => {
    await using service = await startService({ realTime: true });
    const { book, redis } = service;
    await book.setSettings('operator', { languages: SETTINGS.languages });
    const volunteers: Staff[] = [];
    for (const profile of PEOPLE)
      volunteers.push({ id: await book.addStaff('operator', profile), ...profile });
    const { root } = keysOf(NAMESPACE);
    const faults: unknown[] = [];
    using _people = simulatePeople({
      ...{ origin: service.origin().replace('127.0.0.1', 'localhost'), book, volunteers },
      ...{ seekers: 6, pace: 20, random: eventful(), onFault: (fault) => void faults.push(fault) },
    });
    const seen = new Set<string>();
    await until(async () => {
      if ((await redis.hGet(`${root}:said`, 'ends moved')) !== null) seen.add('transfer');
      const keys = (await service.keys()).filter((key) => key.startsWith(`${root}:conversation:`));
      const reads = keys.map((key) => redis.hmGet(key, ['callByAlias', 'visit', 'kind']));
      for (const [leader, visit, kind] of await Promise.all(reads)) {
        if (leader !== null && leader !== '') seen.add('call');
        if (visit !== null && visit !== '') seen.add('visit');
        if (kind === 'aside') seen.add('aside');
      }
      return seen.size === 4 || faults.length > 0;
    }, PATIENCE_MS / 2);
    expect(faults).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  '[F8] Ctrl-C ends a demo also while it simulates the past, and it goes on from there',
  async () => {
    await using dir = await folder();
    const data = join(dir.path, 'data');
    await using demo = await startDemo(data, dir.path, '--days', '400');
    await demo.says('Simulating the past');
    await demo.says('  20');
    demo.interrupt();
    expect(await demo.ended).toBe(0);
    expect(demo.printed()).not.toContain('To give support');
    // Its stores have ended and their folder is free.
    expect((await readdir(dir.path)).filter((name) => name.startsWith('terskel-'))).toEqual([]);
    lockFolder(data)[Symbol.dispose]();
    await using next = await startDemo(data, dir.path, '--days', '2', '--seekers', '0');
    await next.says('To give support');
    next.interrupt();
    expect(await next.ended).toBe(0);
  },
  PATIENCE_MS,
);

test(
  '[F8] a demo refuses a folder that is not its own, and leaves it as it was',
  async () => {
    await using dir = await folder();
    const dataDir = join(dir.path, 'data');
    await mkdir(dataDir);
    await writeFile(join(dataDir, 'lock'), '');
    await using demo = await startDemo(dataDir, dir.path);
    expect(await demo.ended).toBe(1);
    expect(demo.printed()).toBe(
      `--folder: ${dataDir} is not from a demo. Choose an empty folder, or a new one.`,
    );
    expect(await readdir(dataDir)).toEqual(['lock']);
  },
  PATIENCE_MS,
);

test(
  '[F8] a demo whose port is in use ends with a line about it, and makes no folder',
  async () => {
    await using dir = await folder();
    const data = join(dir.path, 'data');
    await using other = await startTcpProxy(1);
    const { port } = new URL(other.origin);
    await using demo = await startDemo(data, dir.path, '--port', port);
    expect(await demo.ended).toBe(1);
    expect(demo.printed()).toBe(`--port: ${port} cannot be used. Choose another one.`);
    expect(await readdir(dir.path)).toEqual([]);
  },
  PATIENCE_MS,
);

test.each([
  [['--seekers', 'many'], '--seekers is not valid: it should be a whole number from 0 to 500.'],
  [['--pace', '0'], '--pace is not valid: it should be a number from 0.1 to 100.'],
  [['--what'], '--no-history, --port N and --folder PATH.'],
])('[F8] a demo with the wrong options %j ends with a line about them', async (options, line) => {
  await using dir = await folder();
  await using demo = await startDemo(join(dir.path, 'data'), dir.path, ...options);
  expect(await demo.ended).toBe(1);
  expect(demo.printed()).toContain(line);
  expect(demo.printed().split('\n')).toHaveLength(1);
});
