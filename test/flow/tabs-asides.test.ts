/** The line between a volunteer's and a leader's tab: opened by itself, and anew for other tabs. */
import type { VolunteerView } from '@terskel/client/state/volunteer-view';
import { expect, test } from 'vitest';
import { openCookieJar } from '../helpers/cookie-jar.ts';
import { inviteTo } from '../helpers/invites.ts';
import { stage, talking, type Stage } from '../helpers/stage.ts';
import { openVolunteerTab, type VolunteerTab } from '../helpers/tabs.ts';

type Work = Extract<VolunteerView, { page: 'work' }>;

const JOINING_MS = 15_000;
/** The aside that is open, with keys. */
const open = ({ asides }: Work) => asides.find((each) => !each.isOver && each.keys === 'agreed');
const texts = (aside: Work['asides'][0] | undefined) => aside?.lines.map(({ text }) => text);
const shows = (text: string) => (view: Work) => texts(open(view))?.includes(text) === true;

async function write(tab: VolunteerTab, to: VolunteerTab, text: string): Promise<void> {
  const aside = open(await tab.until('work', (view) => open(view) !== undefined));
  if (aside !== undefined) tab.controller.actions.send(aside.conversationId, text);
  await to.until('work', shows(text));
}

/** A leader's tab, and the origin with its staff session. */
async function leaderOn({ service, wires }: Stage) {
  const terms = { kind: 'join', roles: ['leader'], trained: true } as const;
  const invite = await inviteTo(service, terms);
  const jar = await openCookieJar(wires.volunteer.origin);
  const tab = openVolunteerTab(() => jar.origin, `#invite=${invite}`);
  await tab.until('join', () => true, JOINING_MS);
  tab.controller.actions.entry.join('Nora');
  await tab.until('work', ({ link }) => link === 'online', JOINING_MS);
  tab.controller.actions.startShift();
  await tab.until('work', ({ availability }) => availability.state === 'ready', JOINING_MS);
  tab.controller.actions.pause();
  await tab.until('work', ({ availability }) => availability.state === 'paused', JOINING_MS);
  return { jar, tab };
}

test('[V4, E3, E4] an aside opens by itself, survives a reload, and is opened anew for a tab without its keys', async () => {
  await using on = await stage();
  const { volunteer, seeker } = on;
  const { jar, tab: leader } = await leaderOn(on);
  const { conversationId: id } = await talking(on);
  volunteer.controller.actions.raiseCall(id, 'help');
  await leader.until('work', ({ calls }) => calls.length === 1);
  leader.controller.actions.takeCall(id);
  await write(leader, volunteer, 'What do you need?');
  await write(volunteer, leader, 'How do I ask?');
  const first = open(volunteer.view as Work);
  expect(first).toMatchObject({ of: id, alias: 'Nora', seat: 'volunteer' });
  leader.reload();
  await leader.until('work', shows('How do I ask?'));
  await write(leader, volunteer, 'Ask straight out.');

  // The leader goes on in another tab, which takes the call with its own key.
  const other = openVolunteerTab(() => jar.origin);
  await leader.until('work', ({ link }) => link === 'replaced');
  await write(other, volunteer, 'I am at another desk.');
  const second = open(volunteer.view as Work);
  expect(second?.conversationId).not.toBe(first?.conversationId);
  expect(texts(second)).toEqual(['I am at another desk.']);
  const over = (volunteer.view as Work).asides.filter(({ isOver }) => isOver);
  expect(over.map(texts)).toContainEqual([
    ...['What do you need?', 'How do I ask?', 'Ask straight out.'],
  ]);

  // The volunteer's tab loses everything: it cannot read the conversation, and opens another aside.
  volunteer.stored.clear();
  volunteer.reload();
  await write(volunteer, other, 'I cannot read the conversation.');
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'missing');

  // Handed back: both keep what they saw, and nothing can be sent. The next time it is a fresh one.
  other.controller.actions.returnCall(id);
  for (const tab of [volunteer, other]) {
    const { asides } = await tab.until('work', (view) => open(view) === undefined);
    expect(asides.map(texts)).toContainEqual(['I cannot read the conversation.']);
  }
  await other.until('work', ({ calls }) => calls[0]?.by === null);
  other.controller.actions.takeCall(id);
  await write(other, volunteer, 'Now I can.');
  volunteer.controller.actions.withdrawCall(id);
  await volunteer.until('work', (view) => open(view) === undefined);
  await other.until('work', (view) => open(view) === undefined && view.calls.length === 0);
  expect(JSON.stringify(seeker.view)).not.toMatch(/Nora|another desk|straight out/);
  // No key of an aside is left in a tab.
  for (const tab of [volunteer, other]) {
    const slots = [...tab.stored.keys()].filter((slot) => /\.(?:talk|visit|draft)\./.test(slot));
    expect(slots.filter((slot) => !slot.endsWith(id))).toEqual([]);
  }
  for (const tab of [leader, other]) tab.controller.dispose();
  await jar[Symbol.asyncDispose]();
});
