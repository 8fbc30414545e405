/** A queue for general use, for comparison: BullMQ on a Redis of its own. */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { wish } from '../helpers/fixtures.ts';
import { startTestRedis } from '../helpers/redis.ts';
import { cpuDuring } from './harness/cost.ts';

const JOBS = 2_000;
const AT_ONCE = 50;

export async function openBullmq() {
  const redis = await startTestRedis();
  const connect = () => new Redis(new URL(redis.url).pathname, { maxRetriesPerRequest: null });

  return {
    /**
     * Redis CPU of adding a job, and of taking and finishing it (µs). `withTicket`: the job carries what a ticket
     * carries; otherwise 300 characters.
     */
    async jobs(withTicket: boolean): Promise<{ add: number; work: number }> {
      const [adding, working] = [connect(), connect()];
      const jobs = new Queue('bench', { connection: adding });
      const bulk = Array.from({ length: JOBS }, () => ({
        ...{ name: 'job', data: withTicket ? wish() : { text: 'x'.repeat(300) } },
        opts: { removeOnComplete: true },
      }));
      const added = await cpuDuring([redis.pid], () => jobs.addBulk(bulk));
      const all = Promise.withResolvers<void>();
      let done = 0;
      const worked = await cpuDuring([redis.pid], async () => {
        const worker = new Worker('bench', async () => {}, {
          ...{ connection: working, concurrency: AT_ONCE },
        });
        worker.on('completed', () => {
          done += 1;
          if (done === JOBS) all.resolve();
        });
        await all.promise;
        await worker.close(true);
      });
      await jobs.close();
      for (const connection of [adding, working]) connection.disconnect();
      return { add: added.us / JOBS, work: worked.us / JOBS };
    },
    [Symbol.asyncDispose]: () => redis[Symbol.asyncDispose](),
  };
}
