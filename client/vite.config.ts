/** Builds the pages. They contain nothing inline or external, as the server's content security policy requires. */
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { served } from './served.ts';
import { sorted } from './src/lists.ts';
import { type EnvironmentOptions, type Plugin, defineConfig } from 'vite';

const page = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const found = globSync('src/**/*.module.css', { cwd: page('.') });
const sheets = sorted(found, (one, other) => (one < other ? -1 : 1));
/** Class names of each style sheet, in the order of first use. */
const met = new Map<string, string[]>();

/** Names classes by number of sheet and class. These compress better than random names: saves 0.8 kB (rule U5). */
function generateScopedName(name: string, file: string): string {
  const [path = file] = file.split('?');
  const sheet = relative(page('.'), path);
  // A sheet that was created after the development server started.
  if (!sheets.includes(sheet)) sheets.push(sheet);
  const names = met.get(sheet) ?? [];
  met.set(sheet, names);
  if (!names.includes(name)) names.push(name);
  return `_${sheets.indexOf(sheet)}_${names.indexOf(name)}`;
}

/** Returns the built name of a class; throws if the sheet does not contain it. */
function classOf(name: string, sheet: string): string {
  if (met.get(sheet)?.includes(name) !== true) throw new Error(`${sheet} has no .${name}`);
  return generateScopedName(name, page(sheet));
}

/**
 * Replaces the helper that Vite puts around each `import()`. It preloads what a script needs; here, nothing does: there is
 * one style sheet, and scripts import other scripts themselves. Saves 0.8 kB (rule U5). If Vite names it differently one
 * day, the pages only become larger, which `pnpm check` reports.
 */
const plainImports: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: (id) =>
    id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null,
};

/** A build of its own for one page. */
function apart(name: string): EnvironmentOptions {
  const rolldownOptions = { input: page(name) };
  return { consumer: 'client', build: { emptyOutDir: false, rolldownOptions } };
}

/** The widget's script. Its file name is fixed, because other sites refer to it (rule U8). */
const embed: EnvironmentOptions = {
  consumer: 'client',
  build: {
    emptyOutDir: false,
    copyPublicDir: false,
    // Browsers with `light-dark()`, which is therefore kept. Compiled for older ones, it would not follow the site's
    // `color-scheme`. Those show the widget without its colours.
    cssTarget: ['chrome123', 'edge123', 'firefox121', 'safari17.5'],
    rolldownOptions: { input: page('src/embed/embed.ts'), output: { entryFileNames: 'embed.js' } },
  },
};

export default defineConfig({
  root: page('.'),
  css: { modules: { generateScopedName } },
  plugins: [served(classOf), plainImports],
  // Builds the same pages for any NODE_ENV. Otherwise Vite would build for development when a test requests them.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    // The oldest supported browsers (rule U9). Newer features in `client/src` are type errors: see `tsconfig.json`.
    target: ['chrome109', 'edge109', 'firefox121', 'safari16.4'],
    // The polyfill is for browsers without module preload, and would be an inline script.
    modulePreload: {
      polyfill: false,
      // Scripts import other scripts themselves.
      resolveDependencies: (_, files, { hostType }) => (hostType === 'js' ? [] : files),
    },
    // Small images as `data:` URLs would also be inline.
    assetsInlineLimit: 0,
    sourcemap: false,
    // One style sheet: a screen that loads later must not appear before its style, and Vite does not retry a failed one.
    cssCodeSplit: false,
    rolldownOptions: {
      // `served.ts` puts the scripts into the page.
      input: {
        page: page('index.html'),
        index: page('src/pages/seeker.tsx'),
        early: page('src/pages/early.ts'),
      },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      treeshake: {
        // The side effects of their modules are only for old browsers and for exports that are not used here.
        moduleSideEffects: [{ test: /\/(?:socket|engine)\.io-client\//, sideEffects: false }],
        // Removes schemas that a page does not use. No getter and no iterator of ours has a side effect.
        propertyReadSideEffects: false,
        manualPureFunctions: ['int', 'array', 'id128', 'secret256'],
      },
    },
  },
  // Builds each page separately, so that no page loads code of another: saves 3 kB for seekers (rule U5).
  builder: {},
  environments: {
    // Few files, since each costs headers (rule U5): early code, then the screens, then the session.
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              // Each group includes its imports, unless an earlier group has them.
              groups: [
                { name: 'early', test: /\/client\/src\/pages\/early\.ts$/ },
                {
                  name: 'index',
                  test: /\/client\/src\/(?:pages\/seeker|ui\/seeker\/late-screens)\.tsx$/,
                },
                { name: 'seeker', test: /\/client\/src\/(?:session\/seeker|e2ee\/draft)\.ts$/ },
                {
                  name: 'transfer',
                  test: /\/client\/src\/(?:session\/seeker\/transferring|ui\/seeker\/transfer\/transfer)\.tsx?$/,
                },
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
