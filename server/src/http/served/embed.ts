/** The script of the door on other sites, with the numbers of the association's country in it (rule U8). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COUNTRIES } from '@terskel/shared/phone-lines';
import type { RequestHandler } from 'express';
import type { Settings } from '../../domain/ports.ts';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import type { ServedOptions } from './served.ts';

/** Numbers of ours alone: nothing that anybody has written comes into a script. */
export function filledEmbed(script: string, { country }: Pick<Settings, 'country'>): string {
  const lines = COUNTRIES[country];
  const [danger] = lines;
  const talk = lines.find(({ kind }) => kind === 'mentalHealth') ?? danger;
  return script
    .replaceAll('{{danger.number}}', danger.number)
    .replaceAll('{{danger.dial}}', danger.dial)
    .replaceAll('{{talk.number}}', talk.number)
    .replaceAll('{{talk.dial}}', talk.dial);
}

/** Its name never changes, so it is asked for anew soon after it has. */
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
