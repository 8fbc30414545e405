/** Reads the configuration from the environment. The only reader; checks it before anything starts (rule F8). */
import * as z from 'zod';
import { listed, namesNetworks } from './http/networks.ts';
import { localStores } from './local-stores.ts';
import { STORE_FORMS, storeAddress } from './redis/address.ts';

/** Address of a store. Default: the private stores that `start` runs for the data folder. */
const store = z.string().refine((text) => storeAddress(text) !== null);

/**
 * Browsers offer Web Crypto in secure contexts only: over TLS or on localhost. A passkey belongs to a host name, never
 * to an IP address (rule S1).
 */
function canBeOpened(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' };
  const isAddress = /^\[|^[\d.]+$/.test(hostname);
  return (protocol === 'https:' && !isAddress) || hostname === 'localhost';
}
/** Whether the URL has no path, query, fragment or login. The service needs a host name of its own. */
function isOrigin(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.href === `${parsed.origin}/` && !/[?#]$/.test(url);
}

const NETWORK_FORMS =
  'addresses and networks with commas between them, such as 10.0.0.5,2001:db8::/32, or loopback, or none';
const networkList = (without: string) =>
  z.string().refine(namesNetworks).default(without).describe(NETWORK_FORMS);

/** These settings make packages or Node print the data they handle, or write it to a file (rules A7, A8). */
const unset = z.undefined().optional().describe('unset, since it prints the data that is handled');
const PRINTING_OPTION = /--(?:abort-on|heap-?prof|heapsnapshot|report-|trace-|node-memory-debug)/;

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
  DATA_DIR: z.string().min(1).default('.data').describe('a folder for persistent data'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('debug, info, warn, error or silent'),
  DEBUG: unset,
  NODE_DEBUG: unset,
  NODE_OPTIONS: z
    .string()
    .refine((options) => !PRINTING_OPTION.test(options))
    .optional()
    .describe('without options that write memory to a file or traces to the log'),
});

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly redisUrl: string;
  readonly ledgerUrl: string;
  /** Origin of the public address, without a trailing slash. */
  readonly publicUrl: string;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is used. */
  readonly trustedProxies: readonly string[];
  /** Networks in which many people share an address. Limits by address prefix do not apply there (rule R5). */
  readonly sharedNetworks: readonly string[];
  readonly metricsHost: string;
  /** Null: metrics are off. */
  readonly metricsPort: number | null;
  /** Time for load balancers to notice a stopping node, before its clients are told to move (rule F2). */
  readonly drainMs: number;
  readonly dataDir: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export class ConfigError extends Error {}

/**
 * Parses the environment; empty variables count as unset. Throws a `ConfigError` whose message is one line that names
 * the variable and the expected value, never the value given.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]);
    const wanted = Environment.shape[name as keyof typeof Environment.shape].description;
    throw new ConfigError(`${name} is not valid: it should be ${wanted}.`);
  }
  const variables = parsed.data;
  const local = localStores(variables.DATA_DIR);
  return Object.freeze({
    host: variables.HOST,
    port: variables.PORT,
    redisUrl: variables.REDIS_URL ?? local.live.url,
    ledgerUrl: variables.LEDGER_URL ?? local.ledger.url,
    publicUrl: new URL(variables.PUBLIC_URL ?? `http://localhost:${variables.PORT}`).origin,
    trustedProxies: listed(variables.TRUSTED_PROXIES),
    sharedNetworks: listed(variables.SHARED_NETWORKS),
    metricsHost: variables.METRICS_HOST,
    metricsPort: variables.METRICS_PORT ?? null,
    drainMs: variables.DRAIN_MS,
    dataDir: variables.DATA_DIR,
    logLevel: variables.LOG_LEVEL,
  });
}

export const processConfig = (): Config => readConfig(process.env);
