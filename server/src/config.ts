/** The configuration, from the environment: read here and nowhere else, checked before anything starts (rule F8). */
import * as z from 'zod';
import { listed, namesNetworks } from './http/networks.ts';
import { localStores } from './local-stores.ts';
import { STORE_FORMS, storeAddress } from './store/address.ts';

/** Given none, the private stores that `start` keeps for the data folder. */
const store = z.string().refine((text) => storeAddress(text) !== null);

/** Browsers give pages their encryption over TLS, or on the machine itself; a passkey belongs to a name, never to an address (rule S1). */
function canBeOpened(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' };
  const isAddress = /^\[|^[\d.]+$/.test(hostname);
  return (protocol === 'https:' && !isAddress) || hostname === 'localhost';
}
/** Without a path, a query, a fragment or a login: the service has a whole host name to itself. */
function isOrigin(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.href === `${parsed.origin}/` && !/[?#]$/.test(url);
}

const NETWORK_FORMS =
  'addresses and networks with commas between them, such as 10.0.0.5,2001:db8::/32, or loopback, or none';
const networkList = (without: string) =>
  z.string().refine(namesNetworks).default(without).describe(NETWORK_FORMS);

/** Makes packages, or Node, print what passes through them, or write it to a file (rules A7, A8). */
const telling = z.undefined().optional().describe('unset: it would print what passes through');
const TELLING_OPTION = /--(?:abort-on|heap-?prof|heapsnapshot|report-|trace-|node-memory-debug)/;

const Environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1').describe('an address to listen on'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('a port, 0 to 65535'),
  REDIS_URL: store.optional().describe(STORE_FORMS),
  LEDGER_URL: store.optional().describe(STORE_FORMS),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .refine(canBeOpened)
    .refine(isOrigin)
    .optional()
    .describe(
      'the address people open, such as https://chat.example.org, without path, query or login (http only on localhost; a name, since no passkey can belong to an IP address)',
    ),
  TRUSTED_PROXIES: networkList('none'),
  SHARED_NETWORKS: networkList('loopback'),
  METRICS_HOST: z.string().min(1).default('127.0.0.1').describe('an address to listen on'),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('a port, 1 to 65535, or nothing'),
  DRAIN_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .default(2_000)
    .describe('milliseconds, 0 to 60000'),
  DATA_DIR: z.string().min(1).default('.data').describe('a folder for what must last'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('debug, info, warn, error or silent'),
  DEBUG: telling,
  NODE_DEBUG: telling,
  NODE_OPTIONS: z
    .string()
    .refine((options) => !TELLING_OPTION.test(options))
    .optional()
    .describe('without what writes the memory to a file, or traces to the log'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly redisUrl: string;
  readonly ledgerUrl: string;
  /** Origin of the address people open; no slash at the end. */
  readonly publicUrl: string;
  /** Whose `X-Forwarded-For` counts. */
  readonly trustedProxies: readonly string[];
  /** Where many people share an address: nobody there is counted by it (rule R5). */
  readonly sharedNetworks: readonly string[];
  readonly metricsHost: string;
  /** Null: nothing is told. */
  readonly metricsPort: number | null;
  /** Balancers have this long to notice that a node stops, before its people are told to move (rule F2). */
  readonly drainMs: number;
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export class ConfigError extends Error {}

/** Throws a `ConfigError` whose message is one line that names the variable and says what it should be. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    const wanted = Environment.shape[name as keyof typeof Environment.shape].description;
    throw new ConfigError(`${name} is not valid: it should be ${wanted}.`);
  }
  const e = parsed.data;
  const local = localStores(e.DATA_DIR);
  return Object.freeze({
    host: e.HOST,
    port: e.PORT,
    redisUrl: e.REDIS_URL ?? local.live.url,
    ledgerUrl: e.LEDGER_URL ?? local.ledger.url,
    publicUrl: new URL(e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).origin,
    trustedProxies: listed(e.TRUSTED_PROXIES),
    sharedNetworks: listed(e.SHARED_NETWORKS),
    metricsHost: e.METRICS_HOST,
    metricsPort: e.METRICS_PORT ?? null,
    drainMs: e.DRAIN_MS,
    dataDir: e.DATA_DIR,
    logLevel: e.LOG_LEVEL,
  });
}

export const processConfig = (): Config => readConfig(process.env);
