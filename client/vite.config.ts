/** Builds the pages. Nothing inline and nothing from elsewhere: the server's policy would refuse it. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const page = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

// Signals without their ties into Preact, of which the views have their own: 1.7 kB less before *Start* (rule U5).
const signals = fileURLToPath(import.meta.resolve('@preact/signals-core'));

export default defineConfig({
  root: page('.'),
  // Names no longer than they must be: they stand in the styles and in the script.
  css: { modules: { generateScopedName: '_[hash:base64:4]' } },
  resolve: { alias: { '@preact/signals': signals } },
  // The same pages whatever NODE_ENV says: Vite would else build for development when a test asks for them.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
  build: {
    outDir: page('dist'),
    emptyOutDir: true,
    // The two latest of each browser (rule U5).
    target: ['chrome130', 'edge130', 'firefox132', 'safari18'],
    // It would be an inline script, for browsers that lack modules' preload.
    modulePreload: { polyfill: false },
    // Small pictures as data: would be inline too.
    assetsInlineLimit: 0,
    sourcemap: false,
    rolldownOptions: {
      input: { index: page('index.html'), volunteer: page('volunteer.html') },
    },
  },
});
