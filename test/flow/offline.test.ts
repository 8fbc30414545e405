import type { Message } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { NODES, message, messagesAfter, talk, type Talk } from '../helpers/fixtures.ts';
import type { TalkingPeer } from '../helpers/peer.ts';
import { startService } from '../helpers/service.ts';

/** A tab by the contract: it keeps unacknowledged messages, resyncs gaps, and orders messages by number. */
function tab(of: Talk['of']) {
  const outbox = new Map<number, ReturnType<typeof message>>();
  const shown = new Map<number, Message>();
  let read = 0;
  let written = 0;
  const show = (one: Message) => {
    expect(shown.get(one.seq) ?? one).toEqual(one);
    shown.set(one.seq, one);
  };
  return {
    outbox,
    write: () => {
      written += 1;
      const words = message({ id: of.conversationId }, written);
      outbox.set(words.counter, words);
      return words;
    },
    /** Sends all pending messages, oldest first, and drops those that were acknowledged. */
    async send(peer: TalkingPeer): Promise<void> {
      for (const words of outbox.values()) {
        await peer.send('message:send', words);
        outbox.delete(words.counter);
      }
    },
    async resync(peer: TalkingPeer): Promise<void> {
      let after = 0;
      while (shown.has(after + 1)) after += 1;
      for (const one of await messagesAfter(peer, of, after)) show(one);
    },
    /** Shows the messages that arrived as events on this connection. */
    hear(peer: TalkingPeer): void {
      const posted = peer.all('message:posted');
      for (const { message: one } of posted.slice(read)) show(one);
      read = posted.length;
    },
    newConnection: () => {
      read = 0;
    },
    order: () => texts([...shown.values()].toSorted((a, b) => a.seq - b.seq)),
  };
}

const texts = (list: readonly { ciphertext: string }[]) => list.map(({ ciphertext }) => ciphertext);

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[F5] a seeker is offline for 60 s while both write: everything arrives once and in order', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const [asks, answers] = [tab(of), tab(of)];
    const before = [asks.write(), asks.write()];
    await asks.send(seeker);
    const heard = [answers.write()];
    await answers.send(volunteer);
    await service.settled(seeker, volunteer);
    asks.hear(seeker);

    // The last message before the loss is sent, and its acknowledgement never arrives.
    const unanswered = asks.write();
    seeker.socket.emit('message:send', unanswered, () => {});
    await service.settled(seeker);
    await service.drop(seeker);
    const offline = [asks.write(), asks.write(), asks.write()];
    const meanwhile = [answers.write(), answers.write()];
    await answers.send(volunteer);
    await service.pass(30_000);
    meanwhile.push(answers.write());
    await answers.send(volunteer);
    await service.pass(30_000);

    const back = await service.seeker(volunteerNode, seeker.resumeToken);
    asks.newConnection();
    await Promise.all([asks.resync(back), asks.send(back)]);
    const after = [answers.write(), asks.write()];
    await Promise.all([answers.send(volunteer), asks.send(back)]);
    await service.settled(back, volunteer);
    asks.hear(back);
    answers.hear(volunteer);
    await asks.resync(back);
    await answers.resync(volunteer);

    expect([asks.outbox.size, answers.outbox.size]).toEqual([0, 0]);
    expect(asks.order()).toEqual(answers.order());
    expect(asks.order().slice(0, -2)).toEqual(
      texts([...before, ...heard, unanswered, ...meanwhile, ...offline]),
    );
    expect(asks.order().slice(-2).toSorted()).toEqual(texts(after).toSorted());
    const numbers = volunteer.all('message:posted').map((posted) => posted.message.seq);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  });

  test('[F5] a volunteer offline for 60 s while the seeker writes: everything arrives in order', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, of } = await talk(service, seekerNode, volunteerNode);
    const [asks, answers] = [tab(of), tab(of)];
    asks.write();
    await asks.send(seeker);
    await service.drop(volunteer);
    for (let count = 0; count < 5; count += 1) asks.write();
    const offline = [answers.write(), answers.write()];
    await asks.send(seeker);
    await service.pass(60_000);

    const back = await service.staff(seekerNode, volunteer.session);
    expect(back.snapshot.session.conversations).toMatchObject([
      { id: of.conversationId, lastSeq: 6 },
    ]);
    await Promise.all([answers.resync(back), answers.send(back)]);
    await service.settled(seeker, back);
    asks.hear(seeker);
    await asks.resync(seeker);
    await answers.resync(back);
    expect(asks.order()).toEqual(answers.order());
    expect(asks.order()).toHaveLength(8);
    expect(asks.order().slice(6)).toEqual(texts(offline));
  });
});
