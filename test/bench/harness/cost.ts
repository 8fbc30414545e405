/** CPU time and memory of processes, as counted by the kernel. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const NS_PER_US = 1_000;

/** Total CPU time of all threads of these processes (µs). */
function cpuUs(pids: readonly number[]): number {
  let ns = 0;
  for (const pid of pids) {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      // Fields: time running (ns), time waiting to run (ns), number of time slices.
      const [ran = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      ns += Number(ran);
    }
  }
  return ns / NS_PER_US;
}

/** The CPU time that these processes use while `work` runs (µs), and its result. */
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

/** Resolves once these processes are idle. */
export async function quiet(pids: readonly number[]): Promise<void> {
  while ((await cpuDuring(pids, () => delay(LOOK_EVERY_MS))).us > IDLE_US);
}

/** Resident memory of these processes (bytes). */
export function rssBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const kB = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return sum + Number(kB) * 1_024;
  }, 0);
}
