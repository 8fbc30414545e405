/** The live store restarts empty: clients restore their sessions with resume tickets (rule F3). */
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { acceptNext, goReady, message, messagesAfter, open, talk } from '../helpers/fixtures.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { loseStore, placeOf, ticketOf } from '../helpers/lost-store.ts';
import type { SeekerPeer, TalkingPeer } from '../helpers/peer.ts';
import { startService } from '../helpers/service.ts';

test('[F3] every waiting seeker gets the old place in any order of return; until then no offer is made', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer({ node: 1 });
  await volunteer.send('shift:start', {});
  const line: SeekerPeer[] = [];
  for (let index = 0; index < 6; index += 1) {
    const seeker = await service.seeker(index % 2);
    await open(seeker, { urgent: index === 4, topic: index === 2 ? 'grief' : undefined });
    line.push(seeker);
    service.clock.move(1_000);
  }
  const order = [4, 0, 1, 2, 3, 5].map((index) => line[index] as SeekerPeer);
  const tickets = await Promise.all(line.map((peer) => ticketOf(peer)));
  const lost = { resumeTicket: await ticketOf(volunteer), duty: 'ready' } as const;
  await loseStore(service);

  const page = await service.staff(0, volunteer.session, lost);
  expect(page.snapshot.session.availability).toEqual({ state: 'ready' });
  const back = new Map<SeekerPeer, SeekerPeer>();
  for (const index of [5, 2, 0, 4, 1, 3]) {
    const [old, ticket] = [line[index] as SeekerPeer, tickets[index]];
    back.set(old, await service.seeker(0, old.resumeToken, ticket));
  }
  // A new seeker is behind them all.
  const newcomer = await service.seeker(1);
  await open(newcomer);
  expect(page.all('offer:made')).toEqual([]);
  expect(await page.raw('offer:take')).toMatchObject({ ok: false, code: 'invalid_payload' });
  expect(await page.raw('offer:take', {})).toMatchObject({ ok: false, code: 'queue_empty' });
  await service.pass(TIMES.placeUpdateMs);
  for (const [index, old] of order.entries()) {
    const again = await service.seeker(1, old.resumeToken);
    expect(placeOf(again)).toBe(index + 1);
    expect(again.resumeToken).toBe(old.resumeToken);
    back.set(old, again);
  }
  expectConsistent(await service.dump());

  await service.pass(TIMES.restoreHoldMs);
  await acceptNext(page);
  await back.get(order[0] as SeekerPeer)?.next('conversation:started');
  expectConsistent(await service.dump());
});

test('[F3] a conversation is complete once both sides sent their copies, and takes nothing new before', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  const talkers: readonly TalkingPeer[] = [seeker, volunteer, seeker];
  for (const [index, one] of talkers.entries()) {
    await one.send('message:send', message(conversation, index === 2 ? 2 : 1));
  }
  const [first, second, third] = await messagesAfter(seeker, of, 0);
  const held = [await ticketOf(seeker, 1), await ticketOf(volunteer, 1)] as const;
  await loseStore(service);

  const tab = await service.seeker(1, seeker.resumeToken, held[0]);
  expect(tab.snapshot.session).toMatchObject({
    kind: 'conversation',
    conversation: {
      ...{ id: conversation.id, rebuild: { after: 0, owed: true } },
      seats: { volunteer: { presence: { connected: false } } },
    },
  });
  const words = message(conversation, 3);
  const later = { ok: false, code: 'unavailable', retryAfterMs: 1_000 };
  // The seeker's tab never received the volunteer's message, and has the two of its own.
  const copies = [first, third].flatMap((each) => each ?? []);
  await tab.send('conversation:rebuild', { ...of, messages: copies, last: true, sent: 2 });
  expect(await tab.raw('message:send', words)).toEqual(later);
  // The log is still incomplete, so a gap would look like messages that nobody has.
  expect(await tab.raw('conversation:resync', { ...of, after: 0 })).toEqual(later);

  const lost = { resumeTicket: held[1], duty: 'ready' } as const;
  const page = await service.staff(0, volunteer.session, lost);
  expect(page.snapshot.session.conversations).toMatchObject([
    {
      id: conversation.id,
      rebuild: { owed: true },
      seats: { seeker: { presence: { connected: true } } },
    },
  ]);
  expect((await tab.next('presence:changed')).presence).toEqual({ connected: true });
  const others = [second].flatMap((each) => each ?? []);
  await page.send('conversation:rebuild', { ...of, messages: others, last: false, sent: 1 });
  expect(await page.raw('message:send', words)).toEqual(later);
  await page.send('conversation:rebuild', { ...of, messages: [], last: true, sent: 1 });
  const rebuilt = { ...of, lastSeq: 3 };
  expect(await tab.next('conversation:rebuilt')).toEqual(rebuilt);
  expect(await page.next('conversation:rebuilt')).toEqual(rebuilt);
  for (const peer of [tab, page]) {
    expect(await messagesAfter(peer, of, 0)).toEqual([first, second, third]);
  }
  // A resent message stays the same message. A new one comes after it.
  const { counter = 0, ciphertext = '' } = third ?? {};
  const again = await tab.send('message:send', {
    ...of,
    counter,
    keyEpoch: FIRST_EPOCH,
    ciphertext,
  });
  expect(again).toMatchObject({ seq: 3, acceptedAt: third?.acceptedAt });
  expect(await tab.send('message:send', words)).toMatchObject({ seq: 4 });
  // Copies that arrive after the rebuild are ignored.
  const forged = { ...first, seq: 5, counter: 4 } as NonNullable<typeof first>;
  await tab.send('conversation:rebuild', { ...of, messages: [forged], last: true, sent: 9 });
  expect(await messagesAfter(page, of, 4)).toEqual([]);
  expectConsistent(await service.dump());
});

test('[F3] a seeker who returns with a resume ticket from before the conversation is moved into it', async () => {
  await using service = await startService({ nodes: 2 });
  const [seeker, volunteer] = [await service.seeker(0), await service.volunteer({ node: 1 })];
  await goReady(volunteer);
  await open(seeker);
  const place = await ticketOf(seeker);
  const conversation = await acceptNext(volunteer);
  const staffTicket = await ticketOf(volunteer, 1);
  const idle = await service.volunteer();
  await loseStore(service);

  const back = await service.seeker(0, seeker.resumeToken, place);
  expect(placeOf(back)).toBe(1);
  const next = await service.staff(0, idle.session);
  await next.send('shift:start', {});
  await service.pass(TIMES.restoreHoldMs);
  const { offer } = await next.send('offer:take', {});
  const lost = { resumeTicket: staffTicket, duty: 'paused' } as const;
  const page = await service.staff(1, volunteer.session, lost);
  const here = { presence: { connected: true } };
  const shown = { id: conversation.id, seats: { seeker: here, volunteer: here } };
  expect(page.snapshot.session.conversations).toMatchObject([shown]);
  expect(await next.next('offer:expired')).toEqual({ offerId: offer.id, reason: 'withdrawn' });
  expect((await back.next('session:snapshot')).session).toMatchObject({
    ...{ kind: 'conversation', conversation: shown },
  });
  expectConsistent(await service.dump());
});

test('[F3] when all nodes and the live store end at once, new nodes restore every session', async () => {
  await using service = await startService({ nodes: 1, realTime: true });
  const doomed = await service.spawn();
  const { seeker, volunteer, conversation, of } = await talk(service, doomed.origin, doomed.origin);
  const sent = await seeker.send('message:send', message(conversation));
  const waits = await service.seeker(doomed.origin);
  await open(waits);
  const [mine, theirs, place] = await Promise.all([
    ticketOf(seeker, 1),
    ticketOf(volunteer, 1),
    ticketOf(waits),
  ]);
  const log = await messagesAfter(seeker, of, 0);
  await Promise.all([doomed.kill('SIGKILL'), service.live.kill()]);
  await service.live.restart();
  const fresh = await service.spawn();
  const tab = await service.seeker(fresh.origin, seeker.resumeToken, mine);
  const page = await service.staff(fresh.origin, volunteer.session, {
    ...{ resumeTicket: theirs, duty: 'ready' },
  });
  await tab.send('conversation:rebuild', { ...of, messages: log, last: true, sent: 1 });
  await page.send('conversation:rebuild', { ...of, messages: [], last: true, sent: 0 });
  expect(await messagesAfter(page, of, 0)).toEqual(log);
  expect(log).toMatchObject([sent.seq].map((seq) => ({ seq })));
  const again = await service.seeker(fresh.origin, waits.resumeToken, place);
  expect(placeOf(again)).toBe(1);
  expectConsistent(await service.dump());
});

test("[I2, F3] a leader's duty is restored, and so intake opens", async () => {
  await using service = await startService({ nodes: 2, leaderNeeded: true });
  const roles = ['volunteer' as const, 'leader' as const];
  const lead = await service.volunteer({ roles });
  await lead.send('shift:start', {});
  const resumeTicket = await ticketOf(lead);
  await loseStore(service);
  const waits = await service.seeker(1);
  expect(waits.snapshot.intake.state).toBe('unstaffed');
  const back = await service.staff(1, lead.session, { resumeTicket, duty: 'paused' });
  expect(back.snapshot.session.availability).toMatchObject({ state: 'paused' });
  await service.tick();
  expect((await waits.next('intake:changed')).intake.state).toBe('open');
  await open(waits);
});

test('[F3] silence, planned time and the right to another volunteer come back with the conversation', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  await volunteer.send('message:send', message(conversation));
  const said = await messagesAfter(seeker, of, 0);
  await service.pass(TIMES.silenceNudgeMs);
  const count = seeker.all('resume:issued').length;
  await seeker.send('conversation:stay', of);
  const mine = await ticketOf(seeker, count);
  const before = volunteer.all('resume:issued').length;
  const ask = { ...of, plannedMs: TIMES.plannedConversationMs };
  const { plannedMs } = await volunteer.send('conversation:extend', ask);
  const theirs = await ticketOf(volunteer, before);
  await loseStore(service);

  const tab = await service.seeker(1, seeker.resumeToken, mine);
  const page = await service.staff(0, volunteer.session, { resumeTicket: theirs, duty: 'ready' });
  await tab.send('conversation:rebuild', { ...of, messages: said, last: true, sent: 0 });
  await page.send('conversation:rebuild', { ...of, messages: [], last: true, sent: 1 });
  // The seeker's press just before the loss still counts.
  await service.pass(TIMES.silenceNudgeMs - 1_000);
  const again = await service.seeker(0, seeker.resumeToken);
  expect(again.snapshot.session).toMatchObject({
    conversation: { silence: null, plannedMs, mayAskAnother: true },
  });
  await service.pass(TIMES.silenceWarningMs);
  expect(await again.next('conversation:silent')).toMatchObject({ silence: { stage: 'nudge' } });
  expectConsistent(await service.dump());
});

test("[F3, C9] the seeker's last press counts, also if the volunteer returns first", async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
  await volunteer.send('message:send', message(conversation));
  const said = await messagesAfter(seeker, of, 0);
  await service.pass(TIMES.silenceNudgeMs);
  const theirs = await ticketOf(volunteer);
  const count = seeker.all('resume:issued').length;
  await seeker.send('conversation:stay', of);
  const mine = await ticketOf(seeker, count);
  await loseStore(service);

  const page = await service.staff(0, volunteer.session, { resumeTicket: theirs, duty: 'ready' });
  const tab = await service.seeker(1, seeker.resumeToken, mine);
  await tab.send('conversation:rebuild', { ...of, messages: said, last: true, sent: 0 });
  await page.send('conversation:rebuild', { ...of, messages: [], last: true, sent: 1 });
  await service.pass(TIMES.silenceNudgeMs - 1_000);
  expect((await service.seeker(0, seeker.resumeToken)).snapshot.session).toMatchObject({
    conversation: { silence: null },
  });
  expectConsistent(await service.dump());
});

test.each(['with an older ticket', 'not at all'])(
  '[F3, C17, C9] a danger mark is restored by the seeker if the volunteer returns %s',
  async (how) => {
    await using service = await startService({ nodes: 2 });
    const { seeker, volunteer, conversation, of } = await talk(service, 0, 1);
    const older = { resumeTicket: await ticketOf(volunteer), duty: 'ready' } as const;
    await ticketOf(seeker, 1);
    const count = seeker.all('resume:issued').length;
    await volunteer.send('conversation:mark', { ...of, mark: 'danger', on: true });
    const mine = await ticketOf(seeker, count);
    await loseStore(service);

    if (how === 'with an older ticket') await service.staff(0, volunteer.session, older);
    const tab = await service.seeker(1, seeker.resumeToken, mine);
    expect(tab.snapshot.session).toMatchObject({
      conversation: { id: conversation.id, danger: true },
    });
    expectConsistent(await service.dump());
  },
);

test("[F3, C16] the seeker's resume ticket restores that the volunteer has lost the keys", async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  await ticketOf(seeker, 1);
  const count = seeker.all('resume:issued').length;
  await volunteer.send('conversation:keys', { ...of, keys: 'lost' });
  const mine = await ticketOf(seeker, count);
  await loseStore(service);
  const tab = await service.seeker(1, seeker.resumeToken, mine);
  expect(tab.snapshot.session).toMatchObject({ conversation: { volunteerKeys: 'lost' } });
});
