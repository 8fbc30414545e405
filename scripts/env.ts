import { dirname } from 'node:path';

/** The repository's top folder. */
export const ROOT = dirname(import.meta.dirname);

/** An environment variable; an empty one counts as not set. */
export function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
