/** What resume tickets do not restore after a loss of the live store, and how long they are valid (rule F3). */
import { digest } from '@terskel/server/digest';
import { TIMES } from '@terskel/shared/limits';
import { expect, test } from 'vitest';
import { open, talk, type Talk } from '../helpers/fixtures.ts';
import { findIn } from '../helpers/dump.ts';
import { expectConsistent } from '../helpers/invariants.ts';
import { loseStore, placeOf, ticketOf } from '../helpers/lost-store.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, until } from '../helpers/service.ts';

test('[F3] a resume ticket that is forged, altered or of another session restores nothing', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const [one, other] = [await service.seeker(0), await service.seeker(1)];
  for (const peer of [one, other]) await open(peer);
  const [ticket, others] = [await ticketOf(one), await ticketOf(other)];
  await loseStore(service);
  const altered = Array.from({ length: 40 }, (_, index) => {
    const at = Math.floor((index * (ticket.length - 1)) / 39);
    const letter = ticket[at] === 'A' ? 'B' : 'A';
    return ticket.slice(0, at) + letter + ticket.slice(at + 1);
  });
  for (const bad of [others, 'A', 'x'.repeat(300), ticket.slice(4), `${ticket}A`, ...altered]) {
    const tab = await service.seeker(0, one.resumeToken, bad);
    expect([bad, tab.snapshot.session.kind]).toEqual([bad, 'idle']);
    // A new token, so that the two visits cannot be linked.
    expect(tab.resumeToken).not.toBe(one.resumeToken);
    tab.socket.disconnect();
  }
  const back = await service.seeker(1, one.resumeToken, ticket);
  expect(placeOf(back)).toBe(1);
});

test('[F3] an ended session is not restored, neither in the store that knew it nor in the next', async () => {
  await using service = await startService({ nodes: 2 });
  const volunteer = await service.volunteer();
  await volunteer.send('shift:start', {});
  const held: { token: string; tickets: string[] }[] = [];
  const keep = (peer: SeekerPeer) =>
    held.push({
      token: peer.resumeToken,
      tickets: peer.all('resume:issued').map(({ resumeTicket }) => resumeTicket),
    });
  const cancels = await service.seeker(1);
  await open(cancels);
  await ticketOf(cancels);
  await cancels.send('ticket:cancel', {});
  keep(cancels);
  const exits = await service.seeker(0);
  await open(exits);
  await ticketOf(exits);
  await service.leave(exits, 'exit', 1);
  await exits.next('ticket:ended');
  keep(exits);
  const talks = await talk(service, 0, 1);
  const staffTicket = await ticketOf(talks.volunteer, 1);
  await ticketOf(talks.seeker, 1);
  await talks.volunteer.send('conversation:end', talks.of);
  await talks.seeker.next('conversation:ended');
  keep(talks.seeker);
  await service.settled(volunteer);

  const attempts = async () => {
    for (const { token, tickets } of held) {
      for (const ticket of tickets) {
        for (const node of [0, 1]) {
          const tab = await service.seeker(node, token, ticket);
          expect(tab.snapshot.session.kind).not.toMatch(/^(?:ticket|conversation)$/);
          tab.socket.disconnect();
        }
      }
    }
  };
  await attempts();
  await loseStore(service);
  await attempts();
  const lost = { resumeTicket: staffTicket, duty: 'paused' } as const;
  const page = await service.staff(1, talks.volunteer.session, lost);
  expect(page.snapshot.session).toMatchObject({
    ...{ conversations: [], availability: { state: 'paused' } },
  });
  expect(
    (await service.keys()).filter((key) => /:(?:ticket|conversation|seeker):/.test(key)),
  ).toEqual([]);
});

test('[F3] a resume ticket is valid for ten minutes after the loss, and not if it was too old before', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const [stays, goes] = [await service.seeker(0), await service.seeker(1)];
  for (const peer of [stays, goes]) await open(peer);
  const tickets = await Promise.all([ticketOf(stays), ticketOf(goes)]);
  // A connected tab gets a new one regularly.
  await service.settled(stays, goes);
  const before = stays.all('resume:issued').length;
  await service.pass(TIMES.resumeEveryMs);
  const fresh = await ticketOf(stays, before);
  await service.pass(TIMES.resumeMs - TIMES.resumeEveryMs + 1);
  await loseStore(service);
  const old = await service.seeker(0, goes.resumeToken, tickets[1]);
  expect(old.snapshot.session.kind).toBe('idle');
  const back = await service.seeker(0, stays.resumeToken, fresh);
  expect(back.snapshot.session.kind).toBe('ticket');
  await service.drop(back);
  await service.pass(TIMES.placeKeptMs);
  await loseStore(service);
  service.clock.move(TIMES.resumeMs + 1);
  await service.tick();
  const late = await service.seeker(0, stays.resumeToken, fresh);
  expect(late.snapshot.session.kind).toBe('idle');
});

test('[F3] a fresh resume ticket is replaced when it is old, and one of another session at once', async () => {
  await using service = await startService({ nodes: 2 });
  await (await service.volunteer()).send('shift:start', {});
  const [seeker, other] = [await service.seeker(0), await service.seeker(0)];
  for (const peer of [seeker, other]) await open(peer);
  const tickets = await Promise.all([ticketOf(seeker), ticketOf(other)]);
  const back = await service.seeker(1, seeker.resumeToken, tickets[0]);
  const wrong = await service.seeker(1, other.resumeToken, tickets[0]);
  await ticketOf(wrong);
  await service.settled(back);
  expect(back.all('resume:issued')).toEqual([]);
  await service.pass(TIMES.resumeEveryMs);
  expect(await ticketOf(back)).not.toBe(tickets[0]);
});

test('[F3] a seeker who requeued is not moved back into the conversation they left', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  const [first, staffTicket] = [await ticketOf(seeker, 1), await ticketOf(volunteer, 1)];
  const next = await service.volunteer();
  await next.send('shift:start', {});
  const publicKey = 'p'.repeat(1_622);
  await seeker.send('conversation:requeue', { ...of, reason: 'keys_differ', publicKey });
  const inLine = await ticketOf(seeker, 2);
  await service.settled(seeker, volunteer);
  await loseStore(service);

  const page = await service.staff(0, volunteer.session, {
    resumeTicket: staffTicket,
    duty: 'paused',
  });
  expect(page.snapshot.session.conversations).toEqual([]);
  const stale = await service.seeker(1, seeker.resumeToken, first);
  expect(stale.snapshot.session.kind).toBe('idle');
  const back = await service.seeker(0, seeker.resumeToken, inLine);
  expect(placeOf(back)).toBe(1);
  expectConsistent(await service.dump());
});

test('[F3, U3] a seeker who leaves before being restored is not restored by anybody', async () => {
  await using service = await startService({ nodes: 2 });
  const { seeker, volunteer, of } = await talk(service, 0, 1);
  const waits = await service.seeker(0);
  await open(waits);
  const [mine, place] = [await ticketOf(seeker), await ticketOf(waits)];
  const lost = { resumeTicket: await ticketOf(volunteer), duty: 'ready' } as const;
  await loseStore(service);
  await service.leave(seeker, 'exit', 1);
  await service.leave(waits, 'end', 1);
  const page = await service.staff(0, volunteer.session, lost);
  expect(page.snapshot.session.conversations).toEqual([]);
  for (const [old, ticket] of [
    [seeker, mine],
    [waits, place],
  ] as const) {
    const back = await service.seeker(0, old.resumeToken, ticket);
    expect(back.snapshot.session).toEqual({ kind: 'idle' });
  }
  const left = await service.dump();
  expect(
    findIn(left, [
      of.conversationId,
      ...[seeker, waits].map(({ resumeToken }) => digest(resumeToken)),
    ]),
  ).toEqual([]);
});

test('[F3, U3] a seeker who leaves at the moment of being restored is gone all the same', async () => {
  await using service = await startService({ nodes: 2 });
  const talks: Talk[] = [];
  for (const node of [0, 1, 0, 1, 0, 1]) talks.push(await talk(service, node, 1));
  const lost = await Promise.all(talks.map(({ volunteer }) => ticketOf(volunteer)));
  await loseStore(service);
  await Promise.all(
    talks.flatMap(({ seeker, volunteer }, index) => [
      service.leave(seeker, index % 2 === 0 ? 'exit' : 'end', 1),
      service.staff(index < 3 ? 0 : 1, volunteer.session, {
        ...{ resumeTicket: lost[index] ?? '', duty: 'ready' },
      }),
    ]),
  );
  // A conversation that was restored and ended at once leaves the reason of its end for a while (rule A6).
  const kept = talks.map(({ of }) => `conversation:${of.conversationId}`);
  const left = async () =>
    (await service.keys()).filter((key) => kept.some((one) => key.endsWith(one)));
  await until(async () => (await left()).length === 0);
  expect((await service.dump()).sets['duty']).toHaveLength(talks.length);
  expectConsistent(await service.dump());
});
