/** Solves proofs of work in a worker. Loaded only when the service requests one (rules R2, U5). */
// The build creates the worker; this import is its address.
// oxlint-disable-next-line import/default
import address from './worker.ts?worker&url';
import { deferred } from '../deferred.ts';
import { workerAddress } from '../worker-address.ts';

const guarded = workerAddress(address);

/** Returns the solution. Rejects if this browser cannot solve the challenge. */
export function solve(challenge: string): Promise<string> {
  const worker = new Worker(guarded(address));
  const { promise, resolve, reject } = deferred<string>();
  worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => {
    if (data === null) reject(new Error('the worker found no proof'));
    else resolve(data);
  });
  worker.addEventListener('error', () => reject(new Error('the worker failed')));
  worker.postMessage(challenge, []);
  return promise.finally(() => worker.terminate());
}
