/** The script of the widget for other sites, with the numbers of the association's country filled in (rule U8). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COUNTRIES } from '@terskel/shared/phone-lines';
import type { RequestHandler } from 'express';
import type { Settings } from '../../domain/ports.ts';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import type { ServedOptions } from './served.ts';

/** Inserts built-in numbers only: text that anybody entered must not end up in a script. */
function filledEmbed(script: string, { country }: Pick<Settings, 'country'>): string {
  const lines = COUNTRIES[country];
  const [danger] = lines;
  const talk = lines.find(({ kind }) => kind === 'mentalHealth') ?? danger;
  return script
    .replaceAll('{{danger.number}}', danger.number)
    .replaceAll('{{danger.dial}}', danger.dial)
    .replaceAll('{{talk.number}}', talk.number)
    .replaceAll('{{talk.dial}}', talk.dial);
}

/** The file name never changes, so the cache time is short. */
const KEPT = 'public, max-age=300, must-revalidate';

export function servedEmbed({
  folder,
  settings,
}: Pick<ServedOptions, 'folder' | 'settings'>): RequestHandler {
  const send = createSendText({ type: 'js', vary: [] });
  const path = join(folder, 'embed.js');
  const built = asBuilt(path, async () => ({ script: await readFile(path, 'utf8') }));
  return async (request, response) => {
    const { script } = await built();
    response.set('Cache-Control', KEPT);
    await send(request, response, filledEmbed(script, settings()));
  };
}
