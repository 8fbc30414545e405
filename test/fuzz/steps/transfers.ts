/** Transfers. */
import { TransferReason, type TransferTo } from '@terskel/shared/models';
import type { Random } from '../random.ts';
import type { World } from '../world.ts';
import { type Acts, seeker, talking, volunteer, volunteerOf } from './acts.ts';

const TRANSFER_ANSWERS = ['history', 'history', 'without', 'without', 'no'] as const;
/** The alias comes from the page, and so may be wrong. */
function toOf(world: World, random: Random): TransferTo {
  const { id: staffId } = random.pick(world.volunteers).staff;
  const colleague = { kind: 'colleague', staffId, alias: 'Not Kari' } as const;
  return random.pick([{ kind: 'any' }, { kind: 'any' }, { kind: 'leader' }, colleague]);
}

export const transferSteps = {
  /** Who has said yes may still say no. */
  answersTransfer: seeker(({ session, talk }, random) => {
    const state = talk?.transfer?.state;
    if (state === 'asked') return session?.answerTransfer(random.pick(TRANSFER_ANSWERS));
    return state !== undefined && random.chance(8) ? session?.answerTransfer('no') : null;
  }),
  asksTransfer: talking((session, { conversationId, transfer }, random, w) =>
    transfer === null
      ? session.askTransfer(conversationId, random.pick(TransferReason.options), toOf(w, random))
      : null,
  ),
  /** The volunteer asks, and the seeker soon agrees. */
  async handsOver(w, who, random) {
    const tab = volunteerOf(w, who);
    const { session } = tab;
    const id = tab.nth(random.below(3))?.conversationId;
    if (session === null || id === undefined || !tab.browser.online) return;
    void session.askTransfer(id, 'experience', toOf(w, random));
    for (let moves = random.below(40); moves > 0; moves -= 1) await w.move(random);
    const seeker = w.seekers.find(({ talk }) => talk?.conversationId === id);
    if (seeker?.talk?.transfer?.state === 'asked')
      void seeker.session?.answerTransfer(random.chance(2) ? 'history' : 'without');
  },
  cancelsTransfer: talking((session, { conversationId, transfer }) =>
    transfer === null ? null : session.cancelTransfer(conversationId),
  ),
  listsColleagues: volunteer(({ session }) => session?.colleagues()),
} satisfies Acts;
