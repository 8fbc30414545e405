/** What processes cost, as the kernel counts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const NS_PER_US = 1_000;

/** CPU time of all threads of these processes so far, in microseconds. */
function cpuUs(pids: readonly number[]): number {
  let ns = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      // How long it ran, how long it waited for its turn, how often.
      const [ran = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      ns += Number(ran);
    }
  }
  return ns / NS_PER_US;
}

/** The CPU time that these processes spend while `work` goes on, and what it answers. */
export async function cpuDuring<T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ us: number; answer: T }> {
  const before = cpuUs(pids);
  const answer = await work();
  return { us: cpuUs(pids) - before, answer };
}

const LOOK_EVERY_MS = 100;
const IDLE_US = 2_000;

/** Settles when these processes have done what they were at. */
export async function quiet(pids: readonly number[]): Promise<void> {
  while ((await cpuDuring(pids, () => delay(LOOK_EVERY_MS))).us > IDLE_US);
}

/** Memory of these processes that is in RAM, in bytes. */
export function rssBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const kB = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return sum + Number(kB) * 1_024;
  }, 0);
}
