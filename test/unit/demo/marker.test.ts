/** The folders of a demo, and those that are not of one. */
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoOf, refuseDemoFolder } from '../../../scripts/demo/marker.ts';

test('[F8] a real folder may have that of a demo in it; the demo does not take the real one', () => {
  using real = mkdtempDisposableSync(join(tmpdir(), 'terskel-marker-'));
  writeFileSync(join(real.path, 'contents'), '');
  const inside = join(real.path, 'demo');
  mkdirSync(inside);
  const id = demoOf(inside);
  expect(demoOf(inside)).toBe(id);
  expect(() => refuseDemoFolder(inside)).toThrow('is from a demo');
  expect(() => refuseDemoFolder(real.path)).not.toThrow();
  expect(() => demoOf(real.path)).toThrow('is not from a demo');
});
