/** Sample values generated from a JSON Schema, so that a new command needs no sample of its own. */
import { seekerCommands, staffCommands } from '@terskel/shared/commands';
import type { Bucket } from '@terskel/shared/limits';
import { z } from 'zod/mini';

export interface Command {
  readonly side: 'seeker' | 'staff';
  readonly name: string;
  readonly bucket: Bucket;
  readonly cost: number;
  readonly payload: z.ZodMiniType;
}

type Table = Readonly<Record<string, Omit<Command, 'side' | 'name'>>>;
const commandsOf = (side: Command['side'], table: Table): Command[] =>
  Object.entries(table).map(([name, row]) => {
    const { bucket, cost, payload } = row;
    return { side, name, bucket, cost, payload };
  });

/** Every command of both namespaces, from the contract's tables. */
export const COMMANDS: readonly Command[] = [
  ...commandsOf('seeker', seekerCommands),
  ...commandsOf('staff', staffCommands),
];

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
}

/** A payload with every field, including optional ones. */
export function sample(schema: z.core.$ZodType): Readonly<Record<string, unknown>> {
  const made = make(z.toJSONSchema(schema) as JsonSchema);
  z.parse(schema, made);
  return made as Record<string, unknown>;
}

/** The required fields of a payload. */
export function requiredFields(schema: z.core.$ZodType): readonly string[] {
  return (z.toJSONSchema(schema) as JsonSchema).required ?? [];
}

function make(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return make(first);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, make(field)]),
      );
    case 'array':
      return [make(schema.items ?? {})];
    case 'string':
      // A public key that repeats this letter is one that clients can use.
      return 'p'.repeat(
        schema.minLength ?? Number(/\{(\d+)\}/.exec(schema.pattern ?? '')?.[1] ?? 1),
      );
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0);
    case 'boolean':
      return false;
    default:
      throw new Error(`no sample for ${JSON.stringify(schema)}`);
  }
}
