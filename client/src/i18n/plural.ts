/**
 * One text per plural form of the language; `{n}` is the number. `Intl.PluralRules` defines which forms a language has.
 */
export type Plural = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};
