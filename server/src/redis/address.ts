/**
 * Parses the addresses of stores for all clients.
 *
 *   redis://[user:password@]host[:port][/database]                       one Redis; `rediss` for TLS, also below
 *   unix:///path/to.sock                                                 one Redis on this machine
 *   redis+cluster://[user:password@]host[:port],host[:port]…             a Redis Cluster; some of its nodes
 *   redis+sentinel://[user:password@]host[:port],host[:port]…/name[/database]
 *                                                                        the primary that the Sentinels call `name`
 *   …?sentinel-user=…&sentinel-password=…                                login for the Sentinels, if they need one
 *
 * User and password are percent-encoded; `:password@` without a user means the default user.
 */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}
export interface Login {
  readonly username?: string;
  readonly password?: string;
}
interface Remote {
  /** The single server, or the cluster nodes or Sentinels to ask for the server. */
  readonly hosts: readonly [Endpoint, ...Endpoint[]];
  readonly login: Login;
  readonly tls: boolean;
}
export type StoreAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | (Remote & { readonly kind: 'single'; readonly database: number })
  | (Remote & { readonly kind: 'cluster' })
  | (Remote & {
      readonly kind: 'sentinel';
      readonly name: string;
      readonly database: number;
      readonly sentinelLogin: Login;
    });

export const STORE_FORMS =
  'redis://host:port, rediss://host:port, unix:///path/to.sock, redis+cluster://host:port,host:port or ' +
  'redis+sentinel://host:port,host:port/name';

const FORM =
  /^(?<scheme>rediss?)(?:\+(?<kind>cluster|sentinel))?:\/\/(?:(?<login>[^@/?]*)@)?(?<hosts>[^@/?]+)(?<path>\/[^?]*)?(?:\?(?<query>.*))?$/;
const HOST = /^(?<host>\[[\da-f:.]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/i;
const DATABASE = /^\d{1,4}$/;
const PORTS = { single: 6379, cluster: 6379, sentinel: 26_379 } as const;

/** Parses an address; null if it is not valid. */
export function storeAddress(text: string): StoreAddress | null {
  try {
    return text.startsWith('unix:') ? socket(text) : remote(text);
  } catch {
    // Invalid percent-encoding.
    return null;
  }
}

function socket(text: string): StoreAddress | null {
  const [, path = ''] = /^unix:\/\/(\/[^?#]+)$/.exec(text) ?? [];
  return path === '' ? null : { kind: 'socket', path: decodeURIComponent(path) };
}

function remote(text: string): StoreAddress | null {
  const found = FORM.exec(text)?.groups;
  if (!found) return null;
  const kind = (found['kind'] ?? 'single') as 'single' | 'cluster' | 'sentinel';
  const [first, ...more] = (found['hosts'] ?? '')
    .split(',')
    .map((one) => endpoint(one, PORTS[kind]));
  const others = more.filter((one) => one !== null);
  if (!first || others.length < more.length) return null;
  const [username = '', ...password] = (found['login'] ?? '').split(':');
  const base = {
    hosts: [first, ...others] as const,
    login: login(decodeURIComponent(username), decodeURIComponent(password.join(':'))),
    tls: found['scheme'] === 'rediss',
  };
  const query = queryIn(found['query'] ?? '');
  const path = (found['path'] ?? '').split('/').slice(1).map(decodeURIComponent);
  if (kind === 'sentinel') {
    const [name = '', database = '0', ...rest] = path;
    const {
      'sentinel-user': user = '',
      'sentinel-password': secret = '',
      ...unknown
    } = Object.fromEntries(query);
    if (
      name === '' ||
      rest.length > 0 ||
      !DATABASE.test(database) ||
      Object.keys(unknown).length > 0
    )
      return null;
    return { kind, ...base, name, database: Number(database), sentinelLogin: login(user, secret) };
  }
  const [database = '', ...rest] = path;
  if (query.size > 0 || rest.length > 0) return null;
  if (kind === 'cluster') return database === '' ? { kind, ...base } : null;
  if (others.length > 0 || (database !== '' && !DATABASE.test(database))) return null;
  return { kind, ...base, database: Number(database) };
}

/** Parses a query string by percent-decoding only: a `+` stays a plus, unlike in form encoding. */
function queryIn(text: string): ReadonlyMap<string, string> {
  const pairs = text === '' ? [] : text.split('&');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
    }),
  );
}

function endpoint(text: string, defaultPort: number): Endpoint | null {
  const { host = '', port = String(defaultPort) } = HOST.exec(text)?.groups ?? {};
  const valid = host !== '' && Number(port) >= 1 && Number(port) <= 65_535;
  return valid ? { host: host.replace(/^\[|\]$/g, ''), port: Number(port) } : null;
}

function login(username: string, password: string): Login {
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}
