/** Command line for operators: `pnpm staff …`, `pnpm settings …`, `pnpm ledger …`. Needs access to the ledger. */
import { parseArgs } from 'node:util';
import { ledgerCommand, LEDGER_USAGE } from './cli/ledger.ts';
import { settingsCommand, SETTINGS_USAGE } from './cli/settings.ts';
import { staffCommand, STAFF_USAGE } from './cli/staff.ts';
import { withDashedWords } from './cli/dashed-words.ts';
import { CommandError, UsageError, type Command } from './cli/command.ts';
import { randomIds, systemClock } from './clock.ts';
import { ConfigError, processConfig } from './config.ts';
import { errorCode } from './domain/error-code.ts';
import { BackupError } from './ledger/backup/file.ts';
import { openLedger } from './ledger/ledger.ts';
import { ledgerRoot } from './ledger/records.ts';
import { reachStore, StoreError } from './redis/startup-checks.ts';
import { redisClient } from './redis/client.ts';

const NAMESPACE = 'terskel';
const USAGE = { staff: STAFF_USAGE, settings: SETTINGS_USAGE, ledger: LEDGER_USAGE };
const COMMANDS = { staff: staffCommand, settings: settingsCommand, ledger: ledgerCommand };
const AWAY =
  'The ledger cannot be reached. Is the service running, with the same DATA_DIR or LEDGER_URL?\n';

const FULL = 'The ledger takes no changes: its disk or its memory is full.\n';

const isNoun = (word: string | undefined): word is keyof typeof USAGE =>
  word !== undefined && Object.hasOwn(USAGE, word);

const options = {
  role: { type: 'string', multiple: true },
  trained: { type: 'boolean' },
  first: { type: 'boolean' },
  count: { type: 'string' },
  json: { type: 'boolean' },
  replace: { type: 'boolean' },
  head: { type: 'string' },
} as const;

const VALUED = new Set(
  Object.entries(options).flatMap(([name, { type }]) => (type === 'string' ? [`--${name}`] : [])),
);

function parsed() {
  try {
    const args = [...withDashedWords(process.argv.slice(2), VALUED)];
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [noun, verb = '', ...words] = positionals;
    return { noun, verb, words, values };
  } catch {
    throw new UsageError();
  }
}

async function run(): Promise<void> {
  const { noun, verb, words, values } = parsed();
  if (!isNoun(noun)) throw new UsageError();
  // Invalid arguments are reported before connecting to the ledger.
  const command: Command = COMMANDS[noun](verb, words, values);
  const { ledgerUrl, publicUrl } = processConfig();
  const away = () => {
    // `reachStore` waits for a ledger that is starting.
    if (client.starting !== null) return;
    process.stderr.write(AWAY);
    process.exit(1);
  };
  const client = redisClient(ledgerUrl, away, ledgerRoot(NAMESPACE));
  await reachStore('LEDGER_URL', client, systemClock);
  const opened = await openLedger(client, ledgerUrl, NAMESPACE, systemClock, randomIds);
  const say = (text: string) => void process.stdout.write(text);
  try {
    await command({ ...opened, ids: randomIds, publicUrl, say });
  } finally {
    client.destroy();
  }
}

run().catch((error: unknown) => {
  const [, , asked] = process.argv;
  if (error instanceof UsageError)
    process.stderr.write(isNoun(asked) ? USAGE[asked] : Object.values(USAGE).join(''));
  else if (
    error instanceof ConfigError ||
    error instanceof StoreError ||
    error instanceof BackupError ||
    error instanceof CommandError
  )
    process.stderr.write(`${error.message}\n`);
  else if (/^(?:MISCONF|OOM)$/.test(errorCode(error))) process.stderr.write(FULL);
  else process.stderr.write('The ledger did not answer as expected.\n');
  process.exit(1);
});
