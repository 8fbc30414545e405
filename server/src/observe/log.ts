/** The log. A line holds a name and fields of a fixed list: never an address, an id or a payload (rules A2, A7). */
import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** All fields that a log line may hold. */
export interface LogFields {
  readonly code?: string;
  readonly command?: string;
  readonly count?: number;
  readonly ms?: number;
  readonly port?: number;
  readonly signal?: string;
}

export interface Log {
  debug(name: string, fields?: LogFields): void;
  info(name: string, fields?: LogFields): void;
  warn(name: string, fields?: LogFields): void;
  error(name: string, fields?: LogFields): void;
}

/** Copies only the allowed fields, so that a wider object passed in by mistake leaks nothing. */
function allowed({ code, command, count, ms, port, signal }: LogFields): LogFields {
  return JSON.parse(JSON.stringify({ code, command, count, ms, port, signal })) as LogFields;
}

export function createLog(level: LogLevel, node: string): Log {
  const log = pino({ level, base: { node }, timestamp: pino.stdTimeFunctions.isoTime });
  const at =
    (lineLevel: Exclude<LogLevel, 'silent'>) =>
    (name: string, fields: LogFields = {}) =>
      log[lineLevel](allowed(fields), name);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
