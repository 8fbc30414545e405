/** Ids and hashes are base64url, so one in 64 begins with a dash, as options do. */

/** An id (22 characters) or a hash (43). No option is that long. */
const DASHED = /^-(?:[\w-]{21}|[\w-]{42})$/;

/**
 * Returns the words of a command line so that `parseArgs` takes ids and hashes that begin with a dash for what they are:
 * the value of an option is joined to it, and others follow after `--`. `valued`: the options that have a value.
 */
export function withDashedWords(
  words: readonly string[],
  valued: ReadonlySet<string>,
): readonly string[] {
  const [options, others]: [string[], string[]] = [[], []];
  for (const word of words) {
    const before = options.at(-1);
    if (!DASHED.test(word)) options.push(word);
    else if (before !== undefined && valued.has(before)) options.splice(-1, 1, `${before}=${word}`);
    else others.push(word);
  }
  return others.length === 0 ? options : [...options, '--', ...others];
}
