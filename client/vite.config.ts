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
  plugins: [smallLook, withoutComments, served(classOf)],
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
