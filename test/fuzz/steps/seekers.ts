/** What seekers do, and what happens to their tabs. */
import { digest } from '@terskel/server/digest';
import { intrude } from '../intrusions.ts';
import { type Acts, act, fail, nodeOf, seeker, seekerOf, writeTwice } from './acts.ts';

export const seekerSteps = {
  seekerComes: (w, who, random) => w.connect(seekerOf(w, who), nodeOf(w, random)),
  seekerGoes(w, who, random) {
    const { browser } = seekerOf(w, who);
    if (random.chance(2)) browser.down();
    else browser.break();
  },
  seekerReloads(w, who, random) {
    seekerOf(w, who).reload(random.chance(2));
    w.forgive();
  },
  /** A tab is duplicated, both tabs write, and one takes the session over, perhaps while the other's message is sent. */
  async seekerSwitches(w, who, random) {
    const tab = seekerOf(w, who);
    if (random.chance(2)) tab.browser.duplicate();
    await writeTwice(w, random, tab, (text) => tab.session?.send(text));
    w.forgive();
  },
  async seekerFails(w, who, random) {
    const tab = seekerOf(w, who);
    await fail(w, random, tab, (text) => tab.session?.send(text));
    w.forgive();
  },
  seekerForgets(w, who, random) {
    seekerOf(w, who).forget(random.chance(2));
    w.forgive();
  },
  /** Another tab with the same session closes or leaves. */
  seekerLeaves(w, who, random) {
    const { token } = seekerOf(w, who);
    const how = random.pick(['closing', 'exit'] as const);
    if (token !== null) void nodeOf(w, random).leave(token, how);
  },
  async opens(w, who, random) {
    const tab = seekerOf(w, who);
    if (tab.over && random.below(3) > 0) tab.forget(random.chance(2));
    const language = random.pick(['no', 'no', 'en'] as const);
    const topic = random.pick([null, 'grief', 'other'] as const);
    const urgent = random.chance(5);
    const age = urgent ? 'under_18' : null;
    const swaps = random.chance(12);
    if (tab.session !== null) return act(w, tab, random, () => {});
    tab.browser.slot = random.below(2);
    if (!tab.browser.isUp) tab.browser.up();
    tab.start({ language, topic, feeling: null, age, urgent }, swaps);
  },
  keeps: seeker((tab) => tab.view?.page === 'waiting' && tab.session?.keep()),
  cancels: seeker((tab) => tab.view?.page === 'waiting' && tab.session?.cancel()),
  seekerSays: seeker((tab, _, w) => tab.session?.send(w.text())),
  seekerTypes: seeker((tab) => tab.session?.typing()),
  seekerRetries: seeker((tab) => tab.retry()),
  seekerEnds: seeker((tab) => tab.talk && tab.session?.end()),
  requeues: seeker(({ session }, random) =>
    random.chance(2) ? session?.requeue() : session?.another(),
  ),
  stays: seeker((tab) => tab.session?.stay()),
  seekerIntrudes: seeker((tab, random, w) =>
    intrude(tab.browser, digest(tab.token ?? ''), random, w),
  ),
} satisfies Acts;
