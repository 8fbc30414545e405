/** A hand-in of messages after a store loss, when the service asks again before it is done. */
import { TalkSession } from '@terskel/client/session/talk';
import type { Conversation, Message } from '@terskel/shared/models';
import { expect, test } from 'vitest';
import { testClock } from '../../helpers/clock.ts';
import { PaperTalk } from './paper-talk.ts';
import { settled } from './settled.ts';

test('[F3] a new request replaces a hand-in in progress, which could lack messages that the new one includes', async () => {
  const clock = testClock();
  const paper = await PaperTalk.begin();
  const { id: conversationId } = paper;
  const pages: { readonly seqs: number[]; readonly last: boolean; readonly sent: number }[] = [];
  const never = () => new Promise<never>(() => {});
  const conversation = paper.conversation('seeker');
  const talk = new TalkSession({
    ...{ conversation, clock, keep: () => {}, changed: () => {} },
    // Reloaded: nothing is decrypted yet.
    stored: () => ({ ...paper.seeker.stored, accepted: 5 }),
    link: {
      ...{ send: never, received: never, typing: never, resync: never, refresh: () => {} },
      rebuild: ({ messages, last, sent }) => {
        pages.push({ seqs: messages.map(({ seq }) => seq), last, sent });
        const later = { ok: false, code: 'unavailable', retryAfterMs: 1_000 } as const;
        return pages.length === 1 ? Promise.resolve(later) : never();
      },
    },
  });
  for (const seq of [1, 2, 3]) {
    const message = { seq, from: 'seeker', counter: seq, ciphertext: 'A', acceptedAt: 0 };
    const payload = { conversationId, message: message as Message };
    talk.heard({ name: 'message:posted', payload });
  }
  const told = (after: number): Conversation => ({
    ...{ ...conversation, lastSeq: after, rebuild: { after, owed: true } },
  });
  talk.told(told(2));
  await settled(() => pages.length);
  talk.told(told(0));
  await settled(() => pages.length);
  clock.move(1_000);
  await settled(() => pages.length);
  expect(pages).toEqual([
    { seqs: [3], last: true, sent: 5 },
    { seqs: [1, 2, 3], last: true, sent: 5 },
  ]);
  talk.close();
});
