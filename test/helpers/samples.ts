/** Values that fit a schema, made from its JSON Schema: a new command needs no sample of its own. */
import { z } from 'zod/mini';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

/** A payload with every field, also those that may be absent. */
export function sample(schema: z.core.$ZodType): unknown {
  const made = make(z.toJSONSchema(schema) as JsonSchema);
  z.parse(schema, made);
  return made;
}

/** The fields that a payload cannot be without. */
export function requiredFields(schema: z.core.$ZodType): readonly string[] {
  return (z.toJSONSchema(schema) as JsonSchema).required ?? [];
}

function make(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return make(schema.anyOf[0]);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, make(field)]),
      );
    case 'string':
      return 'A'.repeat(
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
