/** The server's JSON log lines as a person reads them. */

const WARN = 40;
const ERROR = 50;

/** A warning or an error in plain words; nothing for what is less; a line that is not JSON as it is. */
export function readable(line: string): string | undefined {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const { level, time: _time, pid: _pid, hostname: _hostname, msg, ...fields } = entry;
  if (typeof level !== 'number' || level < WARN) return undefined;
  const details = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const kind = level >= ERROR ? 'Error' : 'Warning';
  return `${kind}: ${String(msg)}${details.length > 0 ? ` (${details.join(', ')})` : ''}`;
}
