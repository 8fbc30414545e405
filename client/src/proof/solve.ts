/** Solves proofs of work in a worker. Loaded only when the service requests one (rules R2, U5). */
// The build creates the worker; this import is its address.
// oxlint-disable-next-line import/default
import address from './worker.ts?worker&url';
import { deferred } from '../deferred.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/**
 * The server's Content-Security-Policy allows script addresses through this Trusted Types policy only. It allows one
 * worker.
 */
const guard = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'terskel-worker',
  {
    createScriptURL(url) {
      if (url !== address) throw new TypeError('unexpected worker address');
      return url;
    },
  },
);

/** Returns the solution. Rejects if this browser cannot solve the challenge. */
export function solve(challenge: string): Promise<string> {
  const worker = new Worker(guard?.createScriptURL(address) ?? address);
  const { promise, resolve, reject } = deferred<string>();
  worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => {
    if (data === null) reject(new Error('the worker found no proof'));
    else resolve(data);
  });
  worker.addEventListener('error', () => reject(new Error('the worker failed')));
  worker.postMessage(challenge, []);
  return promise.finally(() => worker.terminate());
}
