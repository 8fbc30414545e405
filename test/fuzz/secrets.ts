/** Nobody holds keys of an epoch in which they have no seat (rule E5). */
import { openChannel } from '@terskel/client/e2ee/channel';
import type { TabStorage } from '@terskel/client/storage';
import { sameEpoch } from '@terskel/shared/key-epochs';
import { must, mustEqual } from './finding.ts';
import type { TalkRecord } from './model/state.ts';
import type { World } from './world.ts';

/** Only the two of an aside have its secret, also in a duplicate of their tabs (rule V4). */
export function checkAsideSecrets({ tabs, model }: World): void {
  for (const { id, volunteer, leader } of model.state.asides.values()) {
    for (const tab of tabs) {
      if ('staff' in tab && [volunteer.id, leader.id].includes(tab.staff.id)) continue;
      for (const storage of [tab.browser.storage, tab.browser.twin])
        must(
          (storage?.get(`talk.${id}`) ?? null) === null,
          '[V4] others have the keys of an aside',
        );
    }
  }
}

/** What every staff tab has stored, also a duplicate of it, opens the messages of its visit and no others. */
export async function checkSecrets({ volunteers, model }: World): Promise<void> {
  for (const { staff, browser } of volunteers) {
    for (const storage of [browser.storage, browser.twin]) {
      for (const talk of model.state.talks.values()) {
        if (storage !== null && talk.volunteer.id !== staff.id) await checkVisitor(storage, talk);
      }
    }
  }
}

async function checkVisitor(storage: TabStorage, { id, log }: TalkRecord): Promise<void> {
  const stored = storage.get(`talk.${id}`);
  if (stored === null) return;
  const { secret, visit } = stored;
  must(visit !== undefined, '[E5] a visitor has the secret of the conversation');
  if (visit === undefined) return;
  const own = openChannel({ conversationId: id, secret, visit });
  const guess = openChannel({ conversationId: id, secret });
  for (const message of log) {
    if (message === null) continue;
    const { from, keyEpoch, counter, ciphertext } = message;
    const opened = await own.open(from, keyEpoch, counter, ciphertext);
    const isTheirs = sameEpoch(keyEpoch, visit);
    mustEqual(opened !== null, isTheirs, '[E5] a visitor reads exactly the visit');
    for (const epoch of [keyEpoch, { number: keyEpoch.number }]) {
      const guessed = await guess.open(from, epoch, counter, ciphertext);
      mustEqual(guessed, null, '[E5] a visitor guesses the keys');
    }
  }
}
