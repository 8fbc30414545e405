/** Sends texts that are the same for many requests; each is compressed once. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const ENCODINGS = {
  br: (text: string) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
        // 0.5 % smaller for our texts.
        [constants.BROTLI_PARAM_NPOSTFIX]: 2,
      },
    }),
  gzip: (text: string) => promisify(gzip)(text, { level: 9 }),
  identity: (text: string) => Promise.resolve(Buffer.from(text)),
};
type Encoding = keyof typeof ENCODINGS;

/** Cache size: every language in every intake state, twice. Older entries are from earlier settings. */
const MOST = 64;

export type SendText = (request: Request, response: Response, text: string) => Promise<void>;

/** Content type, and the request headers besides `Accept-Encoding` on which the text depends. */
interface Kind {
  readonly type: 'html' | 'js';
  readonly vary: readonly string[];
}
/** A page in the language of the request. */
const PAGE: Kind = { type: 'html', vary: ['Accept-Language'] };

/** Returns a function that sends a text in the best encoding, and caches the encoded copies. */
export function createSendText({ type, vary }: Kind = PAGE): SendText {
  const kept = new Map<string, Promise<Buffer>>();

  function compressed(encoding: Encoding, text: string): Promise<Buffer> {
    const key = `${encoding} ${text}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const fresh = ENCODINGS[encoding](text);
    kept.set(key, fresh);
    const [oldest] = kept.keys();
    if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
    return fresh;
  }

  return async (request, response, text) => {
    // The best supported encoding, whatever order the client prefers.
    const takes = (encoding: Encoding) => request.acceptsEncodings(encoding) === encoding;
    const encoding = (['br', 'gzip'] as const).find(takes) ?? 'identity';
    const body = await compressed(encoding, text);
    response.set('Vary', ['Accept-Encoding', ...vary].join(', '));
    if (encoding !== 'identity') response.set('Content-Encoding', encoding);
    response.type(type).set('Content-Length', String(body.length));
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
