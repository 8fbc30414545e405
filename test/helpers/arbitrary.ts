/** fast-check arbitraries for any payload that a JSON Schema of the contract allows. */
import type { JsonSchema } from '@terskel/shared/json-schema';
import fc from 'fast-check';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letter = fc.constantFrom(...LETTERS.split(''));

/** Arbitrary for a schema without references. Throws on JSON Schema features that the contract does not use. */
export function arbitraryOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const arms = schema.oneOf ?? schema.anyOf;
  if (arms !== undefined) return fc.oneof(...arms.map(arbitraryOf));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 2 ** 31 - 1 });
    case 'string':
      return text(schema);
    case 'array':
      return fc.array(arbitraryOf(schema.items as JsonSchema), {
        minLength: schema.minItems ?? 0,
        maxLength: 3,
      });
    case 'object':
      return record(schema);
    default:
      throw new Error(`no arbitrary for ${JSON.stringify(schema)}`);
  }
}

function text({ pattern, minLength, maxLength }: JsonSchema): fc.Arbitrary<string> {
  const exactly = /\{(\d+)\}\$$/.exec(pattern ?? '')?.[1];
  const [min, max] =
    exactly === undefined ? [minLength ?? 0, maxLength ?? 100] : [Number(exactly), Number(exactly)];
  return fc.string({ unit: letter, minLength: min, maxLength: max });
}

function record({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<object> {
  const model = Object.entries(properties).map(([name, property]) => [
    name,
    arbitraryOf(property as JsonSchema),
  ]);
  return fc.record(Object.fromEntries(model) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required,
    noNullPrototype: true,
  });
}
