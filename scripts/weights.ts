/** What a page makes a browser fetch, as the server sends it where Brotli is taken, and how much that may be (rule U5). */
import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { filledEmbed } from '@terskel/server/http/served/embed';
import { landing } from '@terskel/server/http/served/landing';
import type { Words } from '@terskel/server/http/served/words';
import { COUNTRIES, type Country } from '@terskel/shared/phone-lines';
import { ROOT } from './env.ts';

const COUNTRY_LIST = Object.keys(COUNTRIES) as Country[];
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
      ...seeker.filter((file) => isWords(file) && !isLateWords(file)),
    ]),
    weight('the seeker’s page in all', 70_000, seeker),
    weight('what helps meanwhile', 8_000, filesThat(isRefuge)),
    weight('what is asked afterwards', 5_000, filesThat(isAfter)),
    { what: 'the door on other sites', mostBytes: 3_000, bytes: door(), files: [DOOR] },
    // No rule says how much; so that it does not grow unseen.
    weight('the volunteer’s page', 84_000, reached('volunteer.html', mentioned)),
    weight('the admin’s page', 70_000, reached('admin.html', mentioned)),
  ];
}

export function overweight(): string[] {
  return weights()
    .filter(({ bytes, mostBytes }) => bytes > mostBytes)
    .map(({ what, bytes, mostBytes }) => `${what}: ${bytes} bytes of at most ${mostBytes}`);
}

function weight(what: string, mostBytes: number, reached: readonly string[]): Weight {
  const languages = Map.groupBy(reached.filter(isWords), (file) => languageOf(file));
  const [words = []] = [...languages.values()].toSorted((one, other) => sum(other) - sum(one));
  const files = [...reached.filter((file) => !isWords(file)), ...words];
  return { what, mostBytes, bytes: sum(files), files };
}

/** Chunks are called after their modules: what `i18n/nb.ts` became is `nb-` and a hash. */
const WORDS = /\/(late-)?([a-z]{2})-[\w-]{8}\.js$/;
const isWords = (file: string): boolean => WORDS.test(file);
const languageOf = (file: string): string => WORDS.exec(file)?.[2] ?? '';
/** They come with the screens after *Start*. */
const isLateWords = (file: string): boolean => WORDS.exec(file)?.[1] !== undefined;
/** Self-help, which nobody needs in order to talk (rule U7): its script, its style and its words, in every language. */
const isRefuge = (file: string): boolean => /^refuge-.*\.(?:js|css)$/.test(basename(file));
/** The questions after a conversation and the copy of it, the same way (rule T6). */
const isAfter = (file: string): boolean => /^after-.*\.(?:js|css)$/.test(basename(file));
/** Fetched only by a browser whose WebCrypto lacks ML-KEM, by one that is asked for a proof of work, on the way to a phone, or where an association has words of its own. */
const isRare = (file: string): boolean =>
  /^(?:fallback-kem|solve|qr-code|own-words|refuge|after)-/.test(basename(file));

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const sum = (files: readonly string[]): number =>
  files.reduce((total, file) => total + (file === FILLED ? filled() : packed(file)), 0);
const packed = (file: string): number => statSync(join(DIST, `${file}.br`)).size;

/** The server fills it in and compresses it: in its heaviest language. */
const FILLED = 'index.html';
function filled(): number {
  const words = new Map(
    (JSON.parse(read('.words.json')) as Words[]).map((each) => [each.locale, each]),
  );
  const now = {
    settings: DEFAULT_SETTINGS,
    intake: { state: 'open', languages: ['no', 'en'] },
    at: 0,
  } as const;
  const pages = [...words.keys()].map((locale) => landing(read(FILLED), words, locale, now));
  return Math.max(...pages.map((page) => brotliCompressSync(page).length));
}

/** Rule U8: with the longest of numbers, as the server sends it. */
const DOOR = 'embed.js';
function door(): number {
  const scripts = COUNTRY_LIST.map((country) => filledEmbed(read(DOOR), { country }));
  return Math.max(...scripts.map((script) => brotliCompressSync(script).length));
}

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

/** What there is of a kind. */
const filesThat = (fits: (file: string) => boolean): string[] =>
  globSync('assets/*.{js,css}', { cwd: DIST }).filter(fits);

/** What is fetched sooner or later: whatever of the build is named. */
function mentioned(text: string): string[] {
  return globSync('assets/*.{js,css}', { cwd: DIST }).filter((file) =>
    text.includes(basename(file)),
  );
}
