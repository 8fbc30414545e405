/** Proofs of work, made in a worker. Loaded only when the service asks for one (rules R2, U5). */
// The build makes the worker, and this its address.
// oxlint-disable-next-line import/default
import address from './worker.ts?worker&url';
import { deferred } from '../deferred.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

/** The server's policy lets a page name scripts by this guard alone, and it knows just this one. */
const guard = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'terskel-worker',
  {
    createScriptURL(url) {
      if (url !== address) throw new TypeError('no worker of ours');
      return url;
    },
  },
);

/** Throws if this browser cannot do it. */
export function solve(challenge: string): Promise<string> {
  const worker = new Worker(guard?.createScriptURL(address) ?? address);
  const { promise, resolve, reject } = deferred<string>();
  worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => {
    if (data === null) reject(new Error('no proof'));
    else resolve(data);
  });
  worker.addEventListener('error', () => reject(new Error('no worker')));
  worker.postMessage(challenge, []);
  return promise.finally(() => worker.terminate());
}
