/** What an association says of itself on the seeker's page (⚙): name, country, lines of its own, and where one leaves to. */
import * as z from 'zod/mini';
import type { Country } from './phone-lines.ts';

const short = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));
/** The same in every language, or one for each by its tag. */
const OneOrEach = z.union([
  short,
  z
    .record(z.string().check(z.regex(/^[a-z]{2}$/)), short)
    .check(z.refine((each) => Object.keys(each).length > 0)),
]);

/** A line of the association's own: shown after the country's. */
export const OwnLine = z.strictObject({
  name: OneOrEach,
  /** As it is written; the telephone dials its digits. */
  number: z.string().check(z.regex(/^\+?\d(?:[ -]?\d){2,16}$/)),
  when: z.optional(OneOrEach),
});
export type OwnLine = z.infer<typeof OwnLine>;

/** A page of the open web, and nothing of who came. */
const Neutral = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain })
  .check(z.maxLength(200), z.regex(/^[^@\s]+$/));

/** Who answers for the service, on the page about it. */
export const Contact = z.strictObject({
  /** A person or an office of the association. */
  responsible: z.optional(short),
  email: z.optional(z.email().check(z.maxLength(100))),
  phone: z.optional(z.string().check(z.regex(/^\+?\d(?:[ -]?\d){2,16}$/))),
  /** Whom to write to about privacy, if it is another. */
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
