// Preloaded before every script. An old Node cannot even load a .ts file, so this file is plain
// CommonJS that any Node understands. pnpm puts the pinned Node 24 first on PATH; we only come
// here with another one if that optional package could not be installed for this platform.
'use strict';
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    'Terskel needs Node 24 or newer, and this is ' +
      process.version +
      ': run it through pnpm (npx -y pnpm start), or install Node 24.',
  );
  process.exit(1);
}
