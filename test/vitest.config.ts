import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** One project for each folder, so that `pnpm test flow` runs one kind and each has its own patience. */
function project(
  name: string,
  test: NonNullable<TestProjectInlineConfiguration['test']> = {},
): TestProjectInlineConfiguration {
  const include = [`${name}/**/*.test.{ts,tsx}`];
  // What is waited for comes, or the test ends: a second is nothing on a machine that has much else to do.
  return { test: { name, include, expect: { poll: { timeout: 15_000 } }, ...test } };
}

/** What stands on one Redis by its nature: it stops or freezes that one, or has little to do with the live store. */
const ONE_REDIS = flows(
  ...['stores-away', 'store-lost', 'store-lost-tabs', 'store-behind', 'failover', 'quarantine'],
  ...['drain', 'kills', 'networks', 'balancers', 'over', 'tls', 'log', 'metrics', 'stranger'],
  ...['cli', 'config', 'start', 'handshakes', 'headers', 'http', 'help', 'served', 'about'],
  ...['staff-access', 'staff-audit', 'staff-joining', 'staff-late', 'staff-passkeys'],
  ...['staff-revoked', 'staff-sessions', 'ledger-full', 'ledger-trace', 'slow-disk'],
  ...['abuse-floods', 'abuse-prefix', 'abuse-proof', 'abuse-slow', 'abuse-transport'],
  ...['frame-lengths', 'random-input', 'refusals', 'unusable-keys', 'canary-crash'],
);

/** Sentinels lead to one Redis, in which every script does what it does without them: what uses it in each way is enough. */
const BY_SENTINELS = flows(
  ...['main-path', 'offers', 'queue-order', 'queue-kept', 'messages', 'keys', 'silence', 'lost'],
  ...['ends', 'exits', 'danger', 'sessions', 'duty', 'leader', 'feedback', 'dead-node', 'tabs'],
);

function flows(...names: readonly string[]): string[] {
  return names.map((name) => `flow/${name}.test.ts`);
}

/** Journeys on another kind of live store. */
function flowOn(kind: string, include: string[]): TestProjectInlineConfiguration {
  return project(`flow-${kind}`, {
    ...{ include, exclude: ONE_REDIS, testTimeout: 30_000 },
    setupFiles: [`helpers/${kind}.ts`],
  });
}

const BROWSERS = { testTimeout: 120_000, hookTimeout: 120_000 };
/** It searches the memory of all there is, and shares the machine with nobody. */
const ALONE = 'e2e/canary.test.ts';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // A test that passes only the second time has found something.
    retry: 0,
    // A name mistyped on the command line must not look like success.
    passWithNoTests: false,
    projects: [
      // Each project's patience is for what hangs, not for a machine that has much else to do.
      project('unit', { testTimeout: 30_000 }),
      project('store', { testTimeout: 30_000 }),
      // Seeds alone, and what they found: `pnpm fuzz` goes on for as long as wanted.
      project('fuzz', { testTimeout: 60_000 }),
      project('flow', { testTimeout: 20_000, hookTimeout: 20_000 }),
      flowOn('on-cluster', ['flow/**/*.test.ts']),
      flowOn('on-sentinels', BY_SENTINELS),
      // After the others, on a machine of its own as far as that goes.
      project('chaos', { testTimeout: 240_000, sequence: { groupOrder: 1 } }),
      // After the others: each file has two browsers to itself.
      project('e2e', { ...BROWSERS, exclude: [ALONE], sequence: { groupOrder: 2 } }),
      project('e2e-alone', { ...BROWSERS, include: [ALONE], sequence: { groupOrder: 3 } }),
    ],
  },
});
