/** The operator's commands, run against a service of two nodes. */
import { mkdtempDisposable, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { digest } from '@terskel/server/digest';
import { SCHEMA } from '@terskel/server/ledger/schema/migrations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumpOf } from '../helpers/dump.ts';
import { done, passkey, staffId } from '../helpers/ledgers.ts';
import { run } from '../helpers/process.ts';
import { startService, type TestService } from '../helpers/service.ts';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2 });
});
afterAll(() => service[Symbol.asyncDispose]());

const typed = (noun: string, line: string, env = {}) =>
  run('cli.ts', [noun, ...line.split(' ')], {
    ...{ LEDGER_URL: service.ledger.url, PUBLIC_URL: 'https://chat.example.org', ...env },
  });
const staff = (line: string, env = {}) => typed('staff', line, env);
const book = () => dumpOf(service.ledgerRedis, '{terskel:ledger}');

/** Joins by an invite through the last node. Returns the new staff member, or null if the invite was refused. */
async function join(token: string, of = service) {
  const { ledger } = of.nodes.at(-1)?.domain ?? {};
  const joined = await ledger?.join(token, { id: staffId(), alias: 'Kari', passkey: passkey() });
  return joined?.ok === true ? ledger?.person(joined.id) : null;
}

test.each([
  ['--role volunteer --trained', 'volunteer', ['volunteer'], true],
  ['--role leader --trained', 'volunteer', ['volunteer', 'leader'], true],
  ['--role admin', 'admin', ['admin'], false],
  ['--role admin --role leader', 'volunteer', ['volunteer', 'leader', 'admin'], false],
])(
  '[S1] `staff invite %s` prints a link to /%s that grants %j',
  async (options, page, roles, trained) => {
    const { code, stdout, stderr } = await staff(`invite ${options}`);
    expect([code, stderr]).toEqual([0, '']);
    const link = /^https:\/\/chat\.example\.org\/(\w+)#invite=([\w-]{43})\n$/.exec(stdout);
    const [, at, invite = ''] = link ?? [];
    expect(at).toBe(page);
    expect(JSON.stringify(await book())).not.toContain(invite);
    expect(await join(invite)).toMatchObject({ alias: 'Kari', roles, trained, passkeys: 1 });
  },
);

test('[S1] `staff invite --first` grants every role to the first person, and afterwards prints nothing', async () => {
  await using fresh = await startService();
  const env = { LEDGER_URL: fresh.ledger.url };
  const { stdout } = await staff('invite --first', env);
  const invite = stdout.trim().split('#invite=')[1] ?? '';
  expect(await join(invite, fresh)).toMatchObject({
    ...{ roles: ['volunteer', 'leader', 'admin'], trained: true },
  });
  expect(await staff('invite --first', env)).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('[S2] `staff session` creates sessions that sockets accept', async () => {
  const { code, stdout } = await staff('session --role volunteer --trained --count 3 --json');
  expect(code).toBe(0);
  const minted = JSON.parse(stdout) as { staff: string; alias: string; session: string }[];
  expect(minted.map(({ alias }) => alias)).toEqual(['Test 1', 'Test 2', 'Test 3']);
  expect(new Set(minted.map(({ session }) => session)).size).toBe(3);
  for (const { staff: id, session } of minted) {
    const page = await service.staff(1, session);
    expect(page.snapshot.session.staff).toMatchObject({ id, trained: true });
    expect(JSON.stringify(await book())).not.toContain(session);
    expect(JSON.stringify(await book())).toContain(digest(session));
  }

  const plain = await staff('session --role leader');
  expect(plain.stdout).toMatch(/^[\w-]{43}\n$/);
  const untrained = await service.staff(0, plain.stdout.trim());
  expect(untrained.snapshot.session.staff).toMatchObject({
    ...{ roles: ['volunteer', 'leader'], trained: false },
  });
});

test.each([
  ['invite'],
  ['invite --role volunteer --traind'],
  ['session --role volunteer --count 0'],
  ['session --role volunteer --count 10001'],
  ['dismiss --role volunteer'],
  ['recover'],
  ['revoke x --role admin'],
  ['list all'],
])('[S1] `staff %s` prints its usage and changes nothing', async (line) => {
  const before = await book();
  const { code, stdout, stderr } = await staff(line);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^Usage:\n {2}pnpm staff invite --role/);
  expect(await book()).toEqual(before);
});

test('[F8] a bad setting or an unreachable ledger is reported on one line', async () => {
  expect(await staff('invite --role admin', { LEDGER_URL: 'nowhere' })).toEqual({
    ...{ code: 1, stdout: '' },
    stderr: expect.stringMatching(/^LEDGER_URL is not valid: [^\n]+\n$/) as string,
  });
  const away = await staff('invite --role admin', { LEDGER_URL: 'unix:///nonexistent/x.sock' });
  expect([away.code, away.stdout]).toEqual([1, '']);
  expect(away.stderr).toMatch(/^The ledger cannot be reached\.[^\n]+\n$/);
});

describe('a staff member', () => {
  const invited = async (role: string) => {
    const { stdout } = await staff(`invite --role ${role} --trained`);
    const person = await join(stdout.trim().split('#invite=')[1] ?? '');
    if (person === null || person === undefined) throw new Error('the invite was refused');
    return person;
  };

  test('[S1] is listed with an id, by which the account can be recovered', async () => {
    const { id } = await invited('volunteer');
    const session = await service.book.openSession(id, null);
    const line = `${id}  Kari  (volunteer; trained; 1 passkeys)\n`;
    expect((await staff('list')).stdout).toContain(line);
    const listed: unknown = JSON.parse((await staff('list --json')).stdout);
    expect(listed).toContainEqual(expect.objectContaining({ id, alias: 'Kari' }));
    const { stdout } = await staff(`recover ${id}`);
    const token = stdout.trim().split('https://chat.example.org/volunteer#invite=')[1] ?? '';
    expect(await service.book.inviteTerms(token)).toMatchObject({ kind: 'recovery', staff: id });
    const fresh = passkey();
    done(await service.book.join(token, { id, alias: '', passkey: fresh }));
    expect((await service.book.passkeys(id)).map((one) => one.id)).toEqual([fresh.id]);
    expect(await service.book.session(session)).toBeNull();
  });

  test('[S1] has an id that may begin with a dash', async () => {
    const token = done(
      await service.book.addInvite('operator', {
        kind: 'join',
        roles: ['volunteer'],
        trained: true,
      }),
    ).token;
    const id = `-${staffId().slice(1)}` as ReturnType<typeof staffId>;
    done(await service.book.join(token, { id, alias: 'Kari', passkey: passkey() }));
    expect((await staff(`recover ${id}`)).stdout).toContain('#invite=');
    expect(await staff(`revoke ${id}`)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('[S4] is revoked together with their sessions, unless they are the last admin', async () => {
    const { id } = await invited('volunteer');
    const session = await service.book.openSession(id, null);
    expect(await staff(`revoke ${id}`)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await service.book.session(session)).toBeNull();
    for (const words of [`revoke ${id}`, `recover ${id}`, 'recover x']) {
      const { code, stderr } = await staff(words);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(/^Nobody of the staff has this id/),
      ]);
    }
    const admins = (await service.book.people()).filter(({ roles }) => roles.includes('admin'));
    const [last, ...others] = admins;
    for (const other of others) done(await service.book.revoke('operator', other.id));
    const { code, stderr } = await staff(`revoke ${last?.id ?? ''}`);
    expect([code, stderr]).toEqual([1, 'This is the last admin: invite another one first.\n']);
  });
});

describe('a backup', () => {
  const ledger = (line: string, of: TestService = service) =>
    typed('ledger', line, { LEDGER_URL: of.ledger.url });
  const failing = (stderr: string) => ({ code: 1, stdout: '', stderr });
  /** Everything that a backup contains, as the ledger returns it. */
  async function everything({ book: of }: TestService) {
    const { entries } = await of.audit({});
    const people = await of.people();
    const passkeys = await Promise.all(people.map(({ id }) => of.passkeys(id)));
    const invites = await of.invites();
    return { people, passkeys, invites, settings: await of.settings(), entries };
  }

  test('[F7] is restored completely to another running service, whose sessions end', async () => {
    await using folder = await mkdtempDisposable(path(tmpdir(), 'terskel-backup-'));
    await using from = await startService();
    await using to = await startService({ nodes: 2 });
    const file = path(folder.path, 'ledger.jsonl');
    const volunteer = await from.volunteer();
    done(await from.book.setSettings('operator', { queueLimit: 7 }));
    const { token } = done(
      await from.book.addInvite('operator', { kind: 'join', roles: ['admin'], trained: false }),
    );
    await join(token, from);
    done(await from.book.addInvite('operator', { kind: 'recovery', staff: volunteer.staff.id }));
    const before = await everything(from);

    const { code, stdout, stderr } = await ledger(`backup ${file}`, from);
    expect([code, stderr]).toEqual([0, '']);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(digest(volunteer.session));
    expect(text).not.toContain('seal-keys');
    expect(await ledger(`backup ${file}`, from)).toEqual(
      failing('There is such a file, and it stays.\n'),
    );
    expect(await readFile(file, 'utf8')).toBe(text);

    const local = await to.volunteer({ node: 1 });
    expect(await ledger(`restore ${file}`, to)).toEqual(
      failing(
        'This ledger has staff: back it up, then say --replace to put the file in its place.\n',
      ),
    );
    const lost = await to.ledgerRedis.hGetAll('{terskel:ledger}:head');
    const disconnected = new Promise((resolve) => local.socket.once('disconnect', resolve));
    expect((await ledger(`restore ${file} --replace`, to)).code).toBe(0);
    await to.sweep();
    await disconnected;

    const after = await everything(to);
    const [restored, ...earlier] = after.entries;
    expect({ ...after, entries: earlier }).toEqual(before);
    expect(restored).toMatchObject({
      ...{ number: before.entries.length + 1, by: null, what: 'ledger.restored', about: null },
      ...{ before: { number: Number(lost['number']), hash: lost['hash'] } },
      after: { number: before.entries.length },
    });
    expect(await to.book.session(local.session)).toBeNull();
    expect(await to.book.session(volunteer.session)).toBeNull();
    const verified = await ledger(`verify --head ${stdout.trim().split(' ').at(-1) ?? ''}`, to);
    expect(verified.stdout).toMatch(/^\d+ entries, all as they were written; the head is /);
    // Both nodes keep working.
    await join(
      done(await to.book.addInvite('operator', { kind: 'join', roles: ['leader'], trained: true }))
        .token,
      to,
    );
    expect(await to.book.people()).toHaveLength(before.people.length + 1);
    expect((await ledger('verify', to)).code).toBe(0);
  });

  test('[F7] does not restore a session that was ended after it was taken', async () => {
    await using folder = await mkdtempDisposable(path(tmpdir(), 'terskel-backup-'));
    await using own = await startService();
    const file = path(folder.path, 'ledger.jsonl');
    const { session, staff: person } = await own.volunteer();
    expect((await ledger(`backup ${file}`, own)).code).toBe(0);
    done(await own.book.revoke('operator', person.id));
    expect((await ledger(`restore ${file}`, own)).code).toBe(0);
    expect(await own.book.person(person.id)).not.toBeNull();
    expect(await own.book.session(session)).toBeNull();
    expect(await own.book.session(await own.book.openSession(person.id, null))).not.toBeNull();
  });

  test('[F7] is refused without any change if the file or its audit log was cut or altered', async () => {
    await using folder = await mkdtempDisposable(path(tmpdir(), 'terskel-backup-'));
    const file = path(folder.path, 'ledger.jsonl');
    expect((await ledger(`backup ${file}`)).code).toBe(0);
    const text = await readFile(file, 'utf8');
    const lines = text.trimEnd().split('\n');
    const whole = 'The file is not whole, or not a backup of a ledger.\n';
    const before = await book();
    const spoiled: [string, string][] = [
      ['', whole],
      [text.slice(0, -2), whole],
      [text.slice(0, text.length / 2), whole],
      [`${lines.slice(0, -1).join('\n')}\n`, whole],
      [`${lines.toSpliced(2, 1).join('\n')}\n`, whole],
      [text.replace('Kari', 'Åse'), whole],
      [
        sealed(lines.map((line) => line.replace(`"schema":${SCHEMA}`, `"schema":${SCHEMA + 1}`))),
        `The file is of a newer Terskel (schema ${SCHEMA + 1}; this one knows ${SCHEMA}).\n`,
      ],
      [
        sealed(lines.map((line) => line.replace('invite.made', 'invite.mad'))),
        'The audit log in the file is not whole. Entry 2 is not what was written.\n',
      ],
      [
        sealed(lines.filter((line) => !line.startsWith('{"key":"audit"'))),
        expect.stringMatching(
          /^The audit log in the file is not whole\. Entry 1 is missing/,
        ) as string,
      ],
    ];
    for (const [content, words] of spoiled) {
      await writeFile(file, content);
      expect(await ledger(`restore ${file} --replace`)).toEqual(failing(words));
    }
    expect((await ledger(`restore ${file}.not --replace`)).stderr).toBe(
      'The file cannot be read (ENOENT).\n',
    );
    expect(await book()).toEqual(before);
  }, 60_000);

  test('[F7] of an earlier schema version is migrated', async () => {
    await using folder = await mkdtempDisposable(path(tmpdir(), 'terskel-backup-'));
    await using own = await startService();
    const file = path(folder.path, 'ledger.jsonl');
    const id = staffId();
    const profile = {
      alias: 'Åse',
      roles: ['leader'],
      trained: true,
      capacity: 2,
      languages: ['se'],
      topics: [],
    };
    const header = { terskel: 'ledger', schema: 1, takenAt: 1, audit: { number: 0, hash: '' } };
    const people = { key: 'staff', type: 'hash', value: { [id]: JSON.stringify(profile) } };
    const set = { key: 'settings', type: 'hash', value: { queueLimit: '7' } };
    await writeFile(file, sealed([header, people, set, ''].map((line) => JSON.stringify(line))));
    expect(await ledger(`restore ${file}`, own)).toMatchObject({ code: 0, stderr: '' });
    expect(await own.book.people()).toMatchObject([{ id, ...profile, passkeys: 0 }]);
    expect(await own.book.settings()).toMatchObject({ queueLimit: 7 });
    expect((await ledger('verify', own)).code).toBe(0);
    const keys = await own.ledgerRedis.keys('*restoring*');
    expect(keys).toEqual([]);
  });

  test('[S5] `ledger verify` names what was changed in the audit log', async () => {
    await using own = await startService();
    for (const queueLimit of [1, 2, 3]) await own.set({ queueLimit });
    const key = '{terskel:ledger}:audit';
    const { stdout } = await ledger('verify', own);
    const head = stdout.trim().split(' ').at(-1) ?? '';
    expect(stdout).toBe(`4 entries, all as they were written; the head is ${head}\n`);
    const [entry = ''] = await own.ledgerRedis.lRange(key, 1, 1);
    await own.ledgerRedis.lSet(key, 1, entry.replace('"queueLimit":1', '"queueLimit":9'));
    expect(await ledger('verify', own)).toEqual(failing('Entry 2 is not what was written.\n'));
    await own.ledgerRedis.lRem(key, 1, (await own.ledgerRedis.lIndex(key, 1)) ?? '');
    expect(await ledger('verify', own)).toEqual(
      failing('Entry 2 is missing: entry 3 stands there.\n'),
    );
    const other = await ledger(`verify --head ${head}`);
    expect(other).toEqual(
      failing('No entry has the hash that was given: this is not the log that it was of.\n'),
    );
  });

  test.each(['backup', 'restore', 'verify x', 'verify --replace', 'mend', 'backup a b'])(
    '[F7] `ledger %s` prints its usage',
    async (line) => {
      const { code, stdout, stderr } = await ledger(line);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^Usage:\n {2}pnpm ledger backup FILE/);
    },
  );
});

/** All lines except the last, followed by a closing line with a valid count and SHA-256. */
function sealed(lines: readonly string[]): string {
  const body = lines.slice(0, -1).map((line) => `${line}\n`);
  const sha256 = digest(body.join(''));
  return `${body.join('')}${JSON.stringify({ keys: body.length - 1, sha256 })}\n`;
}

describe('settings', () => {
  const hours = {
    timeZone: 'Europe/Oslo',
    week: Array.from({ length: 7 }, () => [{ from: '18:00', until: '22:00' }]),
    exceptions: { '2026-12-24': [] },
    marginMs: 900_000,
  };
  async function set(contents: string | Uint8Array) {
    await using dir = await mkdtempDisposable(path(tmpdir(), 'terskel-settings-'));
    const file = path(dir.path, 'settings.json');
    await writeFile(file, contents);
    const done = await typed('settings', `set ${file}`);
    return done;
  }
  const shown = async () =>
    JSON.parse((await typed('settings', 'show')).stdout) as Record<string, unknown>;

  test('[I2, S5] are read from a file, reach every node, and are recorded in the audit log', async () => {
    const before = await shown();
    expect(before).toMatchObject({ openingHours: null, queueLimit: 50 });
    const { code, stdout } = await set(JSON.stringify({ openingHours: hours, queueLimit: 7 }));
    expect([code, stdout]).toEqual([
      0,
      'Set: queueLimit, openingHours. Every node knows within seconds.\n',
    ]);
    await service.tick();
    for (const { domain } of service.nodes) {
      expect(domain.settings()).toMatchObject({ openingHours: hours, queueLimit: 7 });
    }
    const { entries } = await service.book.audit({ what: 'settings.changed' });
    expect(entries[0]).toMatchObject({
      ...{ by: null, before: { openingHours: null, queueLimit: 50 } },
      after: { openingHours: hours, queueLimit: 7 },
    });
    expect((await set(JSON.stringify(before))).code).toBe(0);
    expect(await shown()).toEqual(before);
  });

  test.each([
    ['{"queueLimit":-1}', /queueLimit\. Nothing has changed/],
    ['{"queuelimit":5}', /queuelimit\. Nothing has changed/],
    [
      JSON.stringify({ openingHours: { ...hours, timeZone: 'Europe/Olso' } }),
      /openingHours\.timeZone/,
    ],
    ['{"__proto__":{"paused":true}, "paused":1}', /Nothing has changed/],
    ['{"country":"no"}', /country\. Nothing/],
    ['{"exitSite":"http://www.yr.no/"}', /exitSite\. Nothing/],
    ['{"exitSite":"https://me:secret@www.yr.no/"}', /exitSite\. Nothing/],
    ['{"exitSite":"javascript:alert(1)"}', /exitSite\. Nothing/],
    ['{"exitSite":"https://localhost/"}', /exitSite\. Nothing/],
    ['{"phoneLines":[{"name":"Vår","number":"ring oss"}]}', /phoneLines\.0\.number\. Nothing/],
    ['{"phoneLines":[{"name":{},"number":"123"}]}', /phoneLines\.0\.name\. Nothing/],
    ['{"phoneLines":[{"number":"123"}]}', /phoneLines\.0\.name\. Nothing/],
    ['{"name":" "}', /name\. Nothing/],
    ['[]', /Nothing has changed/],
    ['queueLimit: 5', /no JSON/],
  ])(
    '[F8] an invalid file is reported on one line and changes nothing: %s',
    async (contents, why) => {
      const before = await book();
      const { code, stdout, stderr } = await set(contents);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr).toMatch(why);
      expect(await book()).toEqual(before);
    },
  );

  test('[F8] a file may start with a byte order mark', async () => {
    const wanted = { name: 'Åpen dør', queueLimit: 9 };
    const before = await shown();
    const { code, stderr } = await set(`\u{FEFF}${JSON.stringify(wanted)}`);
    expect([code, stderr]).toEqual([0, '']);
    expect(await shown()).toEqual({ ...before, ...wanted });
    expect((await set(JSON.stringify(before))).code).toBe(0);
  });

  const name = '{"name":"Åpen dør"}';
  const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
  test.each([
    ['UTF-16, as PowerShell writes it', Buffer.from(`\u{FEFF}${name}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(name, 'utf16le')],
    ['UTF-16, big-endian', swapped(Buffer.from(`\u{FEFF}${name}`, 'utf16le'))],
    ['UTF-16 of ASCII text', Buffer.from('{"queueLimit":9}', 'utf16le')],
    ['UTF-32', Buffer.from(name.split('').flatMap((char) => [char.charCodeAt(0), 0, 0, 0]))],
    ['Latin-1', Buffer.from(name, 'latin1')],
  ])('[F8] a file in %s is refused as not UTF-8, and changes nothing', async (_encoding, bytes) => {
    const before = await book();
    const { code, stdout, stderr } = await set(bytes);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('The file is not UTF-8: save it as UTF-8. Nothing has changed.\n');
    expect(await book()).toEqual(before);
  });

  test.each(['set', 'show more', 'reset', 'set a b'])(
    '[F8] `settings %s` prints its usage',
    async (line) => {
      const { code, stderr } = await typed('settings', line);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^Usage:\n {2}pnpm settings show/);
    },
  );
});
