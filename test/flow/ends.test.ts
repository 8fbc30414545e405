import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import type { ConversationEnd } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { NODES, message, publicKey, refusal, talk, type Talk } from '../helpers/fixtures.ts';
import { startService, type TestService } from '../helpers/service.ts';

interface End {
  readonly how: string;
  readonly reason: ConversationEnd;
  readonly end: (talking: Talk, service: TestService) => Promise<unknown>;
  /** Who receives `conversation:ended`. Both by default. */
  readonly told?: readonly ('seeker' | 'volunteer')[];
  /** The snapshot of a later reconnect, if it is not the tombstone with the reason. */
  readonly found?: object;
}

const ENDS: readonly End[] = [
  {
    how: 'the seeker ends it',
    reason: 'seeker',
    end: ({ seeker, of }) => seeker.send('conversation:end', { ...of, reason: 'seeker' }),
  },
  {
    how: 'the volunteer ends it',
    reason: 'volunteer',
    end: ({ volunteer, of }) => volunteer.send('conversation:end', of),
  },
  {
    how: 'the seeker is silent for 15 min',
    reason: 'silence',
    async end({ volunteer, conversation }, service) {
      await volunteer.send('message:send', message(conversation));
      for (let step = 0; step < 3; step += 1) await service.pass(TIMES.silenceNudgeMs);
    },
  },
  {
    how: 'the keys differ',
    reason: 'keys_differ',
    end: ({ seeker, of }) => seeker.send('conversation:end', { ...of, reason: 'keys_differ' }),
  },
  {
    how: 'the seeker leaves the page',
    reason: 'exit',
    found: { kind: 'idle' },
    end: ({ seeker }, service) => service.leave(seeker, 'exit', 1),
  },
  {
    how: 'the volunteer closes with a lost seeker',
    reason: 'seeker_lost',
    told: ['volunteer'],
    async end({ seeker, volunteer, of }, service) {
      await service.drop(seeker);
      await service.pass(TIMES.seekerLostMs);
      await volunteer.send('conversation:end', of);
    },
  },
  {
    how: 'the seeker does not come back for 10 min',
    reason: 'seeker_lost',
    told: ['volunteer'],
    async end({ seeker }, service) {
      await service.drop(seeker);
      await service.pass(TIMES.seekerLostMs);
      await service.pass(TIMES.seekerGoneMs - TIMES.seekerLostMs);
    },
  },
  {
    how: 'both are away for 120 s',
    reason: 'seeker_lost',
    told: [],
    async end({ seeker, volunteer }, service) {
      await service.drop(seeker);
      await service.pass(30_000);
      await service.drop(volunteer);
      await service.pass(TIMES.seekerLostMs);
    },
  },
  {
    how: 'the seeker leaves after losing the volunteer',
    reason: 'volunteer_lost',
    told: [],
    found: { kind: 'ticket_ended', reason: 'cancelled' },
    async end({ seeker, volunteer, of }, service) {
      await service.drop(volunteer);
      await service.pass(TIMES.volunteerLostChoiceMs);
      const request = { ...of, reason: 'volunteer_lost' as const, publicKey: publicKey() };
      await seeker.send('conversation:requeue', request);
      await seeker.send('ticket:cancel', {});
    },
  },
];

describe.each(NODES)('%s', (_where, seekerNode, volunteerNode) => {
  test.each(ENDS)('[C10] $how: $reason', async ({ reason, end, ...rest }) => {
    const { told = ['seeker', 'volunteer'], found } = rest;
    await using service = await startService({ nodes: 2 });
    const talking = await talk(service, seekerNode, volunteerNode);
    const { seeker, volunteer, conversation, of } = talking;
    const words = message(conversation);
    await seeker.send('message:send', words);
    await volunteer.next('message:posted');
    await end(talking, service);

    await service.settled(seeker, volunteer);
    const heard = [...seeker.all('conversation:ended'), ...volunteer.all('conversation:ended')];
    const ended = { ...of, reason };
    // The seeker's event also says whether it was danger (rule C17).
    const toSeeker = { ...ended, danger: false };
    expect(heard).toEqual(told.map((seat) => (seat === 'seeker' ? toSeeker : ended)));
    const back = await service.staff(seekerNode, volunteer.session);
    expect(back.snapshot.session.conversations).toEqual([]);
    expect(await back.raw('message:send', words)).toEqual(refusal('not_found'));

    const late = await service.seeker(volunteerNode, seeker.resumeToken);
    expect(late.snapshot.session).toEqual(found ?? { kind: 'conversation_ended', ...toSeeker });
    expect(await late.raw('message:send', words)).toEqual(refusal('not_found'));

    // Everything else is deleted in the same step (rule A6).
    const dump = await service.dump();
    const session = digest(seeker.resumeToken);
    expect(findIn(dump, [words.ciphertext, conversation.encapsulation])).toEqual([]);
    const left = Object.keys(dump.expiries).filter((key) => key.includes(session));
    // A seeker whose conversation ended, and who is not back in the queue, may give feedback (rule T6).
    const right = ['keys_differ', 'volunteer_lost'].includes(reason)
      ? []
      : [`answer-right:${session}`];
    const remains = reason === 'exit' ? [] : [...right, `tombstone:${session}`];
    expect(left.toSorted()).toEqual(remains);
    await service.pass(TIMES.tombstoneMs);
    expect(findIn(await service.dump(), [session, of.conversationId])).toEqual([]);
  });
});
