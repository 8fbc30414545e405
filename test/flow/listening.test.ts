/** Nobody listens silently: what a leader tries who has taken a call, and whom nobody has let in (rule E5). */
import { staffCommands } from '@terskel/shared/commands';
import { ROUTES } from '@terskel/shared/routes';
import { expect, test } from 'vitest';
import {
  confirmation,
  encapsulation,
  message,
  publicKey,
  refusal,
  talk,
} from '../helpers/fixtures.ts';
import { startService } from '../helpers/service.ts';
import { newVisit } from '../helpers/visits.ts';

test('[E5, C1] a leader who has taken the call but was not let in gets no word, by any command or after a reload', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  const leader = await service.volunteer({ roles: ['leader'], alias: 'Nora', node: 0 });
  await leader.send('shift:start', {});
  await volunteer.send('call:raise', { ...of, kind: 'help' });
  await leader.send('call:take', { ...of, publicKey: publicKey() });
  const { visit } = newVisit(1);
  const keyEpoch = { number: 1, visit };
  const secret = 'A'.repeat(64);
  const tries: Partial<Record<keyof typeof staffCommands, object>> = {
    'message:send': message(conversation),
    'message:received': { ...of, seq: 1 },
    'typing:set': { ...of, typing: true },
    'conversation:resync': { ...of, after: 0 },
    'conversation:rebuild': { ...of, messages: [], last: true, sent: 0 },
    'conversation:extend': { ...of, plannedMs: 0 },
    'conversation:mark': { ...of, mark: 'held', on: true },
    'conversation:keys': { ...of, keys: 'held' },
    'conversation:end': of,
    'call:raise': { ...of, kind: 'help' },
    'call:withdraw': of,
    'transfer:ask': { ...of, reason: 'leader', to: { kind: 'leader' } },
    'transfer:cancel': of,
    'visit:open': {
      ...{ ...of, keyEpoch, leaderKey: publicKey(), encapsulation: encapsulation() },
      ...{ sealedSecret: secret, confirmation: confirmation() },
    },
    'visit:confirm': { ...of, visit, confirmation: confirmation() },
    'visit:close': { ...of, visit },
    // The volunteer is there: the conversation is not stuck (rule V7).
    'conversation:takeover': of,
    'conversation:release': of,
    'aside:reserve': of,
    'aside:open': {
      ...{ ...of, asideId: conversation.id, leaderKey: publicKey() },
      ...{ encapsulation: encapsulation(), confirmation: confirmation() },
    },
    'conversation:confirm': { ...of, confirmation: confirmation() },
  };
  // Every command that names a conversation, but those of the call itself.
  const named = Object.entries(staffCommands)
    .filter(([, { payload }]) => 'conversationId' in payload.shape)
    .map(([name]) => name);
  expect([...Object.keys(tries), 'call:take', 'call:return'].toSorted()).toEqual(named.toSorted());
  for (const [name, payload] of Object.entries(tries))
    expect([name, await leader.raw(name, payload)]).toEqual([name, refusal('not_found')]);
  await seeker.send('message:send', message(conversation));
  await volunteer.next('message:posted');
  const page = await service.staff(1, leader.session);
  expect(page.snapshot.session.conversations).toEqual([]);
  for (const { events } of [leader, page])
    expect(
      events.filter(({ name }) => /^(?:message|typing|visit|seats|transfer):/.test(name)),
    ).toEqual([]);
  // No route names a conversation.
  expect(Object.keys(ROUTES).filter((route) => /conversation|message|visit/.test(route))).toEqual(
    [],
  );
});
