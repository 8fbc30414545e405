/** Ids and hashes on the operator's command line that begin with a dash. */
import { withDashedWords } from '@terskel/server/cli/dashed-words';
import { expect, test } from 'vitest';

const VALUED = new Set(['--head', '--role']);
const ID = '-mJbDiebj6DcWeM2jw9smg';
const HASH = `-${'x'.repeat(42)}`;

test.each([
  [`staff recover ${ID}`, `staff recover -- ${ID}`],
  [`staff revoke -${ID.slice(0, 21)}`, `staff revoke -- -${ID.slice(0, 21)}`],
  [`ledger verify --head ${HASH}`, `ledger verify --head=${HASH}`],
  [`ledger verify --head=${HASH}`, `ledger verify --head=${HASH}`],
  [`staff invite --role volunteer --trained`, `staff invite --role volunteer --trained`],
  [`staff recover ${ID.slice(1)}x --json`, `staff recover ${ID.slice(1)}x --json`],
] as const)('[S1, F7] %s', (typed, words) => {
  expect(withDashedWords(typed.split(' '), VALUED).join(' ')).toBe(words);
});
