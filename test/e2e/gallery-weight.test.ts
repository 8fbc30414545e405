/** The size of the built pages, and their conformity with the server's content security policy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildClient } from '../../scripts/build.ts';
import { ROOT } from '../../scripts/env.ts';
import { overweight, weights } from '../../scripts/weights.ts';

const DIST = join(ROOT, 'client', 'dist');

beforeAll(() => buildClient(() => {}));

test('[U5] the seeker’s page weighs at most 25 kB before Start and 80 kB in all, headers included', async () => {
  expect(await overweight()).toEqual([]);
  const [before, inAll] = await weights();
  expect(before?.mostBytes).toBe(25_000);
  expect(inAll?.mostBytes).toBe(80_000);
});

test('[U5] the weight before Start is the page, its style and the early script; in all, one language and all screens', async () => {
  // File names without their hashes.
  const [before, inAll] = (await weights()).map(({ files }) =>
    files.map((file) => file.replace(/^assets\/([\w-]+)-[\w-]{8}\./, '$1.')).toSorted(),
  );
  const landing = ['early.js', 'index.html', 'style.css'];
  const [words = ''] = inAll?.filter((file) => /^late-(?:nb|nn|en|ar)\.js$/.test(file)) ?? [];
  expect(before).toEqual(landing);
  expect(inAll).toEqual([...landing, 'index.js', words, 'seeker.js'].toSorted());
});

test('[U5, U2] the pages contain no inline script or style that the policy would refuse', () => {
  for (const name of ['index.html', 'volunteer.html', 'admin.html']) {
    const text = readFileSync(join(DIST, name), 'utf8');
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  }
});
