/** Size of what a seeker's browser loads: scripts before the page is usable, and all files of the whole path. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { buildClient } from '../../../scripts/build.ts';
import { ROOT } from '../../../scripts/env.ts';
import { weights } from '../../../scripts/weights.ts';
import type { Options, Result } from '../harness/result.ts';

/** What the page of the lightest comparable service loads. */
const LIGHTEST_PEER_BYTES = 254_000;

export async function weight(_options: Options): Promise<Result[]> {
  await buildClient(console.error);
  const [first, all] = await weights();
  const dist = join(ROOT, 'client', 'dist');
  const size = (files: readonly string[] = []) =>
    files.reduce((sum, file) => sum + statSync(join(dist, `${file}.br`)).size, 0);
  const scripts = (files: readonly string[] = []) =>
    size(files.filter((file) => file.endsWith('.js')));
  const reference = await socketIoClient();
  return [
    {
      kind: 'figure',
      figure: 'first-load script of the seeker’s page, brotli',
      reference: 'socket.io-client alone',
      ...{ atMost: 2.2, stretch: 1.7, unit: 'B' },
      ours: [scripts(first?.files)],
      theirs: [reference],
    },
    {
      kind: 'figure',
      figure: 'the seeker’s whole path, brotli',
      reference: 'the lightest peer’s page',
      ...{ atMost: 1 / 3.6, stretch: 1 / 5, unit: 'B' },
      // Bodies of the page, its styles, scripts and texts, without headers.
      ours: [size(all?.files)],
      theirs: [LIGHTEST_PEER_BYTES],
    },
    {
      kind: 'aside',
      what: 'every script of the seeker’s page, brotli',
      values: [scripts(all?.files)],
      unit: 'B',
    },
  ];
}

/** Bundled as for a page that needs nothing else. */
async function socketIoClient(): Promise<number> {
  const entry = '\0entry';
  const [bundle] = [
    await build({
      ...{ root: join(ROOT, 'test'), configFile: false, logLevel: 'silent' },
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === entry ? id : null),
          load: (id) =>
            id === entry ? `import { io } from 'socket.io-client'; globalThis.io = io;` : null,
        },
      ],
      build: { write: false, rolldownOptions: { input: entry } },
    }),
  ].flat();
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built');
  const code = bundle.output.map((file) => ('code' in file ? file.code : '')).join('\n');
  return brotliCompressSync(code).byteLength;
}
