/** A Chromium for the tests: found or fetched, never installed. */
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasApt, unpackPackages, writeLauncher } from './apt.ts';
import { cacheDir, cached, isExecutable, onPath } from './cache.ts';
import { setting } from './env.ts';

const run = promisify(execFile);

/** What playwright-core's `chromium.launch` needs. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly from: '$CHROMIUM' | 'this system' | 'Debian, unpacked into the cache' | 'npm';
}

/** It only ever opens our own pages on localhost, so it may run without its sandbox, which an unpacked one cannot set up. The rest keeps it from calling home. */
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
 * `$CHROMIUM`, else a browser of this system, else Debian's (it has native ML-KEM), else the one
 * from npm (x64; it has not, so the encryption takes its fallback there).
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

/** Name, version and origin of the browser: what a test finds may depend on them. */
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
    // Ubuntu's package of this name is only a pointer to a snap.
    if (binary === undefined) throw new Error('The package chromium holds no browser here.');
    // A sixth of it all is icons, manuals and translations.
    for (const path of globSync('usr/share/!(fonts)', { cwd: draft })) {
      rmSync(join(draft, path), { recursive: true });
    }
    writeFontconfig(draft);
    writeLauncher(draft, 'launch', binary, { FONTCONFIG_FILE: '$here/fonts/fonts.conf' });
  });
  return join(dir, 'launch');
}

/** Our two fonts alone: text looks the same on every machine, also on one without any font. */
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
  // Set before the import: it then unpacks the libraries a bare system lacks, and points to them.
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs24.x';
  const { TMPDIR } = process.env;
  // It unpacks 200 MB into the temporary folder; the cache is the place for that.
  process.env['TMPDIR'] = join(cacheDir(), 'chromium-npm');
  mkdirSync(process.env['TMPDIR'], { recursive: true });
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  const { LD_LIBRARY_PATH = '', FONTCONFIG_PATH = '' } = process.env;
  // Never its own default arguments: they turn web security off.
  return {
    executablePath,
    args: CHROMIUM_ARGS,
    env: { LD_LIBRARY_PATH, FONTCONFIG_PATH },
    from: 'npm',
  };
}
