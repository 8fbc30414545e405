/**
 * Clients that misbehave in every known way, on one connection and on four: the effect on all other clients (rule R7).
 */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { setTimeout as delay } from 'node:timers/promises';
import { ciphertext } from '../../helpers/fixtures.ts';
import { digest } from '@terskel/server/digest';
import { systemClock } from '@terskel/server/clock';
import type { SeekerId } from '@terskel/server/domain/live-store';
import type { ConversationId } from '@terskel/shared/ids';
import { rssBytes } from '../harness/cost.ts';
import { startPart } from '../harness/part.ts';
import type { Options, Result } from '../harness/result.ts';
import { nextAddress, type Who } from '../load/connection.ts';
import { KINDS, type Floods, type Kind } from '../load/flood.ts';
import type { Load } from '../load/main.ts';
import { startService, type Service, type Talker } from '../service.ts';

/** Bystanders: enough of them that none reaches a rate limit. */
const PAIRS = 200;
const CONNECTIONS = [1, 4];
const LOOK_EVERY_MS = 50;
const PROBE_EVERY_MS = 5;
const MB = 1_000_000;
/** Limit for blocking the event loop (ms). */
const BLOCK_MAX_MS = 200;
/** Memory allowed per connection for data that it has not read (rule R7). */
const CONNECTION_MAX_MB = 2;
/** Difference between peaks without a flood, caused by uncollected garbage. */
const SLACK_MB = 50;
/** Long messages in the conversation whose log is requested. */
const LOG_MESSAGES = 300;

interface Slice {
  readonly p99Ms: number;
  /** The longest wait of a small request: an upper bound for blocking of the event loop. */
  readonly blockMs: number;
  readonly peakBytes: number;
  /** Small requests without a successful answer. */
  readonly refused: number;
}

export async function floods({ runs, quick }: Options): Promise<Result[]> {
  await using stack = new AsyncDisposableStack();
  // Attackers connect through a proxy, or directly from a local address that is counted like any other.
  const proxies = { TRUSTED_PROXIES: '127.0.0.1', SHARED_NETWORKS: 'none' };
  const service = stack.use(await startService(1, proxies));
  const load = stack.use(startPart<Load>('load/main.ts'));
  const attacker = stack.use(startPart<Floods>('load/flood.ts'));
  const talkers: Talker[] = [];
  for (let n = 0; n < PAIRS; n += 1) talkers.push(await service.talking());
  const who = talkers.flatMap(({ seekerAuth, staffAuth }): Who[] => [
    { dialect: 'seeker', port: service.port(0), auth: seekerAuth },
    { dialect: 'staff', port: service.port(0), auth: staffAuth },
  ]);
  await load.call('open', { name: 'bystanders', who });
  const conversations = talkers.map(({ conversationId }) => conversationId);
  await load.call('pair', { name: 'bystanders', conversations });
  const reader = await service.talking();
  await fillLog(service, reader);

  const pace = { perSecond: 200, forMs: quick ? 500 : 2_000 };
  const talk = () => load.call('talk', { name: 'bystanders', from: 0, to: PAIRS, pace });
  const watched = async (flood: () => Promise<unknown>): Promise<Slice> => {
    const watch = watchNode(service);
    const [course] = await Promise.all([talk(), flood()]);
    if (course === null) throw new Error('not all messages of the bystanders arrived');
    return { p99Ms: course.p99Ms, ...(await watch.stop()) };
  };

  const results: Result[] = [];
  await talk();
  for (const kind of KINDS) {
    for (const connections of CONNECTIONS) {
      const [calm, under]: [Slice[], Slice[]] = [[], []];
      for (let run = 0; run < runs; run += 1) {
        calm.push(await watched(async () => {}));
        under.push(
          await watched(() =>
            attacker.call('flood', {
              ...{ port: service.port(0), kind, connections, forMs: pace.forMs },
              ...{ auth: reader.seekerAuth, conversationId: reader.conversationId },
            }),
          ),
        );
      }
      results.push(...figures(kind, connections, calm, under));
    }
  }
  return results;
}

function figures(
  kind: Kind,
  connections: number,
  calm: readonly Slice[],
  under: readonly Slice[],
): Result[] {
  const what = `${kind}, ${connections === 1 ? 'one connection' : `${connections} connections`}`;
  const of = (slices: readonly Slice[], field: keyof Slice) => slices.map((slice) => slice[field]);
  return [
    {
      kind: 'figure',
      figure: `a bystander's p99 under ${what}`,
      reference: 'the same without it',
      ...{ atMost: 3, stretch: 1.5, unit: 'ms' },
      ...{ ours: of(under, 'p99Ms'), theirs: of(calm, 'p99Ms') },
    },
    {
      kind: 'limit',
      what: `longest event loop delay under ${what}`,
      ...{ values: of(under, 'blockMs'), atMost: BLOCK_MAX_MS, unit: 'ms' },
    },
    {
      kind: 'limit',
      what: `peak memory of the node above its calm peak under ${what}`,
      // Compared with the first calm slice: memory used by an earlier flood is rarely returned and would raise a later
      // baseline.
      values: of(under, 'peakBytes').map((bytes) => (bytes - (calm[0]?.peakBytes ?? 0)) / MB),
      ...{ atMost: connections * CONNECTION_MAX_MB + SLACK_MB, unit: 'MB' },
    },
    {
      kind: 'limit',
      what: `small requests of others refused under ${what}`,
      // The sum of all runs: even one is too many.
      values: [of(under, 'refused').reduce((sum, count) => sum + count, 0)],
      ...{ atMost: 0, unit: 'requests' },
    },
  ];
}

/** Samples the node's memory, and repeatedly sends it a small request. */
function watchNode(service: Service) {
  const [node] = service.nodes;
  if (node === undefined) throw new Error('there is no node');
  let isOver = false;
  let [blockMs, peakBytes, refused] = [0, 0, 0];
  const look = async () => {
    while (!isOver) {
      peakBytes = Math.max(peakBytes, rssBytes([node.pid]));
      await delay(LOOK_EVERY_MS);
    }
  };
  const probe = async () => {
    while (!isOver) {
      const askedAt = performance.now();
      const ask = async () => {
        const headers = { 'x-forwarded-for': nextAddress() };
        const answer = await fetch(`${node.origin}/healthz`, { headers });
        await answer.text();
        return answer.ok;
      };
      // A kept-alive connection may close just as it is used, so the request is retried; the time keeps counting.
      if (
        !(await ask()
          .catch(ask)
          .catch(() => false))
      )
        refused += 1;
      blockMs = Math.max(blockMs, performance.now() - askedAt);
      await delay(PROBE_EVERY_MS);
    }
  };
  const both = Promise.all([look(), probe()]);
  return {
    async stop() {
      isOver = true;
      await both;
      return { blockMs, peakBytes, refused };
    },
  };
}

/** As many messages as two people can have written. */
async function fillLog({ store }: Service, { conversationId, seekerAuth }: Talker): Promise<void> {
  const { resumeToken } = JSON.parse(seekerAuth) as { resumeToken: string };
  const seat = {
    ...{ conversationId: conversationId as ConversationId, seat: 'seeker' as const },
    participant: digest(resumeToken) as SeekerId,
  };
  for (let counter = 1; counter <= LOG_MESSAGES; counter += 1) {
    const message = { counter, keyEpoch: FIRST_EPOCH, ciphertext: ciphertext(40) };
    await store.sendMessage(seat, message, systemClock.now());
  }
}
