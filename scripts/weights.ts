/** What a page makes a browser fetch, as the server sends it where Brotli is taken, and how much that may be (rule U5). */
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ROOT } from './env.ts';

const DIST = join(ROOT, 'client', 'dist');

export interface Weight {
  readonly what: string;
  readonly bytes: number;
  readonly mostBytes: number;
  /** By their paths in the build. */
  readonly files: readonly string[];
}

/** Needs a build that is there already, compressed. Weighs the heaviest language alone, as a reader fetches one. */
export function weights(): Weight[] {
  const seeker = reached('index.html', mentioned);
  return [
    weight('the seeker’s page before Start', 25_000, [
      ...reached('index.html', imported),
      ...seeker.filter(isWords),
    ]),
    weight('the seeker’s page in all', 60_000, seeker),
    // No rule says how much; so that it does not grow unseen.
    weight('the volunteer’s page', 74_000, reached('volunteer.html', mentioned)),
    weight('the admin’s page', 64_000, reached('admin.html', mentioned)),
  ];
}

export function overweight(): string[] {
  return weights()
    .filter(({ bytes, mostBytes }) => bytes > mostBytes)
    .map(({ what, bytes, mostBytes }) => `${what}: ${bytes} bytes of at most ${mostBytes}`);
}

function weight(what: string, mostBytes: number, reached: readonly string[]): Weight {
  const languages = Map.groupBy(reached.filter(isWords), (file) => basename(file).slice(0, 2));
  const [words = []] = [...languages.values()].toSorted((one, other) => sum(other) - sum(one));
  const files = [...reached.filter((file) => !isWords(file)), ...words];
  return { what, mostBytes, bytes: sum(files), files };
}

/** Chunks are called after their modules: what `i18n/nb.ts` became is `nb-` and a hash. */
const isWords = (file: string): boolean => /\/[a-z]{2}-[\w-]{8}\.js$/.test(file);
/** Fetched only by a browser whose WebCrypto lacks ML-KEM, by one that is asked for a proof of work, or on the way to a phone. */
const isRare = (file: string): boolean => /^(?:fallback-kem|solve|qr-code)-/.test(basename(file));

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const sum = (files: readonly string[]): number =>
  files.reduce((total, file) => total + statSync(join(DIST, `${file}.br`)).size, 0);

/** The page, what it leads to, what that leads to, and so on. */
function reached(page: string, leadsTo: (text: string) => readonly string[]): string[] {
  const files = new Set([page]);
  for (const file of files) {
    for (const next of leadsTo(read(file))) if (!isRare(next)) files.add(next);
  }
  return [...files];
}

/** What is fetched at once: what the page names, and what a script imports before it runs. */
function imported(text: string): string[] {
  const names = text.matchAll(
    /(?:(?:src|href)="\/assets\/|(?:from|\bimport) ?["'`]\.\/)([^"'`]+)/g,
  );
  return [...names].map(([, name = '']) => `assets/${name}`);
}

/** What is fetched sooner or later: whatever of the build is named. */
function mentioned(text: string): string[] {
  return globSync('assets/*.{js,css}', { cwd: DIST }).filter((file) =>
    text.includes(basename(file)),
  );
}
