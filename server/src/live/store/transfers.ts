/** Transfers of conversations to other volunteers (rule C11). */
import type { TransferStore } from '../../domain/live-store/transfers.ts';
import * as replies from '../replies.ts';
import { certain, outcome } from '../replies.ts';
import type { Calls } from './calls.ts';

export function transferStore({ redis, root, done }: Calls): TransferStore {
  return {
    async askTransfer(conversation, staff, transfer, reason, to) {
      const colleague = to.kind === 'colleague' ? to.staffId : undefined;
      const asked = { conversation, staff, transfer, reason, to: to.kind, colleague };
      const got = outcome(await redis().transferAsk(root, asked), replies.AskedTransfer);
      return got.ok ? { ok: true, transfer: got.value.transfer } : got;
    },
    answerTransfer(conversation, seeker, transfer, agreement, now) {
      const { publicKey, history = false } = agreement ?? {};
      const answer = { conversation, seeker, transfer, publicKey, history, now };
      return done(redis().transferAnswer(root, answer));
    },
    cancelTransfer: (conversation, staff, now) =>
      done(redis().transferCancel(root, { conversation, staff, now })),
    async colleagues(staff) {
      return certain(await redis().dutyList(root, { staff }), replies.Colleagues);
    },
  };
}
