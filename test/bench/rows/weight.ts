/** Size of the scripts that a seeker's browser loads before the page is usable. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { buildClient } from '../../../scripts/build.ts';
import { ROOT } from '../../../scripts/env.ts';
import { weights } from '../../../scripts/weights.ts';
import type { Options, Result } from '../harness/result.ts';

export async function weight(_options: Options): Promise<Result[]> {
  await buildClient(console.error);
  const [first, all] = await weights();
  const dist = join(ROOT, 'client', 'dist');
  const scripts = (files: readonly string[] = []) =>
    files
      .filter((file) => file.endsWith('.js'))
      .reduce((sum, file) => sum + statSync(join(dist, `${file}.br`)).size, 0);
  const reference = await socketIoClient();
  return [
    {
      kind: 'figure',
      figure: 'first-load script of the seeker’s page, brotli',
      reference: 'socket.io-client alone',
      ...{ atMost: 3, stretch: 2.2, unit: 'B' },
      ours: [scripts(first?.files)],
      theirs: [reference],
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
