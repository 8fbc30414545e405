/**
 * The contract as JSON Schema: what the AsyncAPI document and the protocol hash are made of. No page and no server
 * loads this.
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

/** What is spoken in each namespace. */
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

/** Where a named schema stands in the document. */
export function refTo(name: string): string {
  return `#/components/schemas/${name}`;
}

/** Every schema that has a name, by that name; they refer to each other. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(named, { ...OPTIONS, uri: refTo });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, body(schema)]));
}

/** One schema that has no name, referring to those that have. */
export function schemaOf(schema: z.core.$ZodType): JsonSchema {
  const json = JSON.stringify(body(z.toJSONSchema(schema, { ...OPTIONS, metadata: named })));
  return JSON.parse(json.replaceAll('"#/$defs/', `"${refTo('')}`)) as JsonSchema;
}

/** One schema as it is on the wire: nothing is named. */
export function wireSchemaOf(schema: z.core.$ZodType): JsonSchema {
  return body(z.toJSONSchema(schema, OPTIONS));
}

/** All that passes between client and server: what a version of the protocol is about. */
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

/** What a route takes and answers, by what it is. */
function schemasOf({ query, body, answer }: Route): Record<string, z.core.$ZodType> {
  return {
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
    ...(answer !== undefined && { answer }),
  };
}

const OPTIONS = {
  io: 'input',
  // Every integer of JavaScript has these bounds; they say nothing.
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
