/** What volunteers do, and what happens to their tabs. */
import { intrude } from '../intrusions.ts';
import { PROFILES } from '../people.ts';
import { type Acts, fail, nodeOf, talking, volunteer, volunteerOf, writeTwice } from './acts.ts';

export const staffSteps = {
  staffComes: (w, who, random) => w.connect(volunteerOf(w, who), nodeOf(w, random)),
  staffGoes(w, who, random) {
    const { browser } = volunteerOf(w, who);
    if (random.chance(2)) browser.down();
    else browser.break();
  },
  staffReloads(w, who, random) {
    volunteerOf(w, who).reload(random.chance(4));
    w.forgive();
  },
  async staffSwitches(w, who, random) {
    const tab = volunteerOf(w, who);
    if (random.chance(2)) tab.browser.duplicate();
    await writeTwice(w, random, tab, (text) => {
      const id = tab.talks[0]?.conversationId;
      if (id !== undefined) tab.session?.send(id, text);
    });
    w.forgive();
  },
  async staffFails(w, who, random) {
    const tab = volunteerOf(w, who);
    await fail(w, random, tab, (text) => {
      const id = tab.talks[0]?.conversationId;
      if (id !== undefined) tab.session?.send(id, text);
    });
    w.forgive();
  },
  leaderNeeded: (w, _who, random) => w.needLeader(random.chance(2)),
  profileChanges: (w, who, random) => w.profile(volunteerOf(w, who), random.pick(PROFILES)),
  onDuty: volunteer(({ view, session }) =>
    view?.availability.state === 'off' ? session?.startShift() : session?.ready(),
  ),
  pauses: volunteer(({ session }) => session?.pause()),
  keepsDuty: (w, who, random) => nodeOf(w, random).keepDuty(volunteerOf(w, who).staff),
  offDuty: volunteer(({ session }) => session?.endShift()),
  takes: volunteer(({ session }) => session?.take()),
  accepts: volunteer(({ session }) => session?.accept()),
  declines: volunteer(({ session }) => session?.decline()),
  staffSays: talking((session, talk, _, w) => session.send(talk.conversationId, w.text())),
  staffTypes: talking((session, talk) => session.typing(talk.conversationId)),
  staffRetries: volunteer((tab) => tab.retry()),
  staffEnds: talking((session, { conversationId }, random, w) =>
    session.end(conversationId, random.chance(2) ? w.closing() : null),
  ),
  extends: talking((session, { conversationId }) => session.extend(conversationId)),
  marks: talking((session, { conversationId }, random) =>
    session.mark(conversationId, random.pick(['danger', 'held']), random.chance(2)),
  ),
  givesBack: talking((session, { conversationId, keys }) =>
    keys === 'missing' ? session.giveBack(conversationId) : null,
  ),
  staffIntrudes: volunteer((tab, random, w) => intrude(tab.browser, tab.staff.id, random, w)),
} satisfies Acts;
