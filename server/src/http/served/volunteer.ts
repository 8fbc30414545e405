/** The volunteer's page, with the association's name, numbers and contact for its script (rules U4, V4). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import mustache from 'mustache';
import { asBuilt } from './as-built.ts';
import { createSendText } from './compressed.ts';
import { linesOf, staffFactsOf } from './facts.ts';
import type { ServedOptions } from './served.ts';

export function servedVolunteer({ folder, settings }: ServedOptions): RequestHandler {
  const send = createSendText({ type: 'html', vary: [] });
  const path = join(folder, 'volunteer.html');
  const built = asBuilt(path, async () => ({ template: await readFile(path, 'utf8') }));

  return async (request, response) => {
    const { template } = await built();
    const set = settings();
    const facts = JSON.stringify(staffFactsOf(set));
    const text = mustache.render(template, { facts, name: set.name, first: linesOf(set)[0] });
    await send(request, response, text);
  };
}
