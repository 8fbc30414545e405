/**
 * Checks before *Start* whether a chat is possible in this browser (rule U9). It does not check for features that every
 * supported version has, only for what a page loses when it is served insecurely or opened in an older browser.
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
