/**
 * Pages that contain the association's settings. They are rendered when settings or intake change, not for each
 * request.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chosenLocale } from '@terskel/shared/choose-locale';
import type { Intake } from '@terskel/shared/models';
import type { Request, RequestHandler } from 'express';
import type { Settings } from '../../domain/ports.ts';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import { landing } from './landing.ts';
import { readWords, type WordsOf } from './words.ts';

export interface ServedOptions {
  /** Folder of the client build. */
  readonly folder: string;
  /** The public address of the service. */
  readonly publicUrl: string;
  readonly now: () => number;
  readonly settings: () => Settings;
  readonly intake: () => Intake | null;
}

/** Chooses the language by the same rule as the page itself (rule U1). */
export function localeOf(request: Request, words: WordsOf): string {
  const asked = request.query['lang'];
  const wanted = request.acceptsLanguages().filter((tag) => tag !== '*');
  return chosenLocale((tag) => words.has(tag), typeof asked === 'string' ? asked : null, wanted);
}

/** Maximum age of a rendered page (ms), because opening hours name upcoming days. */
const FRESH_MS = 60 * 60_000;

interface Made {
  /** The inputs of the page; equal inputs make the same page. */
  readonly of: readonly unknown[];
  readonly text: string;
}

export function servedLanding({ folder, now, settings, intake }: ServedOptions): RequestHandler {
  const send = createSendText();
  const path = join(folder, 'index.html');
  const built = asBuilt(path, async () => {
    const [template, words] = await Promise.all([readFile(path, 'utf8'), readWords(folder)]);
    return { template, words };
  });
  const made = new Map<string, Made>();

  return async (request, response) => {
    const build = await built();
    const { template, words } = build;
    const locale = localeOf(request, words);
    const hour = Math.floor(now() / FRESH_MS);
    const of = [
      build,
      settings(),
      intake()?.state,
      intake()?.opensAt,
      intake()?.languages.join(),
      hour,
    ];
    const before = made.get(locale);
    if (before !== undefined && before.of.every((part, index) => part === of[index]))
      return send(request, response, before.text);
    const text = landing(template, words, locale, {
      ...{ settings: settings(), intake: intake(), at: now() },
    });
    made.set(locale, { of, text });
    return send(request, response, text);
  };
}
