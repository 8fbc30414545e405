/**
 * The seeker's page parses the contract with a subset of zod. It must give the same results as zod for everything that
 * page reads.
 */
import * as small from '@terskel/client/net/small-zod';
import { NAMESPACES, wireSchemaOf } from '@terskel/shared/json-schema';
import fc from 'fast-check';
import type { z } from 'zod/mini';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { arbitraryOf } from '../../helpers/arbitrary.ts';

interface Schema {
  safeParse(value: unknown): { success: boolean; data?: unknown };
}
interface Pair {
  readonly whole: Schema;
  readonly small: Schema;
}
type Contract = Readonly<Record<string, Schema>>;

/** Schemas that the seeker's page reads: acknowledgements, commands, events and refusals. */
async function contract(): Promise<Contract> {
  const { seekerCommands } = await import('@terskel/shared/commands');
  const { seekerEvents } = await import('@terskel/shared/events');
  const { Refusal } = await import('@terskel/shared/errors');
  const { HandshakeRefusal } = await import('@terskel/shared/protocol');
  const acks = Object.entries(seekerCommands).map(([name, { ack }]) => [`ack of ${name}`, ack]);
  const payloads = Object.entries(seekerCommands).map(([name, { payload }]) => [name, payload]);
  return Object.fromEntries([
    ...acks,
    ...payloads,
    ...Object.entries(seekerEvents),
    ['a refusal', Refusal],
    ['a refused handshake', HandshakeRefusal],
  ]) as Contract;
}

const whole = await contract();
let pairs: Readonly<Record<string, Pair>> = {};
beforeAll(async () => {
  vi.resetModules();
  vi.doMock('zod/mini', () => small);
  const other = await contract();
  vi.doUnmock('zod/mini');
  pairs = Object.fromEntries(
    Object.entries(whole).map(([name, schema]) => [
      name,
      { whole: schema, small: other[name] as Schema },
    ]),
  );
});

/** A value with one change at any depth: a part removed, added or replaced. */
function spoiled(value: unknown): fc.Arbitrary<unknown> {
  const places: ((by: unknown) => unknown)[] = [(by) => by];
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    places.push(...items.map((_, at) => (by: unknown) => items.with(at, by)));
    places.push((by) => [...items, by]);
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      places.push((by) => ({ ...value, [name]: by }));
      places.push(() => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
    }
    for (const name of ['more', 'constructor', '__proto__'])
      places.push((by) => Object.fromEntries([...Object.entries(value), [name, by]]));
  }
  const deeper = Object.entries(value ?? {}).filter(([, inner]) => typeof inner === 'object');
  const here = fc
    .tuple(fc.constantFrom(...places), fc.oneof(ODD, fc.jsonValue()))
    .map(([put, by]) => put(by));
  if (deeper.length === 0) return here;
  const within = fc
    .constantFrom(...deeper)
    .chain(([name, inner]) => spoiled(inner).map((by) => changed(value, name, by)));
  return fc.oneof(here, within);
}
function changed(value: unknown, name: string, by: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).with(Number(name), by);
  return { ...(value as object), [name]: by };
}
const ODD = fc.constantFrom<unknown>(
  ...[null, undefined, '', ' a ', 'A'.repeat(22), 'A'.repeat(43), true, [], {}],
  ...[0, -0, -1, 0.5, 1, 5, 6, 2 ** 53, Number.NaN, Infinity, 'offered', 'waiting'],
);

describe.each(Object.entries(whole))('%s', (name, schema) => {
  test('[U5] gives the same result with the subset as with zod', () => {
    const arbitrary = arbitraryOf(wireSchemaOf(schema as unknown as z.ZodMiniType));
    const { small: reader } = pairs[name] as Pair;
    fc.assert(
      fc.property(
        arbitrary.chain((value) => fc.tuple(fc.constant(value), spoiled(value))),
        (values) => {
          for (const value of values) {
            const { success, data } = schema.safeParse(value);
            expect(reader.safeParse(value)).toEqual(success ? { success, data } : { success });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test('[U5] both read the same contract', () => {
  expect(Object.keys(whole).length).toBeGreaterThan(Object.keys(NAMESPACES.seeker.commands).length);
});
