/**
 * Checks before *Start* whether a chat is possible in this browser (rule U9): whether the page is served securely, and
 * whether a few features exist that browsers older than the supported ones lack.
 */

/**
 * `insecure`: served over plain http from another machine, where browsers offer no Web Crypto. `old`: a feature is
 * missing.
 */
export type Unable = 'insecure' | 'old' | null;

const NEEDED: readonly (() => boolean)[] = [
  () => typeof crypto.subtle === 'object',
  () => typeof BigInt === 'function',
  () => 'at' in Array.prototype,
  () => 'hasOwn' in Object,
  () => 'ListFormat' in Intl,
  () => typeof AbortController === 'function',
];

export function unable(): Unable {
  if (!isSecureContext) return 'insecure';
  return NEEDED.every((has) => has()) ? null : 'old';
}
