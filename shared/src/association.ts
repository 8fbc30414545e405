/** Settings of an association about itself (⚙): name, contact, country, own telephone lines, and the exit page. */
import * as z from 'zod/mini';
import type { Country } from './phone-lines.ts';

const short = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
/** One text for all languages, or one for each language tag. */
const OneOrEach = z.union([
  short,
  z
    .record(z.string().check(z.regex(/^[a-z]{2}$/)), short)
    .check(z.refine((each) => Object.keys(each).length > 0)),
]);

/** A telephone line of the association's own. It is shown after those of the country. */
export const OwnLine = z.strictObject({
  name: OneOrEach,
  /** The number as it is written. The telephone dials its digits. */
  number: z.string().check(z.regex(/^\+?\d(?:[ -]?\d){2,16}$/)),
  when: z.optional(OneOrEach),
});
export type OwnLine = z.infer<typeof OwnLine>;

/** The neutral exit page: a public https address without user information. */
const Neutral = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .check(z.maxLength(200), z.regex(/^[^@\s]+$/));

/** Who is responsible for the service, for the page about it. */
export const Contact = z.strictObject({
  /** A person or an office of the association. */
  responsible: z.optional(short),
  email: z.optional(z.email().check(z.maxLength(100))),
  phone: z.optional(z.string().check(z.regex(/^\+?\d(?:[ -]?\d){2,16}$/))),
  /** Address for privacy questions, if it is another one. */
  privacyEmail: z.optional(z.email().check(z.maxLength(100))),
});
export type Contact = z.infer<typeof Contact>;

export const association = {
  contact: Contact,
  name: short,
  country: z.enum(['NO', 'SE', 'GB'] satisfies Country[]),
  phoneLines: z.array(OwnLine).check(z.maxLength(8)),
  exitSite: Neutral,
};
