/**
 * The contract as JSON Schema, from which the AsyncAPI document and the protocol hash are made. Neither the pages nor
 * the server load this file.
 */
import * as z from 'zod/mini';
import { seekerCommands, staffCommands } from './commands.ts';
import { ErrorCode, Refusal } from './errors.ts';
import { SeekerState, StaffState, seekerEvents, staffEvents } from './events.ts';
import { LeaveRequest, SignedIn } from './http.ts';
import * as ids from './ids.ts';
import * as models from './models.ts';
import { HandshakeRefusal, SeekerHandshake, StaffHandshake } from './protocol.ts';
import { NewCredential, ROUTES, UsedCredential } from './routes.ts';
import * as staff from './staff.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Handshake, commands and events of each namespace. */
export const NAMESPACES = {
  seeker: { handshake: SeekerHandshake, commands: seekerCommands, events: seekerEvents },
  staff: { handshake: StaffHandshake, commands: staffCommands, events: staffEvents },
};

const refusals = { HandshakeRefusal, Refusal };
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  ...ids,
  ...models,
  ...{ ErrorCode, SeekerState, StaffState, SeekerHandshake, StaffHandshake },
  ...refusals,
  ...staff,
  ...{ LeaveRequest, SignedIn, NewCredential, UsedCredential },
})) {
  if (named.has(schema)) throw new Error(`${id} has a second name: which one would be written?`);
  named.add(schema, { id });
}

/** The reference to a named schema in the document. */
export function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** All named schemas by name. They refer to each other. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(named, { ...OPTIONS, uri: refTo });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, body(schema)]));
}

/** One unnamed schema, with references to the named ones. */
export function schemaOf(schema: z.core.$ZodType): JsonSchema {
  const json = JSON.stringify(body(z.toJSONSchema(schema, { ...OPTIONS, metadata: named })));
  return JSON.parse(json.replaceAll('"#/$defs/', `"${refTo('')}`)) as JsonSchema;
}

/** One schema as it is on the wire, without references to named schemas. */
export function wireSchemaOf(schema: z.core.$ZodType): JsonSchema {
  return body(z.toJSONSchema(schema, OPTIONS));
}

/** The schemas of everything that client and server exchange. The protocol version covers these. */
export function wireSchemas(): object {
  const all = (schemas: Record<string, z.core.$ZodType>) => mapValues(schemas, wireSchemaOf);
  return {
    http: mapValues(ROUTES, (route: Route) => all(schemasOf(route))),
    refusals: all(refusals),
    namespaces: mapValues(NAMESPACES, ({ handshake, commands, events }) => ({
      handshake: wireSchemaOf(handshake),
      commands: mapValues(commands, ({ payload, ack }) => all({ payload, ack })),
      events: all(events),
    })),
  };
}

interface Route {
  readonly query?: z.core.$ZodType;
  readonly body?: z.core.$ZodType;
  readonly answer?: z.core.$ZodType;
}

/** The schemas of a route that are present: query, body and answer. */
function schemasOf({ query, body, answer }: Route): Record<string, z.core.$ZodType> {
  return {
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    ...(answer !== undefined && { answer }),
  };
}

const OPTIONS = {
  io: 'input',
  // These bounds apply to every JavaScript integer, so they carry no information.
  override: ({ jsonSchema }: { jsonSchema: JsonSchema }) => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
} as const;

function body(schema: JsonSchema): JsonSchema {
  const { $schema: _dialect, $id: _id, $defs: _named, ...rest } = schema;
  return rest;
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
