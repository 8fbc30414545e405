// Preloaded before every script. An old Node cannot load a .ts file, so this is plain CommonJS that any Node
// understands. pnpm puts the pinned Node 24 first on PATH. Another version runs only if that optional package could not
// be installed for this platform.
'use strict';
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'Terskel needs Node 24 or newer, and this is ' +
      process.version +
      ': run it through pnpm (npx -y pnpm start), or install Node 24.',
  );
  process.exit(1);
}

// Caches compiled code between runs, also for child processes. This halves the start time.
const { join } = require('node:path');
process.env.NODE_COMPILE_CACHE ??= join(__dirname, '..', 'node_modules', '.cache', 'node');
require('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE);
