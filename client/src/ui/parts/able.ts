/**
 * Whether a chat is possible in this browser at all, asked before *Start* (rule U9). What browsers of the supported versions
 * have is not asked for, but for what a page loses by the way it is served.
 */

/** `insecure`: served by plain http from another machine, where browsers have no encryption. */
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
