/** Builds the pages. Nothing inline and nothing from elsewhere: the server's policy would refuse it. */
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { served } from './served.ts';
import { sorted } from './src/lists.ts';
import { type EnvironmentOptions, type Plugin, defineConfig } from 'vite';

const page = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// Signals without their ties into Preact, of which the views have their own: 1.7 kB less (rule U5).
const signals = fileURLToPath(import.meta.resolve('@preact/signals-core'));

/**
 * What a socket brings that ours never uses: the transports of one that is not told which (see net/link.ts), and
 * frames of bytes, where the contract knows JSON alone. A server that sent one would end the connection.
 */
const UNUSED: Readonly<Record<string, string>> = {
  'engine.io-client/build/esm/transports/index.js': 'export const transports = {};',
  // It waits between tries of its own, of which there are none.
  'socket.io-client/build/esm/contrib/backo2.js':
    'export function Backoff() {}; Backoff.prototype.reset = Backoff.prototype.setMin = Backoff.prototype.setMax = Backoff.prototype.setJitter = () => {};',
  'socket.io-parser/build/esm/is-binary.js':
    'export const isBinary = () => false, hasBinary = isBinary;',
  'socket.io-parser/build/esm/binary.js':
    'export const deconstructPacket = (packet) => packet, reconstructPacket = deconstructPacket;',
};
/**
 * Methods of classes that are never called: our link comes back and polls by itself (see net/link.ts), and of HPKE we
 * take keys alone, to seal and open with by ourselves (see e2ee/channel.ts). Each with how far in its class's methods stand.
 */
const UNCALLED: Readonly<
  Record<string, { readonly indent: string; readonly names: readonly string[] }>
> = {
  'engine.io-client/build/esm/transports/polling-fetch.js': { indent: '    ', names: ['doPoll'] },
  'socket.io-client/build/esm/manager.js': { indent: '    ', names: ['reconnect', 'onreconnect'] },
  'socket.io-client/build/esm/socket.js': {
    indent: '    ',
    names: [
      'send',
      'compress',
      'get volatile',
      'timeout',
      'prependAny',
      'offAny',
      'listenersAny',
      'onAnyOutgoing',
      'prependAnyOutgoing',
      'offAnyOutgoing',
      'listenersAnyOutgoing',
    ],
  },
  'hpke/index.js': {
    indent: '  ',
    names: [
      'async Seal',
      'async Open',
      'async SendExport',
      'async ReceiveExport',
      'get mode',
      'get seq',
      'get Nt',
    ],
  },
};
function withoutMethods(
  code: string,
  { indent, names }: { readonly indent: string; readonly names: readonly string[] },
): string {
  return names.reduce((left, name) => {
    const method = new RegExp(String.raw`^${indent}${name}\([\s\S]*?^${indent}\}\n`, 'gm');
    const without = left.replace(method, '');
    if (without === left) throw new Error(`there is no method ${name} any more`);
    return without;
  }, code);
}
const withoutUnused: Plugin = {
  name: 'without-unused',
  transform(code, id) {
    const uncalled = Object.entries(UNCALLED).find(([path]) =>
      id.endsWith(`/node_modules/${path}`),
    );
    return uncalled && withoutMethods(code, uncalled[1]);
  },
  load(id) {
    if (id === '\0vite/preload-helper.js') return withStyles;
    return Object.entries(UNUSED).find(([path]) => id.endsWith(`/node_modules/${path}`))?.[1];
  },
};

/** In place of Vite's helper, 0.5 kB less (rule U5): a script that is fetched late, and its style beside it. What failed is tried anew. */
const withStyles = `
const fetched = {};
const style = (path) => fetched[path] ??= new Promise((resolve, reject) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = '/' + path;
  link.onload = resolve;
  link.onerror = () => {
    link.remove();
    delete fetched[path];
    reject();
  };
  document.head.append(link);
});
export const __vitePreload = (load, files = []) =>
  Promise.all([load(), ...files.map(style)]).then(([module]) => module);
`;

/** Seekers read the contract by the part of zod that it is written in; the pages of staff need more of it. */
const smallZod: Plugin = {
  name: 'small-zod',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (id) => (id === 'zod/mini' ? page('src/net/small-zod.ts') : null),
};

/** The style of the door on other sites stands in its script as a text, which nothing else makes smaller (rule U8). */
const smallLook: Plugin = {
  name: 'small-look',
  transform: (code, id) =>
    id.endsWith('/src/embed/look.ts')
      ? code.replace(/(?<=CSS = )`[^`]*`/, (css) =>
          css
            .replaceAll(/\s+/g, ' ')
            .replaceAll(/ ?([{};,]) ?/g, '$1')
            .replaceAll(': ', ':')
            .replaceAll(';}', '}'),
        )
      : undefined,
};

const withoutComments: Plugin = {
  name: 'without-comments',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replaceAll(/<!--[^]*?-->/g, '').replaceAll(/\s*\n\s*/g, '\n'),
  },
};

const found = globSync('src/**/*.module.css', { cwd: page('.') });
const sheets = sorted(found, (one, other) => (one < other ? -1 : 1));
/** The names in each sheet, in the order in which they are met. */
const met = new Map<string, string[]>();

/** Numbers for names: the sheet's, and the name's in it. Unlike random ones they compress: 0.8 kB less (rule U5). */
function generateScopedName(name: string, file: string): string {
  const sheet = relative(page('.'), file.replace(/\?.*/, ''));
  // One that was not there yet when the pages began to be served.
  if (!sheets.includes(sheet)) sheets.push(sheet);
  const names = met.get(sheet) ?? [];
  met.set(sheet, names);
  if (!names.includes(name)) names.push(name);
  return `_${sheets.indexOf(sheet)}_${names.indexOf(name)}`;
}

/** What a sheet's class is called in the built page; it must be in the sheet. */
function classOf(name: string, sheet: string): string {
  if (met.get(sheet)?.includes(name) !== true) throw new Error(`${sheet} has no .${name}`);
  return generateScopedName(name, page(sheet));
}

function apart(name: string): EnvironmentOptions {
  const rolldownOptions = { input: page(name) };
  return { consumer: 'client', build: { emptyOutDir: false, rolldownOptions } };
}

/** The script of the door on other sites, by the name that they know it by (rule U8). */
const embed: EnvironmentOptions = {
  consumer: 'client',
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    rolldownOptions: { input: page('src/embed/embed.ts'), output: { entryFileNames: 'embed.js' } },
  },
};

export default defineConfig({
  root: page('.'),
  css: { modules: { generateScopedName } },
  resolve: { alias: { '@preact/signals': signals } },
  plugins: [smallZod, smallLook, withoutUnused, withoutComments, served(classOf)],
  // The same pages whatever NODE_ENV says: Vite would else build for development when a test asks for them.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    // The oldest supported browsers (rule U9). What is newer than these in `client/src` is a type error: see `tsconfig.json`.
    target: ['chrome109', 'edge109', 'firefox121', 'safari16.4'],
    // It would be an inline script, for browsers that lack modules' preload.
    modulePreload: {
      polyfill: false,
      // A script names its scripts itself.
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'js' ? files.filter((file) => file.endsWith('.css')) : files,
    },
    // Small pictures as data: would be inline too.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      input: { index: page('index.html'), early: page('src/pages/early.ts') },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      treeshake: {
        // Theirs serve old browsers, and callers by names that nobody uses here.
        moduleSideEffects: [{ test: /\/(?:socket|engine)\.io-client\//, sideEffects: false }],
      },
    },
  },
  // Each page is built apart, so that none loads what only another needs: 3 kB less for seekers (rule U5).
  builder: {},
  environments: {
    // Few files, since each costs headers (rule U5): what comes first, the screens, the session.
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              // Each takes what it imports as well, unless one before has it.
              groups: [
                { name: 'early', test: /\/client\/src\/pages\/early\.ts$/ },
                {
                  name: 'index',
                  test: /\/client\/(?:index\.html|src\/(?:pages\/seeker|ui\/seeker\/late-screens)\.tsx)$/,
                },
                { name: 'seeker', test: /\/client\/src\/(?:session\/seeker|e2ee\/draft)\.ts$/ },
              ],
            },
          },
        },
      },
    },
    volunteer: apart('volunteer.html'),
    admin: apart('admin.html'),
    embed,
  },
});
