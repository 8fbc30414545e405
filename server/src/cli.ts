/** What an operator does on the machine itself: `pnpm staff invite` and `pnpm staff session`. Needs access to the ledger. */
import { parseArgs } from 'node:util';
import { Role } from '@terskel/shared/models';
import * as z from 'zod/mini';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, processConfig } from './config.ts';
import { ledger } from './store/ledger/ledger.ts';
import { ledgerRoot, NEW_STAFF } from './store/ledger/records.ts';
import { redisClient } from './store/redis.ts';

const USAGE = `Usage:
  pnpm staff invite --role volunteer|leader|admin [--trained]
      prints a link that lets one person join, once, within 72 hours
  pnpm staff session --role volunteer|leader|admin [--trained] [--count N] [--json]
      prints tokens of new sessions, for automated clients (handshake auth: { session })`;

class UsageError extends Error {}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        trained: { type: 'boolean', default: false },
        first: { type: 'boolean', default: false },
        count: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch {
    throw new UsageError();
  }
}

/** A leader is a volunteer too, the one responsible for the shift. */
function rolesOf(name: string | undefined): Role[] {
  const role = z.safeParse(Role, name);
  if (!role.success) throw new UsageError();
  return role.data === 'leader' ? ['volunteer', 'leader'] : [role.data];
}

async function run(): Promise<void> {
  const { positionals, values } = options();
  const [noun, verb] = positionals;
  const count = Number(values.count);
  if (noun !== 'staff' || !Number.isInteger(count) || count < 1 || count > 10_000)
    throw new UsageError();
  const config = processConfig();
  const away = () => {
    process.stderr.write(
      'The ledger cannot be reached. Is the service running, with the same DATA_DIR or LEDGER_URL?\n',
    );
    process.exit(1);
  };
  const client = redisClient(config.ledgerUrl, away, ledgerRoot('terskel'));
  await client.connect();
  const book = ledger(client, 'terskel', systemClock, randomIds);
  const { trained } = values;

  if (verb === 'invite') {
    if (values.first && (await book.hasStaff())) return client.destroy();
    const terms = values.first
      ? ({ kind: 'first' } as const)
      : ({ kind: 'join', roles: rolesOf(values.role), trained } as const);
    const made = await book.addInvite('operator', terms);
    if (!made.ok) throw new Error(made.code);
    process.stdout.write(`${config.publicUrl}/volunteer#invite=${made.token}\n`);
  } else if (verb === 'session') {
    const roles = rolesOf(values.role);
    const sessions = [];
    for (let number = 1; number <= count; number += 1) {
      const alias = `Test ${number}`;
      const staff = await book.addStaff('operator', {
        alias,
        roles,
        trained,
        ...NEW_STAFF,
        languages: [...NEW_STAFF.languages],
        topics: [],
      });
      sessions.push({ staff, alias, session: await book.openSession(staff, null) });
    }
    const lines = sessions.map(({ session }) => session).join('\n');
    process.stdout.write(`${values.json ? JSON.stringify(sessions) : lines}\n`);
  } else {
    throw new UsageError();
  }
  client.destroy();
}

run().catch((error: unknown) => {
  if (error instanceof UsageError) process.stderr.write(`${USAGE}\n`);
  else if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else process.stderr.write('The ledger did not answer as it should.\n');
  process.exit(1);
});
