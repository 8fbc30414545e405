/**
 * Measures what a browser downloads for a page, and the limits (rule U5): bodies, compressed by Brotli, and headers, as
 * the server sends them over HTTP/1.1 and TLS. A kB is 1,000 bytes.
 */
import { globSync, readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { DEFAULT_SETTINGS } from '@terskel/server/domain/ports';
import { createHttpServer } from '@terskel/server/http/http-server';
import { pages } from '@terskel/server/http/pages';
import type { Words } from '@terskel/server/http/served/words';
import { COUNTRIES, type Country } from '@terskel/shared/phone-lines';
import { ROOT } from './env.ts';

const COUNTRY_LIST = Object.keys(COUNTRIES) as Country[];
const DIST = join(ROOT, 'client', 'dist');

export interface Weight {
  readonly what: string;
  readonly bytes: number;
  readonly mostBytes: number;
  /** Paths in the build. */
  readonly files: readonly string[];
}

/** Needs a finished, compressed build. Counts only the heaviest language, because a reader downloads only one. */
export async function weights(): Promise<Weight[]> {
  await using scales = await openScales();
  const weight = (what: string, mostBytes: number, files: readonly string[]) =>
    scales.weight(what, mostBytes, files);
  return [
    await weight('the seeker’s page before Start', 25_000, reached('index.html', imported)),
    await weight('the seeker’s page in all', 80_000, reached('index.html', mentioned)),
    await weight('self-help', 8_000, filesThat(isSelfHelp)),
    await weight('what follows a conversation', 5_000, filesThat(isAfter)),
    await weight('a transfer, for its seeker', 6_000, filesThat(isTransfer)),
    // The widget for other sites. Its limit (rule U8) covers only the script, without headers.
    await scales.widget('the widget for other sites', 3_000),
    // No rule limits these. The limits only make growth visible.
    await weight('the volunteer’s page', 104_000, reached('volunteer.html', mentioned)),
    await weight('the admin’s page', 76_000, reached('admin.html', mentioned)),
    await weight('the shift plan, with its worker', 20_000, filesOfPlan()),
    // Loaded when they are opened. Quarters, and the first day of a period that it cuts, need some texts.
    await weight('the statistics on the admin’s page', 13_500, filesThat(isStatistics)),
    await weight('the files of the statistics', 11_000, filesThat(isFiles)),
  ];
}

export async function overweight(): Promise<string[]> {
  return (await weights())
    .filter(({ bytes, mostBytes }) => bytes > mostBytes)
    .map(({ what, bytes, mostBytes }) => `${what}: ${bytes} bytes of at most ${mostBytes}`);
}

/** Serves only the pages, with default settings and open intake. */
async function openScales() {
  let country: Country = 'NO';
  const app = pages({
    folder: DIST,
    publicUrl: 'https://chat.example.org',
    now: () => 0,
    settings: () => ({ ...DEFAULT_SETTINGS, country }),
    intake: () => ({ state: 'open', languages: ['no', 'en'], waiting: 0, wait: null }),
  });
  const stop = { begun: () => false, stands: () => false, isBalanced: () => false };
  const server = createHttpServer('https://chat.example.org', stop, app, () => Promise.resolve(''));
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** The size of a response in bytes: its head as sent, and its compressed body. */
  function measure(path: string): Promise<{ readonly head: number; readonly body: number }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ head: number; body: number }>();
    const headers = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
    const take = async (answer: IncomingMessage): Promise<void> => {
      let body = 0;
      for await (const chunk of answer) body += (chunk as Buffer).length;
      if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`);
      resolve({ head: headBytes(answer), body });
    };
    get({ port, path, agent, headers }, (answer) => void take(answer).catch(reject)).once(
      'error',
      reject,
    );
    return promise;
  }

  async function sizeOf(file: string): Promise<number> {
    const { head, body } = await measure(ADDRESSES[file] ?? `/${file}`);
    return head + body;
  }

  /** The size of the seeker's page, which the server fills in, in its heaviest language. */
  async function sizeOfPage(): Promise<number> {
    const sizes = await Promise.all(LOCALES().map((locale) => measure(`/?lang=${locale}`)));
    return Math.max(...sizes.map(({ head, body }) => head + body));
  }

  const sum = async (files: readonly string[]): Promise<number> => {
    const sizes = await Promise.all(
      files.map((file) => (file === FILLED ? sizeOfPage() : sizeOf(file))),
    );
    return sizes.reduce((total, size) => total + size, 0);
  };

  return {
    async weight(what: string, mostBytes: number, all: readonly string[]): Promise<Weight> {
      const languages = [...Map.groupBy(all.filter(isWords), languageOf).values()];
      const sums = await Promise.all(languages.map(sum));
      const words = languages[sums.indexOf(Math.max(...sums))] ?? [];
      const files = [...all.filter((file) => !isWords(file)), ...words];
      return { what, mostBytes, bytes: await sum(files), files };
    },
    /** The size of the widget's script for the country with the longest numbers. */
    async widget(what: string, mostBytes: number): Promise<Weight> {
      const bytes: number[] = [];
      for (country of COUNTRY_LIST) bytes.push((await measure(`/${WIDGET}`)).body);
      return { what, mostBytes, bytes: Math.max(...bytes), files: [WIDGET] };
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Size of the status line, the headers and the empty line after them. */
function headBytes({ statusCode, statusMessage, rawHeaders }: IncomingMessage): number {
  const lines = rawHeaders.reduce((bytes, part) => bytes + Buffer.byteLength(part) + 2, 0);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n`.length + lines + 2;
}

/** Chunks are named after their modules: `i18n/late/late-nb.ts` becomes `late-nb-` and a hash. */
const WORDS = /\/(?:(?:late|self-help|after|transfer|figures|plan)-)?([a-z]{2})-[\w-]{8}\.js$/;
const isWords = (file: string): boolean => WORDS.test(file);
const languageOf = (file: string): string => WORDS.exec(file)?.[1] ?? '';
/** Self-help, which a conversation does not need (rule U7): its script and its texts in every language. */
const isSelfHelp = (file: string): boolean => /^self-help-.*\.js$/.test(basename(file));
/** The feedback after a conversation (rule T6) and the copy of it: script and texts in every language. */
const isAfter = (file: string): boolean => /^after-.*\.js$/.test(basename(file));
/** What only a transfer needs (rule C11): its script and its texts in every language. */
const isTransfer = (file: string): boolean => /^transfer-.*\.js$/.test(basename(file));
/** The shift plan of the admin's page (rule T5): its script, its texts in every language, and its worker. */
function filesOfPlan(): string[] {
  const files = filesThat((file) => /^plan-.*\.js$/.test(basename(file)));
  return [
    ...new Set([...files, ...files.flatMap((file) => mentioned(read(file)).filter(isWorker))]),
  ];
}
const isWorker = (file: string): boolean => basename(file).startsWith('worker-');
/** The statistics of the admin's page: script, and texts in every language. */
const isStatistics = (file: string): boolean =>
  /^(?:dashboard|figures)-.*\.js$/.test(basename(file));
/** What makes the downloads of the statistics. */
const isFiles = (file: string): boolean => /^files-.*\.js$/.test(basename(file));
/**
 * Files that few browsers download: without ML-KEM in WebCrypto, for a proof of work, for the QR code of an invite, or
 * for an association's own texts. Self-help, feedback, transfers, statistics and the shift plan are measured
 * separately.
 */
const isRare = (file: string): boolean =>
  /^(?:fallback-kem|solve|qr-code|own-words|self-help|after|transfer|dashboard|figures|files|plan)-/.test(
    basename(file),
  );

const FILLED = 'index.html';
const WIDGET = 'embed.js';
/** The addresses of the staff pages. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'volunteer.html': '/volunteer',
  'admin.html': '/admin',
};

const read = (file: string): string => readFileSync(join(DIST, file), 'utf8');
const LOCALES = (): readonly string[] =>
  (JSON.parse(read('.words.json')) as Words[]).map(({ locale }) => locale);

/** All files that `page` leads to, directly or through other files. */
function reached(page: string, leadsTo: (text: string) => readonly string[]): string[] {
  const files = new Set([page]);
  for (const file of files) {
    for (const next of leadsTo(read(file))) if (!isRare(next)) files.add(next);
  }
  return [...files];
}

/** Files downloaded at once: those named in the page, and those that a script imports before it runs. */
function imported(text: string): string[] {
  const names = text.matchAll(
    /(?:(?:\s(?:src|href)="\/assets\/)|(?:from|\bimport) ?["'`]\.\/)([^"'`]+)/g,
  );
  return [...names].map(([, name = '']) => `assets/${name}`);
}

/** All scripts and styles that match. */
const filesThat = (fits: (file: string) => boolean): string[] =>
  globSync('assets/*.{js,css}', { cwd: DIST }).filter(fits);

/** Files downloaded sooner or later: all files of the build that the text names. */
function mentioned(text: string): string[] {
  return globSync('assets/*.{js,css}', { cwd: DIST }).filter((file) =>
    text.includes(basename(file)),
  );
}
