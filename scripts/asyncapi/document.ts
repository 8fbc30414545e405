/** The AsyncAPI 3 document, from the server's side: it receives commands and sends events. */
import { ERRORS } from '@terskel/shared/errors';
import { NAMESPACES, namedSchemas } from '@terskel/shared/json-schema';
import * as limits from '@terskel/shared/limits';
import { PROTOCOL_HASH, PROTOCOL_VERSION } from '@terskel/shared/protocol';
import { type Namespace, channel, operations } from './channel.ts';
import { described, documented, withDescription } from './docs.ts';
import { encryption, example } from './encryption.ts';
import { http } from './http.ts';
import { prose } from './prose.ts';

export function asyncapi(): object {
  const namespaces = Object.keys(NAMESPACES) as Namespace[];
  const numbers = Object.entries(limits).filter(([, value]) => typeof value === 'number');
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Terskel',
      version: String(PROTOCOL_VERSION),
      description: prose(),
      license: { name: 'AGPL-3.0-or-later', url: 'https://www.gnu.org/licenses/agpl-3.0.html' },
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: 'localhost:3000',
        pathname: '/socket.io/',
        protocol: 'ws',
        description: 'A server as `pnpm start` runs it.',
      },
    },
    channels: Object.fromEntries(namespaces.map((name) => [name, channel(name)])),
    operations: Object.fromEntries(namespaces.flatMap((name) => Object.entries(operations(name)))),
    components: {
      schemas: mapValues(namedSchemas(), (schema, name) =>
        withDescription(described(schema, name), documented(name).doc),
      ),
    },
    'x-protocol': { version: PROTOCOL_VERSION, sha256: PROTOCOL_HASH },
    'x-errors': mapValues(ERRORS, (retry, code) => ({
      retry,
      description: documented(`ERRORS/${code}`).doc,
    })),
    'x-limits': mapValues(Object.fromEntries(numbers), (value, name) => ({
      value,
      description: documented(name).doc,
    })),
    'x-times': mapValues(limits.TIMES, (ms, name) => ({
      ms,
      description: documented(name).doc,
    })),
    'x-buckets': limits.BUCKETS,
    'x-encryption': { ...encryption, example },
    'x-http': http,
  };
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}
