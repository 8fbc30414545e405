/** Hand-made backups: their checksum is correct, but they are no valid ledger. */
import { fileOf, contentsIn, BackupError } from '@terskel/server/ledger/backup/file';
import { randomIds } from '@terskel/server/clock';
import { digest } from '@terskel/server/digest';
import { chained, type LedgerStore } from '@terskel/server/ledger/commit';
import { contentsOf, type Contents } from '@terskel/server/ledger/backup/contents';
import { ledgerRoot } from '@terskel/server/ledger/records';
import { restore } from '@terskel/server/ledger/backup/restore';
import { describe, expect, test } from 'vitest';
import { done, ledgersOfFile, staffId, type TestLedger } from '../../helpers/ledgers.ts';

const ledgers = ledgersOfFile();

function storeOf({ namespace, clock }: TestLedger): LedgerStore {
  return { redis: ledgers.client, clock, root: ledgerRoot(namespace), onDisk: async () => {} };
}
async function filled(): Promise<{ readonly book: TestLedger; readonly contents: Contents }> {
  const book = ledgers.open();
  await book.joined(['admin']);
  await book.invited();
  return { book, contents: await contentsOf(storeOf(book)) };
}
/** Replaces the audit log by one entry, with a matching head. */
function withEntry({ hashes, lists, ...rest }: Contents, json: string): Contents {
  const hash = chained('', json);
  const head = { ...hashes.get('head'), number: '1', hash };
  return {
    ...rest,
    hashes: new Map([...hashes, ['head', head]]),
    lists: new Map([...lists, ['audit', [`${hash} ${json}`]]]),
  };
}
const withHash = (name: string, value: Record<string, string>) => (contents: Contents) => ({
  ...contents,
  hashes: new Map([...contents.hashes, [name, { ...contents.hashes.get(name), ...value }]]),
});
const withList = (name: string) => (contents: Contents) => ({
  ...contents,
  lists: new Map([...contents.lists, [name, ['x']]]),
});
const session = { staff: 'x', generation: '9', openedAt: '0', usedAt: '0', device: '' };
const HOSTILE: readonly (readonly [string, (contents: Contents) => Contents])[] = [
  ['a sign-in', withHash(`session:${digest('x')}`, session)],
  ['a sealing key', withHash('seal-keys', { 20_000: 'x' })],
  ['a lock', withHash('lock', { x: 'x' })],
  ['a schema', withHash('schema', { x: 'x' })],
  ['an unknown key', withHash('constructor', { x: 'x' })],
  ['staff also as a list', withList('staff')],
  [
    'staff as a list only',
    ({ hashes, ...rest }) => ({
      ...withList('staff')({
        ...rest,
        hashes: new Map([...hashes].filter(([key]) => key !== 'staff')),
      }),
    }),
  ],
  ['the log also as a hash', withHash('audit', { x: 'x' })],
  ['a staff member with an invalid id', withHash('staff', { 'x:y': '{}' })],
  [
    'an existing staff member under an invalid id',
    (contents) => {
      const [stored = ''] = Object.values(contents.hashes.get('staff') ?? {});
      return withHash('staff', { 'x:y': stored })(contents);
    },
  ],
  ['passkeys of an invalid id', withHash('passkeys', { x: '[]' })],
  [
    'an invite whose id is no token hash',
    (contents) => {
      const [stored = ''] = Object.values(contents.hashes.get('invites') ?? {});
      return withHash('invites', { x: stored })(contents);
    },
  ],
  ['an invalid number', withHash('head', { number: 'x' })],
  ['a number that differs from the log', withHash('head', { number: '99' })],
  ['an incomplete entry', (contents) => withEntry(contents, '{"number":1}')],
  ['a count that is no number', withHash('figures:months', { 'heard 2026-11 5': '"x"' })],
  ['a negative count', withHash('figures:hours', { 'tickets 493520 matched': '-1' })],
  ['an invalid hour', withHash('figures:head', { countedTo: 'x' })],
  ["an earlier version's counters", withHash('counters', { '2026-11 heard 5': '5' })],
  ['a staff member without a profile', withHash('staff', { [staffId()]: 'null' })],
];

describe('a backup with', () => {
  test.each(HOSTILE)('[F7] %s is refused before anything is written', async (_, hostile) => {
    const { contents } = await filled();
    const file = fileOf(hostile(contents), 1);
    expect(() => contentsIn(file)).toThrow(BackupError);
  });

  test('[F7] no invalid content is restored any number of times, and each time ends every staff session', async () => {
    const { book, contents } = await filled();
    const file = contentsIn(fileOf(contents, 1));
    const token = await book.openSession((await book.people())[0]?.id ?? staffId(), null);
    for (let times = 1; times <= 3; times += 1) {
      done(await restore(storeOf(book), randomIds, file, true));
      expect(await book.session(token)).toBeNull();
    }
    const { entries } = await book.audit({});
    expect(entries.map(({ what }) => what)).toEqual([
      ...['ledger.restored', 'invite.made', 'staff.joined', 'invite.made'],
    ]);
  });
});
