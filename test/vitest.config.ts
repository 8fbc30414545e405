import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** One project for each folder, so that `pnpm test flow` runs one kind and each has its own timeout. */
function project(
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']> = {},
): TestProjectInlineConfiguration {
  const include = [`${name}/**/*.test.{ts,tsx}`];
  // Vitest's default of one second is too short on a busy machine.
  return { test: { name, include, expect: { poll: { timeout: 15_000 } }, ...test } };
}

/** Tests for a single Redis: they stop or freeze it, or hardly use the live store. */
const ONE_REDIS = flows(
  ...[
    'stores-away',
    'store-lost',
    'store-lost-refused',
    'store-lost-tabs',
    'store-behind',
    'calls-lost',
    'transition-kills',
    'transition-losses',
    'failover',
    'quarantine',
    'counts-release',
  ],
  ...[
    'drain',
    'kills',
    'networks',
    'balancers',
    'over',
    'tls',
    'log',
    'metrics',
    'stranger',
    'stranger-talks',
  ],
  ...['cli', 'config', 'start', 'demo', 'handshakes', 'headers', 'http', 'help', 'served', 'about'],
  ...['staff-access', 'staff-audit', 'staff-joining', 'staff-late', 'staff-passkeys'],
  ...['staff-revoked', 'staff-sessions', 'ledger-full', 'ledger-trace', 'slow-disk'],
  ...['abuse-floods', 'abuse-prefix', 'abuse-proof', 'abuse-requests', 'abuse-slow'],
  ...['abuse-transport', 'client-prefix'],
  ...['frame-lengths', 'random-input', 'refusals', 'unusable-keys', 'canary-crash'],
);

/** Sentinels lead to one Redis, where scripts behave as without them. So one file for each kind of use is enough. */
const BY_SENTINELS = flows(
  ...['main-path', 'offers', 'queue-order', 'queue-kept', 'messages', 'keys', 'silence', 'lost'],
  ...['ends', 'exits', 'danger', 'sessions', 'duty', 'leader', 'feedback', 'dead-node', 'tabs'],
);

function flows(...names: readonly string[]): string[] {
  return names.map((name) => `flow/${name}.test.ts`);
}

/** The same flows on another kind of live store. */
function flowOn(kind: string, include: string[]): TestProjectInlineConfiguration {
  return project(`flow-${kind}`, {
    ...{ include, exclude: ONE_REDIS, testTimeout: 40_000 },
    setupFiles: [`helpers/${kind}.ts`],
  });
}

const BROWSERS = { testTimeout: 120_000, hookTimeout: 120_000 };
/** It searches the memory of all processes, and runs alone on the machine. */
const ALONE = 'e2e/canary.test.ts';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A test that passes only on the second try has found a race.
    retry: 0,
    // A mistyped filter must not look like success.
    passWithNoTests: false,
    projects: [
      // Timeouts end tests that hang. They are far above what a busy machine needs.
      project('unit', { testTimeout: 30_000 }),
      project('store', { testTimeout: 30_000 }),
      // A few seeds and the findings of earlier ones; `pnpm fuzz` runs any number.
      project('fuzz', { testTimeout: 60_000 }),
      project('flow', { testTimeout: 30_000, hookTimeout: 30_000 }),
      flowOn('on-cluster', ['flow/**/*.test.ts']),
      flowOn('on-sentinels', BY_SENTINELS),
      // After the others, so that it has the machine to itself.
      project('chaos', { testTimeout: 240_000, sequence: { groupOrder: 1 } }),
      // After the others: each file starts its own browser.
      project('e2e', { ...BROWSERS, exclude: [ALONE], sequence: { groupOrder: 2 } }),
      project('e2e-alone', { ...BROWSERS, include: [ALONE], sequence: { groupOrder: 3 } }),
    ],
  },
});
