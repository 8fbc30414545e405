/** Reads the doc comments from the sources of the contract and adds them to the schemas as descriptions. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '@terskel/shared/json-schema';
import { ROOT } from '../env.ts';

const SOURCES = join(ROOT, 'shared', 'src');
const FILES = [
  ...['errors', 'events', 'http', 'ids', 'limits', 'protocol', 'routes', 'staff', 'times'].map(
    (name) => `${name}.ts`,
  ),
  ...['commands', 'models'].flatMap((folder) =>
    readdirSync(join(SOURCES, folder)).map((name) => join(folder, name)),
  ),
];

/**
 * Comments by the path of what they precede: `Ticket`, `Ticket/keepWithinMs`, `Availability/state=paused` (an arm of a
 * union), `seekerCommands/ticket:open`, `seekerCommands/ticket:open/urgent`.
 */
const docs: ReadonlyMap<string, string> = docsIn(
  FILES.map((name) => readFileSync(join(SOURCES, name), 'utf8')).join('\n'),
);

export function docsIn(source: string): Map<string, string> {
  const found = new Map<string, string>();
  let declaration = '';
  let message = '';
  // An optional comment, and the line after it.
  for (const [, comment, line = ''] of source.matchAll(/^(?: *\/\*\*([^]*?)\*\/\n)?(.*)$/gm)) {
    const top = /^(?:export )?(?:const|function|interface|type) (\w+)/.exec(line)?.[1];
    const name = /^ *'(\w+:\w+)':/.exec(line)?.[1];
    const arm = /^ *z\.strictObject\(\{ (\w+): z\.literal\('(\w+)'\)/.exec(line);
    const property = /^ *(\w+):/.exec(line)?.[1];
    if (top !== undefined) [declaration, message] = [top, ''];
    if (name !== undefined) message = `/${name}`;
    if (comment === undefined) continue;
    const inner = arm === null ? property : `${arm[1]}=${arm[2]}`;
    const isOwn = top !== undefined || name !== undefined;
    if (!isOwn && inner === undefined) continue;
    const path = `${declaration}${message}${isOwn ? '' : `/${inner}`}`;
    found.set(path, comment.replaceAll(/\s*\n *\*? ?/g, ' ').trim());
  }
  return found;
}

/** The first of these paths with a doc comment. Throws if none has one, because the document would be incomplete. */
export function documented(...paths: readonly string[]): { path: string; doc: string } {
  for (const path of paths) {
    const doc = docs.get(path);
    if (doc !== undefined) return { path, doc };
  }
  throw new Error(`${paths.join(' or ')} has no doc comment in shared/src`);
}

/**
 * The schema with the comments below `path` at the properties and arms they belong to. Throws if a comment belongs to
 * none.
 */
export function described(schema: JsonSchema, path: string): JsonSchema {
  const lost = new Set([...docs.keys()].filter((name) => name.startsWith(`${path}/`)));
  const docAt = (name: string): string | undefined => {
    lost.delete(`${path}/${name}`);
    return docs.get(`${path}/${name}`);
  };
  const walk = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).map(([key, value]) => [key, walk(value)]);
    const walked = Object.fromEntries(entries) as JsonSchema;
    if (walked.properties === undefined) return walked;
    let own: string | undefined;
    const properties: typeof walked.properties = {};
    const before = walked.properties as Record<string, JsonSchema>;
    for (const [name, property] of Object.entries(before)) {
      if (typeof property.const === 'string') own ??= docAt(`${name}=${property.const}`);
      properties[name] = withDescription(property, docAt(name));
    }
    return withDescription({ ...walked, properties }, own);
  };
  const result = walk(schema) as JsonSchema;
  if (lost.size === 0) return result;
  throw new Error(`the doc comment of ${[...lost].join(', ')} belongs to nothing in its schema`);
}

/** Adds a description. Parsers ignore it beside a `$ref`, which is therefore wrapped in `allOf`. */
export function withDescription(
  { $ref, ...schema }: JsonSchema,
  description: string | undefined,
): JsonSchema {
  const ref = $ref === undefined ? {} : { $ref };
  if (description === undefined) return { ...ref, ...schema };
  return $ref === undefined
    ? { description, ...schema }
    : { description, allOf: [{ $ref }], ...schema };
}
