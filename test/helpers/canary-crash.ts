/**
 * Preloaded by a test: a request crashes the node in the way that its path names, with the request's text in the error.
 */
import { onRequest } from './canary-preload.ts';

const ways: Readonly<Record<string, (said: string) => void>> = {
  warn: (said) => process.emitWarning(`Too much of ${said}`, { type: said, code: 'TOO_MUCH' }),
  throw: (said) => void setImmediate(() => JSON.parse(said) as unknown),
  reject: (said) => void Promise.reject(new RangeError(said)),
  string: (said) => void Promise.reject(said),
};

onRequest(({ url = '' }) => {
  const [, way = '', said = ''] = url.split('/');
  ways[way]?.(said);
});
