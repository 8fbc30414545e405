/** A Chromium for the tests: found or downloaded, never installed. */
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasApt, unpackPackages, writeLauncher } from './apt.ts';
import { cacheDir, cached, isExecutable, onPath } from './cache.ts';
import { setting } from './env.ts';

const run = promisify(execFile);

/** Options for `chromium.launch` of playwright-core. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly from: '$CHROMIUM' | 'this system' | 'Debian, unpacked into the cache' | 'npm';
}

/**
 * The browser opens only our own pages on localhost, so it may run without its sandbox, which an unpacked one cannot
 * set up. The other arguments disable requests to its vendor.
 */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * `$CHROMIUM`, else a browser of this system, else Debian's (with native ML-KEM), else the one from npm (x64; without
 * ML-KEM, so that the encryption uses its fallback).
 */
export async function findChromium(say: (line: string) => void = () => {}): Promise<Chromium> {
  const given = setting('CHROMIUM');
  if (given !== undefined)
    return { executablePath: given, args: CHROMIUM_ARGS, env: {}, from: '$CHROMIUM' };
  const installed = [
    onPath('chromium'),
    onPath('chromium-browser'),
    onPath('google-chrome-stable'),
    onPath('google-chrome'),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  for (const path of installed) {
    if (path !== undefined && (await starts(path)))
      return { executablePath: path, args: CHROMIUM_ARGS, env: {}, from: 'this system' };
  }
  if (hasApt()) {
    try {
      const path = await fetchFromDebian(say);
      const from = 'Debian, unpacked into the cache';
      if (await starts(path)) return { executablePath: path, args: CHROMIUM_ARGS, env: {}, from };
      say('The browser from Debian does not start on this system; taking the one from npm.');
    } catch (error) {
      say(
        `${error instanceof Error ? error.message : String(error)}\nTaking the browser from npm.`,
      );
    }
  }
  return fromNpm();
}

/** Name, version and origin of the browser. Test results may depend on them. */
export async function describeChromium({ executablePath, env, from }: Chromium): Promise<string> {
  const options = { timeout: 10_000, env: { ...process.env, ...env } };
  const { stdout } = await run(executablePath, ['--version'], options);
  return `${stdout.trim()} (from ${from}: ${executablePath})`;
}

async function starts(path: string): Promise<boolean> {
  if (!isExecutable(path)) return false;
  return run(path, ['--version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

async function fetchFromDebian(say: (line: string) => void): Promise<string> {
  const dir = await cached('chromium', async (draft) => {
    say('Fetching a browser for the tests (once, about 130 MB) …');
    await unpackPackages(draft, [
      'chromium',
      'chromium-common',
      'fonts-inter',
      'fonts-dejavu-core',
    ]);
    const [binary] = globSync('usr/lib/chromium/chromium', { cwd: draft });
    // Ubuntu's package of this name only refers to a snap.
    if (binary === undefined) throw new Error('The package chromium contains no browser here.');
    // Icons, manuals and translations take a sixth of the space.
    for (const path of globSync('usr/share/!(fonts)', { cwd: draft })) {
      rmSync(join(draft, path), { recursive: true });
    }
    writeFontconfig(draft);
    writeLauncher(draft, 'launch', binary, { FONTCONFIG_FILE: '$here/fonts/fonts.conf' });
  });
  return join(dir, 'launch');
}

/** Uses only our two fonts, so that text looks the same on every machine, also on one without fonts. */
function writeFontconfig(dir: string): void {
  mkdirSync(join(dir, 'fonts'), { recursive: true });
  const prefer = (generic: string, family: string): string =>
    `<alias binding="same"><family>${generic}</family><prefer><family>${family}</family></prefer></alias>`;
  writeFileSync(
    join(dir, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<dir prefix="relative">../usr/share/fonts</dir>
<cachedir prefix="xdg">fontconfig</cachedir>
${prefer('sans-serif', 'Inter')}
${prefer('system-ui', 'Inter')}
${prefer('serif', 'DejaVu Serif')}
${prefer('monospace', 'DejaVu Sans Mono')}
</fontconfig>
`,
  );
}

async function fromNpm(): Promise<Chromium> {
  // Must be set before the import: the package then unpacks the libraries that a minimal system lacks, and uses them.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x';
  const { TMPDIR } = process.env;
  // The package unpacks 200 MB into the temporary folder; they belong into the cache.
  process.env['TMPDIR'] = join(cacheDir(), 'chromium-npm');
  mkdirSync(process.env['TMPDIR'], { recursive: true });
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  const { LD_LIBRARY_PATH = '', FONTCONFIG_PATH = '' } = process.env;
  // The package's default arguments are not used, because they disable web security.
  return {
    executablePath,
    args: CHROMIUM_ARGS,
    env: { LD_LIBRARY_PATH, FONTCONFIG_PATH },
    from: 'npm',
  };
}
