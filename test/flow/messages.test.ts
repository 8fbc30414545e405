import { digest } from '@terskel/server/digest';
import type { SeekerId } from '@terskel/server/domain/live-store';
import { BUCKETS, RESYNC_PAGE } from '@terskel/shared/limits';
import { sendMessage } from '@terskel/server/domain/conversations';
import { describe, expect, test } from 'vitest';
import { NODES, message, messagesAfter, refusal, talk, type Talk } from '../helpers/fixtures.ts';
import type { TalkingPeer } from '../helpers/peer.ts';
import { newId } from '../helpers/people.ts';
import { startService, type TestService } from '../helpers/service.ts';

/** Writes messages through the domain of both nodes, which bypasses the rate limits. */
async function write(service: TestService, { of, seeker, volunteer }: Talk, count: number) {
  const [one, other] = service.nodes.map(({ domain }) => domain);
  const seats = [
    { ...of, seat: 'seeker', participant: digest(seeker.resumeToken) as SeekerId },
    { ...of, seat: 'volunteer', participant: volunteer.staff.id },
  ] as const;
  const before = (await messagesAfter(volunteer, of, 0)).length;
  for (let sent = before; sent < before + count; sent += 1) {
    const counter = Math.floor(sent / 2) + 1;
    const { conversationId: _of, ...words } = message({ id: of.conversationId }, counter);
    const domain = sent % 3 === 0 ? one : other;
    if (domain) await sendMessage(domain, seats[sent % 2 === 0 ? 0 : 1], words);
  }
}

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test('[C2] both sides write at once and send all twice; both see each message once, in the same order', async () => {
    await using service = await startService({ nodes: 2 });
    const talking = await talk(service, seekerNode, volunteerNode);
    const { seeker, volunteer, conversation, of } = talking;
    const half = BUCKETS.message[0].points / 2;
    const words = () =>
      Array.from({ length: half }, (_, index) => message(conversation, index + 1));
    const [asked, answered] = [words(), words()];
    const twice = async (peer: TalkingPeer, list: typeof asked) => {
      const acks = [];
      for (const sent of list) {
        const both = [peer.send('message:send', sent), peer.send('message:send', sent)] as const;
        acks.push(await Promise.all(both));
      }
      return acks;
    };
    const [seekerAcks, volunteerAcks] = await Promise.all([
      twice(seeker, asked),
      twice(volunteer, answered),
    ]);
    // The repeated message gets the same acknowledgement as the first.
    const acks = [...seekerAcks, ...volunteerAcks];
    for (const [first, second] of acks) expect(second).toEqual(first);
    const numbers = acks.map(([{ seq }]) => seq);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1));

    await service.settled(seeker, volunteer);
    const seen = (peer: TalkingPeer) => peer.all('message:posted').map((posted) => posted.message);
    const log = await messagesAfter(seeker, of, 0);
    expect(await messagesAfter(volunteer, of, 0)).toEqual(log);
    expect(seen(seeker)).toEqual(log.filter(({ from }) => from === 'volunteer'));
    expect(seen(volunteer)).toEqual(log.filter(({ from }) => from === 'seeker'));
    for (const [index, [{ seq }]] of seekerAcks.entries()) {
      const { counter, ciphertext } = asked[index] ?? {};
      expect(log[seq - 1]).toMatchObject({ counter, ciphertext, from: 'seeker' });
    }
  });

  test('[C14] a repeated message returns the first result, also after a reconnect; another text with its counter is refused', async () => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation } = await talk(service, seekerNode, volunteerNode);
    const sent = message(conversation);
    const first = await seeker.send('message:send', sent);
    service.clock.move(5_000);
    await service.drop(seeker);
    const again = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(await again.send('message:send', sent)).toEqual(first);
    const wrong = { ...refusal('wrong_counter'), expected: 2 };
    expect(await again.raw('message:send', message(conversation, 1))).toEqual(wrong);
    expect(await again.raw('message:send', message(conversation, 3))).toEqual(wrong);
    await service.settled(volunteer);
    expect(volunteer.all('message:posted')).toHaveLength(1);
    // Each seat counts its own messages.
    expect(await volunteer.send('message:send', message(conversation, 1))).toMatchObject({
      seq: 2,
    });
    const page = await service.seeker(seekerNode, seeker.resumeToken);
    expect(page.snapshot.session).toMatchObject({
      conversation: { seats: { seeker: { sent: 1 }, volunteer: { sent: 1 } } },
    });
  });

  test('[C4] after a lost connection the gap arrives in order, page by page', async () => {
    await using service = await startService({ nodes: 2 });
    const talking = await talk(service, seekerNode, volunteerNode);
    const { of, seeker, volunteer } = talking;
    await write(service, talking, 3);
    await service.drop(seeker);
    const missed = 2 * RESYNC_PAGE + 7;
    await write(service, talking, missed);

    const back = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(back.snapshot.session).toMatchObject({ conversation: { lastSeq: missed + 3 } });
    const page = await back.send('conversation:resync', { ...of, after: 3 });
    expect(page.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: RESYNC_PAGE }, (_, index) => index + 4),
    );
    expect(page.more).toBe(true);
    const gap = await messagesAfter(back, of, 3);
    expect(gap.map(({ seq }) => seq)).toEqual(Array.from({ length: missed }, (_, i) => i + 4));
    expect(await messagesAfter(volunteer, of, 3)).toEqual(gap);
    const nothing = { ok: true, messages: [], more: false };
    expect(await back.send('conversation:resync', { ...of, after: missed + 3 })).toEqual(nothing);
    expect(await back.send('conversation:resync', { ...of, after: 10_000 })).toEqual(nothing);
  });

  test('[C2] the other seat learns what was shown, once, and never a number above the last', async () => {
    await using service = await startService({ nodes: 2 });
    const talking = await talk(service, seekerNode, volunteerNode);
    const { of, seeker, volunteer } = talking;
    await write(service, talking, 4);
    for (const seq of [2, 4, 3, 4]) await seeker.send('message:received', { ...of, seq });
    expect(await seeker.raw('message:received', { ...of, seq: 5 })).toEqual(refusal('wrong_state'));
    await service.settled(volunteer);
    expect(volunteer.all('message:received')).toEqual([
      { ...of, seat: 'seeker', seq: 2 },
      { ...of, seat: 'seeker', seq: 4 },
    ]);
    const reloaded = await service.staff(seekerNode, volunteer.session);
    expect(reloaded.snapshot.session.conversations[0]?.seats).toMatchObject({
      seeker: { received: 4 },
      volunteer: { received: 0 },
    });
  });

  test('[C6] typing is sent to the other seat only, and is not stored', async () => {
    await using service = await startService({ nodes: 2 });
    const { of, seeker, volunteer } = await talk(service, seekerNode, volunteerNode);
    const before = await service.dump();
    await seeker.send('typing:set', { ...of, typing: true });
    expect(await volunteer.next('typing:changed')).toEqual({ ...of, seat: 'seeker', typing: true });
    await volunteer.send('typing:set', { ...of, typing: false });
    expect(await seeker.next('typing:changed')).toEqual({
      ...{ ...of, seat: 'volunteer', typing: false },
    });
    expect(await service.dump()).toEqual(before);
    await service.settled(seeker, volunteer);
    expect(seeker.all('typing:changed')).toHaveLength(1);
    expect(volunteer.all('typing:changed')).toHaveLength(1);
  });
});

test('[C1] knowing an id gives an outsider no access by any command', async () => {
  await using service = await startService({ nodes: 2 });
  const { of, conversation } = await talk(service, 0, 1);
  const others = await talk(service, 1, 0);
  const idle = await service.seeker(0);
  const before = await service.dump();
  const words = message(conversation);
  const attempts = {
    'message:send': words,
    'message:received': { ...of, seq: 1 },
    'typing:set': { ...of, typing: true },
    'conversation:resync': { ...of, after: 0 },
  };
  for (const [name, payload] of Object.entries(attempts)) {
    for (const outsider of [others.seeker, others.volunteer, idle]) {
      expect(await outsider.raw(name, payload)).toEqual(refusal('not_found'));
    }
  }
  const confirmation = 'c'.repeat(43);
  for (const outsider of [others.seeker, idle]) {
    for (const answer of [
      outsider.raw('conversation:end', { ...of, reason: 'seeker' }),
      outsider.raw('conversation:confirm', { ...of, confirmation }),
      outsider.raw('conversation:requeue', {
        ...{ ...of, reason: 'keys_differ', publicKey: 'k'.repeat(1_622) },
      }),
    ]) {
      expect(await answer).toEqual(refusal('not_found'));
    }
  }
  expect(await others.volunteer.raw('conversation:end', of)).toEqual(refusal('not_found'));
  // An unknown conversation gets the same answer.
  expect(await idle.raw('message:send', { ...words, conversationId: newId() })).toEqual(
    refusal('not_found'),
  );
  expect(await service.dump()).toEqual(before);
});
