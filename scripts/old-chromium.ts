/** Chromium 109, the oldest supported one (rule U9), for the tests: unpacked from its package into the cache. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { cached } from './cache.ts';
import { type Chromium, CHROMIUM_ARGS, findChromium } from './chromium.ts';

/** The package contains a program only for Linux on x64. On other platforms the tests use their usual browser. */
export async function findOldChromium(): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return findChromium();
  const { resolve } = createRequire(import.meta.url);
  const bin = join(dirname(resolve('chromium-109')), '..', 'bin');
  const unpacked = (name: string): Buffer => brotliDecompressSync(readFileSync(join(bin, name)));
  // The package's own function is not used, because it would run any file named /tmp/chromium.
  const dir = await cached('chromium-109', async (draft) => {
    const program = join(draft, 'chromium');
    writeFileSync(program, unpacked('chromium.br'));
    chmodSync(program, 0o755);
    for (const name of ['swiftshader.tar.br', 'aws.tar.br']) {
      execFileSync('tar', ['-xf', '-', '-C', draft], { input: unpacked(name) });
    }
  });
  const env = { LD_LIBRARY_PATH: join(dir, 'aws', 'lib') };
  return { executablePath: join(dir, 'chromium'), args: CHROMIUM_ARGS, env, from: 'npm' };
}
