/** What the steps are made of: who acts, and in which tab. */
import type { Random } from '../random.ts';
import type { World } from '../world.ts';

export type Act = (world: World, who: number, random: Random) => void | Promise<void>;

export const nodeOf = (world: World, random: Random) => random.pick(world.nodes);
export const seekerOf = (world: World, who: number) =>
  world.seekers[who % world.seekers.length] as World['seekers'][0];
export const volunteerOf = (world: World, who: number) =>
  world.volunteers[who % world.volunteers.length] as World['volunteers'][0];

export type SeekerTab = World['seekers'][0];
export type VolunteerTab = World['volunteers'][0];

/** An act on the page of a connected tab. One that waits to connect again connects first. */
export async function act(
  w: World,
  tab: SeekerTab | VolunteerTab,
  random: Random,
  go: () => unknown,
): Promise<void> {
  const { browser } = tab;
  if (browser.online) void go();
  else if (browser.wire === null) await w.connect(tab, nodeOf(w, random));
}
/** Writes in a tab, and then in its duplicate, which takes over and does not know whether that has arrived. */
export async function writeTwice(
  w: World,
  random: Random,
  tab: SeekerTab | VolunteerTab,
  send: (text: string) => void,
): Promise<void> {
  send(w.text());
  for (let moves = random.below(4); moves > 0; moves -= 1) await w.move(random);
  tab.switch();
  for (let moves = random.below(40); moves > 0; moves -= 1) await w.move(random);
  send(w.text());
}
/** A text fails in a tab that is then duplicated. One sends it again, and the other takes over. */
export async function fail(
  w: World,
  random: Random,
  tab: SeekerTab | VolunteerTab,
  send: (text: string) => void,
): Promise<void> {
  tab.browser.refusals = 3;
  send(w.text());
  for (let moves = 60; moves > 0; moves -= 1) await w.move(random);
  tab.browser.duplicate();
  tab.retry();
  for (let moves = random.below(60); moves > 0; moves -= 1) await w.move(random);
  if (random.chance(2)) tab.switch();
}
/** An act of a seeker who has a session. */
export function seeker(go: (tab: SeekerTab, random: Random, world: World) => unknown): Act {
  return async (w, who, random) => {
    const tab = seekerOf(w, who);
    if (tab.active) await act(w, tab, random, () => go(tab, random, w));
  };
}
export function volunteer(go: (tab: VolunteerTab, random: Random, world: World) => unknown): Act {
  return async (w, who, random) => {
    const tab = volunteerOf(w, who);
    await act(w, tab, random, () => go(tab, random, w));
  };
}
/** An act in one of the volunteer's conversations. */
export function talking(
  go: (
    session: NonNullable<VolunteerTab['session']>,
    talk: VolunteerTab['talks'][0],
    random: Random,
    world: World,
  ) => unknown,
): Act {
  return volunteer((tab, random, w) => {
    const talk = tab.nth(random.below(3));
    if (tab.session !== null && talk !== undefined) return go(tab.session, talk, random, w);
    return undefined;
  });
}

/** Steps by name. */
export type Acts = Readonly<Record<string, Act>>;
