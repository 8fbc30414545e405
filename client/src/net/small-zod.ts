/**
 * The part of `zod/mini` that the contract is written in, 5 kB less: the build puts it in the place of the whole on the
 * seeker's page (rule U5). It reads what JSON can hold, and says whether it fits, but not why not. A test holds the
 * two together, over every schema that this page uses.
 */
const NO = Symbol('does not fit');
/** What is kept of a value, or `NO`. */
type Read = (value: unknown) => unknown;

interface Schema {
  readonly read: Read;
  check(...checks: readonly Read[]): Schema;
  brand(): Schema;
  safeParse(value: unknown): { success: true; data: unknown } | { success: false };
}

function schema(read: Read): Schema {
  return {
    read,
    check: (...checks) => schema((value) => checks.reduce(applied, read(value))),
    brand: () => schema(read),
    safeParse(value) {
      const data = read(value);
      return data === NO ? { success: false } : { success: true, data };
    },
  };
}
const applied = (kept: unknown, next: Read): unknown => (kept === NO ? NO : next(kept));

const where =
  (fits: (value: unknown) => boolean): Read =>
  (value) =>
    fits(value) ? value : NO;
const ofText = (fits: (text: string) => boolean): Read => where((text) => fits(text as string));
const ofNumber = (fits: (n: number) => boolean): Read => where((number) => fits(number as number));

// The checks, each on a value of the right type.
export const regex = (pattern: RegExp): Read => ofText((text) => pattern.test(text));
export const length = (exactly: number): Read => ofText((text) => text.length === exactly);
export const minLength = (least: number): Read => ofText((list) => list.length >= least);
export const maxLength = (most: number): Read => ofText((list) => list.length <= most);
export const minimum = (least: number): Read => ofNumber((number) => number >= least);
export const maximum = (most: number): Read => ofNumber((number) => number <= most);
export const nonnegative = (): Read => minimum(0);
export const trim = (): Read => (text) => (text as string).trim();

export const string = (): Schema => schema(where((value) => typeof value === 'string'));
export const int = (): Schema => schema(where(Number.isSafeInteger));
export const boolean = (): Schema => schema(where((value) => typeof value === 'boolean'));
export const literal = (only: unknown): Schema => schema(where((value) => value === only));
const oneOf = (values: readonly unknown[]): Schema => schema(where((one) => values.includes(one)));
export { oneOf as enum };

export const nullable = (inner: Schema): Schema =>
  schema((value) => (value === null ? null : inner.read(value)));
export const optional = (inner: Schema): Schema =>
  schema((value) => (value === undefined ? undefined : inner.read(value)));

export const array = (item: Schema): Schema =>
  schema((value) => {
    const kept = Array.isArray(value) ? value.map(item.read) : [NO];
    return kept.includes(NO) ? NO : kept;
  });

/** No field may be missing that is not optional, and none may be there that is not named. */
export const strictObject = (shape: Readonly<Record<string, Schema>>): Schema =>
  schema((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO;
    const given = new Map(Object.entries(value));
    const kept: [string, unknown][] = [];
    for (const [name, { read }] of Object.entries(shape)) {
      const field = read(given.get(name));
      if (field === NO) return NO;
      if (given.delete(name)) kept.push([name, field]);
    }
    return given.size === 0 ? Object.fromEntries(kept) : NO;
  });

export const union = (arms: readonly Schema[]): Schema =>
  schema((value) => {
    for (const { read } of arms) {
      const kept = read(value);
      if (kept !== NO) return kept;
    }
    return NO;
  });
/** Arms of strict objects fit one at most: which field tells them apart need not be known. */
export const discriminatedUnion = (_key: string, arms: readonly Schema[]): Schema => union(arms);
