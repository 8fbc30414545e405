/** The staff pages, with those settings of the association that their scripts need (rules T5, U4, V4). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Facts } from '@terskel/shared/phone-lines';
import type { RequestHandler } from 'express';
import mustache from 'mustache';
import type { Settings } from '../../domain/ports.ts';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import { adminFactsOf, linesOf, staffFactsOf } from './facts.ts';
import type { ServedOptions } from './served.ts';

export const servedVolunteer = (options: ServedOptions): RequestHandler =>
  servedStaff(options, 'volunteer.html', staffFactsOf);

export const servedAdmin = (options: ServedOptions): RequestHandler =>
  servedStaff(options, 'admin.html', adminFactsOf);

function servedStaff(
  { folder, settings }: ServedOptions,
  file: string,
  factsOf: (settings: Settings) => Facts,
): RequestHandler {
  const send = createSendText({ type: 'html', vary: [] });
  const path = join(folder, file);
  const built = asBuilt(path, async () => ({ template: await readFile(path, 'utf8') }));

  return async (request, response) => {
    const { template } = await built();
    const set = settings();
    const facts = JSON.stringify(factsOf(set));
    const text = mustache.render(template, { facts, name: set.name, first: linesOf(set)[0] });
    await send(request, response, text);
  };
}
