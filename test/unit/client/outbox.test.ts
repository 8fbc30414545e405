import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { type Kept, Outbox } from '@terskel/client/net/outbox';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { settled } from './settled.ts';

test('[C3] an accepted message keeps its counter, even if the log has not shown it yet', async () => {
  const posted: number[] = [];
  let kept: Kept | null = null;
  let steps = 0;
  const outbox = new Outbox({
    clock: testClock(),
    kept: { entries: [], written: [], accepted: 0 },
    seal: async ({ counter }) => `sealed with ${counter}`,
    keyEpoch: () => FIRST_EPOCH,
    mayReseal: () => true,
    post: async ({ counter }) => {
      posted.push(counter);
      if (posted.length === 1) return { ok: true, seq: 1, acceptedAt: 0 };
      return { ok: false, code: 'unavailable', lost: true };
    },
    keep(next) {
      kept = next;
      steps += 1;
    },
    onAccepted: () => {},
    onFailed: () => {},
    onStale: () => {},
  });
  await outbox.add({ key: 'one', text: '1', keyEpoch: FIRST_EPOCH });
  await outbox.add({ key: 'two', text: '2', keyEpoch: FIRST_EPOCH });
  outbox.start();
  await settled(() => steps);
  expect(posted).toEqual([1, 2]);
  // A fresh snapshot whose log was read before the first message was opened here.
  await outbox.align(() => false, 0);
  expect(kept).toMatchObject({ accepted: 1, entries: [{ key: 'two', counter: 2 }] });
});
