/**
 * Adapts a language to the association: its name, and its country's emergency number. Also applies to texts that are
 * loaded later (rule U4).
 */
import { EMERGENCY, type Facts } from '@terskel/shared/phone-lines';
import type { I18n } from './i18n.ts';

function everyText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value === 'function') {
    const speak = value as (...given: string[]) => string;
    return (...given: string[]) => change(speak(...given));
  }
  if (Array.isArray(value)) return value.map((one) => everyText(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, everyText(inner, change)]),
  );
}

export function ownWords(i18n: I18n, { name, lines }: Facts): I18n {
  const number = lines?.[0].number ?? EMERGENCY;
  const change = (text: string) => text.replaceAll(EMERGENCY, number);
  const own = <Words>(words: Words): Words => everyText(words, change) as Words;
  const words = own(i18n.words);
  return { ...i18n, own, words: { ...words, brand: name ?? words.brand } };
}
