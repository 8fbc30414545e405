/** The texts of the pages that the server fills in, as written by the build (client/served.ts). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IntakeState } from '@terskel/shared/models';
import type { LineKind } from '@terskel/shared/phone-lines';

export interface Words {
  readonly locale: string;
  /** Path of the language's script. */
  readonly file: string;
  /** Path of the script of *Leave this page*. */
  readonly exitScript: string;
  readonly dir: 'ltr' | 'rtl';
  readonly formats: string | string[];
  /** The language's name in that language. */
  readonly own: string;
  readonly skip: string;
  readonly languages: string;
  readonly emergency: {
    readonly question: string;
    readonly call: string;
    readonly more: string;
    readonly title: string;
    readonly lines: Readonly<Record<LineKind, { readonly name: string; readonly when: string }>>;
  };
  readonly exit: Readonly<Record<'button' | 'loading' | 'cancelled' | 'one' | 'two', string>>;
  readonly landing: Readonly<
    Record<
      | 'title'
      | 'heading'
      | 'lead'
      | 'promise'
      | 'opens'
      | 'talkIn'
      | 'about'
      | 'othersTitle'
      | 'others',
      string
    >
  > & {
    readonly intake: Readonly<
      Record<IntakeState | 'unknown', { readonly now: string; readonly more: string }>
    >;
  };
  readonly hours: Readonly<
    Record<'title' | 'always' | 'days' | 'every' | 'closed' | 'other', string>
  >;
  readonly poster: Readonly<Record<'title' | 'who' | 'free' | 'scan' | 'code' | 'print', string>>;
  /** Pattern for a day and a time, with `{day}` and `{time}`. */
  readonly dayAt: string;
  readonly sami: string;
  readonly about: AboutWords;
  readonly loading: string;
  /** Texts of the page for an unreadable request. */
  readonly early: Readonly<Record<'title' | 'cookies' | 'again' | 'call', string>>;
  readonly noScript: { readonly chat: string; readonly old: string };
}

interface AboutWords {
  readonly title: string;
  readonly lead: string;
  readonly back: string;
  readonly contact: Readonly<
    Record<'title' | 'none' | 'responsible' | 'email' | 'phone' | 'privacy', string>
  >;
  readonly parts: readonly {
    readonly title: string;
    readonly texts: readonly string[];
    /** Shown only if contact details are set. */
    readonly ask?: string;
  }[];
}

export type WordsOf = ReadonlyMap<string, Words>;

/** Reads the build's `.words.json`; the keys are locales. */
export async function readWords(folder: string): Promise<WordsOf> {
  const json = await readFile(join(folder, '.words.json'), 'utf8');
  return new Map((JSON.parse(json) as Words[]).map((words) => [words.locale, words]));
}
