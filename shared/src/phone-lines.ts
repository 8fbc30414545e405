/** Telephone lines by country. Their names are the same in every language; their hours are in the catalogues. */
import type { OpeningHours } from './hours.ts';

/** One text for all languages, or one text for each language. */
export type Text = string | Readonly<Record<string, string>>;

/** The purpose of a line. The catalogues say when to call it, and name it if it has no name of its own. */
export type LineKind = 'medical' | 'urgentCare' | 'mentalHealth' | 'church' | 'children';

/** `number` is the number as it is written, `dial` what the telephone dials. */
export type PhoneLine = { readonly number: string; readonly dial: string } & (
  | { readonly kind: LineKind; readonly name?: string }
  /** A line of the association's own. */
  | { readonly kind?: never; readonly name: Text; readonly when?: Text }
);

/** The first line is the one to call when a life is in danger. */
export type PhoneLines = readonly [PhoneLine, ...PhoneLine[]];

export type Country = 'NO' | 'SE' | 'GB';

export const NORWAY: PhoneLines = [
  { kind: 'medical', number: '113', dial: '113' },
  { kind: 'urgentCare', number: '116 117', dial: '116117' },
  { kind: 'mentalHealth', number: '116 123', dial: '116123' },
  { kind: 'church', number: '22 40 00 40', dial: '+4722400040' },
  { kind: 'children', number: '116 111', dial: '116111' },
];

export const COUNTRIES: Readonly<Record<Country, PhoneLines>> = {
  NO: NORWAY,
  SE: [
    { kind: 'medical', number: '112', dial: '112' },
    { kind: 'urgentCare', name: '1177', number: '1177', dial: '1177' },
    { kind: 'mentalHealth', name: 'Självmordslinjen', number: '90101', dial: '90101' },
    { kind: 'children', name: 'Bris', number: '116 111', dial: '116111' },
  ],
  GB: [
    { kind: 'medical', number: '999', dial: '999' },
    { kind: 'urgentCare', name: 'NHS 111', number: '111', dial: '111' },
    { kind: 'mentalHealth', name: 'Samaritans', number: '116 123', dial: '116123' },
    { kind: 'children', name: 'Childline', number: '0800 1111', dial: '08001111' },
  ],
};

/** Data about the association that the server writes into the page (`data-facts`). Absent fields have their default. */
export interface Facts {
  readonly name?: string;
  /** All lines, if they are not only those of Norway. */
  readonly lines?: PhoneLines;
  /** The page that *Leave this page* leads to. */
  readonly exitSite?: string;
  /** The opening hours by language: a heading and lines. */
  readonly hours?: Readonly<Record<string, readonly [title: string, text: string]>>;
  /** The time zone of the hours. */
  readonly timeZone?: string;
  /** The opening hours of an ordinary week (rule T5). Only in the admin's page. */
  readonly week?: OpeningHours['week'];
  /** Whom a volunteer phones if no leader is on duty (rule V4). Only in the volunteer's page. */
  readonly contact?: { readonly name?: string; readonly number: string; readonly dial: string };
}
/** Norway's number for danger to life, as the catalogues write it; it is replaced by the number of the country. */
export const EMERGENCY = NORWAY[0].number;

export const DEFAULT_NAME = 'Terskel';
/** A neutral page that anybody might look at, at any hour. */
export const DEFAULT_EXIT_SITE = 'https://www.yr.no/';
