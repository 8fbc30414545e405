/**
 * Fifty conversations over two nodes, while a node is killed twice and the live store once, which restarts empty.
 * TERSKEL_CHAOS_PAIRS and TERSKEL_CHAOS_MESSAGES (per seat) make it larger.
 */
import { expect, test } from 'vitest';
import { openCrowd, allArrived, seen, talkOf, write, type Pair } from '../helpers/crowd.ts';
import { recoveryOf, summaryOf } from '../helpers/recovery.ts';
import { startService } from '../helpers/service.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

const PAIRS = Number(process.env['TERSKEL_CHAOS_PAIRS'] ?? 50);
const MESSAGES = Number(process.env['TERSKEL_CHAOS_MESSAGES'] ?? 40);
/** Below 20 messages in 10 s, so that no session reaches its rate limit (rule R1). */
const WRITE_EVERY_MS = 550;
const PATIENCE_MS = 60_000;

/** Accepted messages of the pair that has the fewest, both sides together. */
const least = (pairs: readonly Pair[]) =>
  Math.min(
    ...pairs.map(
      (pair) =>
        talkOf({ seeker: pair.seeker }).lines.filter((line) => line.acceptedAt !== null).length,
    ),
  );

test('[F1, F3] nodes and the live store are killed during conversations: every message arrives once, in order', async () => {
  await using service = await startService({ nodes: 0, realTime: true });
  const nodes = [await service.spawn(), await service.spawn()];
  await using address = await startTcpProxy(...nodes.map(({ port }) => port));
  await using crowd = await openCrowd(service, () => address.origin, PAIRS);
  const { pairs } = crowd;
  const recovery = recoveryOf(pairs.flatMap(({ seeker, volunteer }) => [seeker, volunteer]));
  const log: string[] = [];
  const fault = async (name: string, strike: () => Promise<void>) => {
    const before = recovery.times.length;
    recovery.begin();
    await strike();
    await seen(pairs, () => recovery.times.length > before, PATIENCE_MS);
    expect(await recovery.all(PATIENCE_MS)).toBe(true);
    log.push(`${name}: ${summaryOf(recovery.times.slice(before))}`);
  };
  const kill = (which: number) => async () => {
    await nodes[which]?.kill('SIGKILL');
    nodes[which] = await service.spawn();
    address.targets = nodes.map(({ port }) => port);
  };

  const writing = setInterval(() => {
    for (const pair of pairs) {
      for (const seat of ['seeker', 'volunteer'] as const)
        if (pair.written[seat].length < MESSAGES) write(pair, seat);
    }
  }, WRITE_EVERY_MS);
  const accepted = (part: number) =>
    seen(pairs, () => least(pairs) >= 2 * MESSAGES * part, PATIENCE_MS);

  await accepted(0.1);
  await fault('a node killed', kill(0));
  await accepted(0.3);
  await fault('the live store killed and empty', async () => {
    await service.live.kill();
    await service.live.restart();
  });
  await accepted(0.6);
  await fault('the node killed again', kill(0));
  await accepted(1);
  clearInterval(writing);
  await allArrived(pairs, PATIENCE_MS);
  expect(pairs.every(({ written }) => written.seeker.length === MESSAGES)).toBe(true);
  console.log(
    `${PAIRS} conversations, ${MESSAGES} messages each way. Back after ${log.join('; ')}`,
  );
}, 240_000);
