/** One text per plural form of its language; `{n}` stands for the number. Which forms a language has is known to `Intl.PluralRules`. */
export type Plural = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string;
};
