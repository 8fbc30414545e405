/**
 * Opening hours: a weekly plan, and dates with different hours (rule I2). All times are local to one IANA time zone.
 */
import * as z from 'zod/mini';

/** `HH:MM`, from `00:00`. An end may be `24:00`. */
const Start = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/));
const End = z.string().check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/));
/** An end that is not after the start is on the next day. */
const Span = z.strictObject({ from: Start, until: End });
const Spans = z.array(Span).check(z.maxLength(8));

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const OpeningHours = z.strictObject({
  /** For example `Europe/Oslo`. */
  timeZone: z.string().check(z.minLength(1), z.maxLength(64), z.refine(isTimeZone)),
  /** From Monday to Sunday: the spans that begin on that day. */
  week: z.array(Spans).check(z.length(7)),
  /** By date (`2026-12-24`): the spans that begin on that day instead. An empty list: closed. */
  exceptions: z.record(z.iso.date(), Spans),
  /** New tickets are refused for this long before closing time (rule I3). */
  marginMs: z.int().check(z.nonnegative()),
});
export type OpeningHours = z.infer<typeof OpeningHours>;
