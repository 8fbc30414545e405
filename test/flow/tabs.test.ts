/** The client's own controllers against the real service: what two people in two browsers see. */
import { expect, test } from 'vitest';
import type { Talk } from '@terskel/client/state/model';
import { openCookieJar } from '../helpers/cookie-jar.ts';
import { acceptNext, goReady, message } from '../helpers/fixtures.ts';
import { answers, stage, talking } from '../helpers/stage.ts';
import { openVolunteerTab } from '../helpers/tabs.ts';

const texts = (talk: Talk | undefined) => talk?.lines.map(({ text }) => text);

test('[E3, C2] a seeker starts, waits, and talks with a volunteer in both directions', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  await seeker.until('landing', ({ intake }) => intake?.state === 'open');
  const { conversationId } = await talking(on);
  seeker.controller.actions.send('Hei');
  seeker.controller.actions.send('Er du der?');
  await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 2);
  volunteer.controller.actions.send(conversationId, 'Ja, jeg er her');
  await seeker.until('conversation', ({ talk }) => talk.lines.length === 3);
  const done = await seeker.until('conversation', ({ talk }) =>
    talk.lines.every(({ delivery }) => delivery === 'delivered'),
  );
  expect(texts(done.talk)).toEqual(['Hei', 'Er du der?', 'Ja, jeg er her']);
  expect(done.talk).toMatchObject({ alias: 'Kari', tampered: false, seat: 'seeker' });
});

test('[F5] a reload on either seat during a conversation loses nothing', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  const { conversationId } = await talking(on);
  seeker.controller.actions.send('1');
  await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);
  seeker.reload();
  // The page does not allow a new start while it loads the session's script, which shows the conversation.
  expect(seeker.view).toMatchObject({ page: 'landing', starting: true });
  await seeker.until('conversation', () => true);
  volunteer.reload();
  await volunteer.until('work', ({ talks }) => talks[0]?.keys === 'agreed');
  volunteer.controller.actions.send(conversationId, '2');
  await seeker.until('conversation', ({ talk }) => talk.lines.length === 2);
  seeker.controller.actions.send('3');
  const { talks } = await volunteer.until('work', (view) => view.talks[0]?.lines.length === 3);
  expect(texts(talks[0])).toEqual(['1', '2', '3']);
  expect(talks[0]?.tampered).toBe(false);
});

test('[F5] messages written without a network arrive once, in order', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  const { conversationId } = await talking(on);
  seeker.network(false);
  expect(seeker.view).toMatchObject({ link: 'offline' });
  seeker.controller.actions.send('fra seeker');
  volunteer.controller.actions.send(conversationId, 'fra volunteer');
  seeker.network(true);
  const { talk } = await seeker.until(
    'conversation',
    ({ talk }) =>
      talk.lines.length === 2 && talk.lines.every(({ acceptedAt }) => acceptedAt !== null),
  );
  const { talks } = await volunteer.until('work', (view) => view.talks[0]?.lines.length === 2);
  expect(texts(talks[0])).toEqual(texts(talk));
});

test('[I4, O9] a waiting seeker learns that nobody is on duty, and later that somebody is again', async () => {
  await using on = await stage();
  const { seeker, volunteer, service } = on;
  seeker.controller.actions.start(answers);
  await seeker.until('waiting', ({ intake }) => intake === 'open');
  volunteer.controller.actions.endShift();
  await volunteer.until('work', ({ availability }) => availability.state === 'off');
  await service.tick();
  await seeker.until('waiting', ({ intake, place }) => intake === 'unstaffed' && place === 1);
  seeker.reload();
  await seeker.until('waiting', ({ intake, link }) => intake === 'unstaffed' && link === 'online');
  volunteer.controller.actions.startShift();
  // A volunteer who goes on duty is ready at once (rule O9).
  const { offer } = await volunteer.until('work', (view) => view.offer !== null);
  expect(offer).not.toBeNull();
  await service.tick();
  await seeker.until('waiting', ({ intake, offered }) => intake === 'open' && offered);
});

test('[Q6] a reload while waiting keeps the place and the key', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  seeker.controller.actions.start(answers);
  await seeker.until('waiting', ({ place }) => place === 1);
  seeker.controller.draft.value = 'Jeg vet ikke hvor jeg skal begynne';
  seeker.reload();
  expect(seeker.beacons).toMatchObject([{ path: '/api/leave', body: { how: 'closing' } }]);
  expect(seeker.view).toMatchObject({ page: 'landing', starting: true });
  await seeker.until(
    'waiting',
    ({ link, cameBack, place }) => link === 'online' && cameBack && place === 1,
  );
  expect(seeker.controller.draft.value).toBe('Jeg vet ikke hvor jeg skal begynne');
  // The tab reported that it was closing, and came back. The return counts, whichever arrives first.
  await on.service.pass(20_000);
  expect(seeker.view).toMatchObject({ page: 'waiting', link: 'online' });
  volunteer.controller.actions.take();
  await seeker.until('conversation', ({ talk }) => talk.keys === 'agreed');
});

test('[A1] the tab stores nothing before Start, and nothing after the end', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  seeker.controller.draft.value = 'prøver';
  await seeker.until('landing', ({ intake }) => intake !== null);
  expect(seeker.stored.size).toBe(0);
  const { conversationId } = await talking(on);
  expect(seeker.stored.size).toBeGreaterThan(0);
  volunteer.controller.actions.end(conversationId, 'Ta vare på deg');
  const { end } = await seeker.until('ended');
  expect(end).toMatchObject({ reason: 'volunteer', lastWords: 'Ta vare på deg', deleted: true });
  expect(seeker.stored.size).toBe(0);
  seeker.controller.draft.value = 'for sent';
  expect(seeker.stored.size).toBe(0);
  await volunteer.until(
    'work',
    ({ talks, note }) => talks.length === 0 && note?.kind === 'conversation_ended',
  );
  expect([...volunteer.stored.keys()]).toEqual(['terskel.volunteer.shift']);
});

test('[C10] when the seeker ends, both sides are told', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  await talking(on);
  seeker.controller.actions.end();
  const { end } = await seeker.until('ended');
  expect(end).toMatchObject({ reason: 'seeker', lastWords: null, deleted: true });
  // A snapshot may be the first to report the end.
  const { note } = await volunteer.until(
    'work',
    (view) => view.note?.kind === 'conversation_ended' && view.note.reason !== null,
  );
  expect(note).toMatchObject({ reason: 'seeker' });
  seeker.controller.actions.again();
  await seeker.until('landing', ({ intake }) => intake !== null);
});

test('[C5] the last message reaches a seeker who returns late', async () => {
  await using on = await stage();
  const { seeker, volunteer, service } = on;
  const { conversationId } = await talking(on);
  volunteer.controller.actions.send(conversationId, 'Er du der?');
  await seeker.until('conversation', ({ talk }) => talk.lines.length === 1);
  const asleep = new Map(seeker.stored);
  seeker.controller.dispose();
  await volunteer.until('work', ({ talks }) => talks[0]?.other.connected === false);
  await service.pass(121_000);
  volunteer.controller.actions.end(conversationId, 'Du kan alltid komme tilbake');
  await volunteer.until('work', ({ talks }) => talks.length === 0);
  for (const [key, value] of asleep) seeker.stored.set(key, value);
  seeker.reload();
  const { end } = await seeker.until('ended');
  expect(end).toMatchObject({ lastWords: 'Du kan alltid komme tilbake' });
});

test('[Q6] leaving frees the place at once and leaves no trace in the tab', async () => {
  await using on = await stage();
  const { seeker, service } = on;
  seeker.controller.actions.start(answers);
  await seeker.until('waiting');
  seeker.controller.actions.leave();
  expect(seeker.stored.size).toBe(0);
  expect(seeker.beacons).toMatchObject([{ body: { how: 'exit' } }]);
  await expect
    .poll(async () => (await service.keys()).filter((key) => key.includes('ticket')))
    .toEqual([]);
});

test('[Q1] a seeker who cancels is told so', async () => {
  await using on = await stage();
  on.seeker.controller.actions.start(answers);
  await on.seeker.until('waiting');
  on.seeker.controller.actions.cancel();
  const { end } = await on.seeker.until('ended');
  expect(end).toEqual({ of: 'ticket', reason: 'cancelled' });
  expect(on.seeker.stored.size).toBe(0);
});

test.each([
  ['the same node', 0],
  ['another node', 1],
])(
  '[Q6] a second tab on %s takes over, and the first can take over again',
  async (_where, node) => {
    await using on = await stage();
    const { seeker, volunteer, service } = on;
    await talking(on);
    const second = seeker.duplicate(() => service.origin(node));
    await second.until('conversation', ({ talk }) => talk.keys === 'agreed');
    await seeker.until('conversation', ({ link }) => link === 'replaced');
    second.controller.actions.send('fra den andre');
    await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);
    seeker.controller.actions.takeOver();
    await seeker.until(
      'conversation',
      ({ link, talk }) => link === 'online' && talk.lines.length === 1,
    );
    seeker.controller.actions.send('fra den første');
    const { talks } = await volunteer.until('work', (view) => view.talks[0]?.lines.length === 2);
    expect(talks[0]?.tampered).toBe(false);
    second.controller.dispose();
  },
);

test('[O2] a volunteer is told that the queue is empty, and an offer they decline goes back', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  volunteer.controller.actions.take();
  await volunteer.until('work', ({ note }) => note?.kind === 'queue_empty');
  volunteer.controller.actions.dismissNote();
  seeker.controller.actions.start(answers);
  await seeker.until('waiting');
  volunteer.controller.actions.ready();
  await volunteer.until('work', ({ offer }) => offer !== null);
  await seeker.until('waiting', ({ offered }) => offered);
  volunteer.controller.actions.decline();
  await volunteer.until('work', ({ offer }) => offer === null);
  const { place } = await seeker.until('waiting', ({ offered }) => !offered);
  expect(place).toBe(1);
});

test('[S1] an invite leaves the address once used, and a dead one is refused without a reason', async () => {
  await using on = await stage();
  expect(on.volunteer.hash).toBe('');
  const jar = await openCookieJar(on.service.origin(0));
  const other = openVolunteerTab(() => jar.origin, `#invite=${'x'.repeat(43)}`);
  await other.until('sign-in', ({ after }) => after === 'dead_link');
  other.controller.dispose();
  await jar[Symbol.asyncDispose]();
});

test('[S1] an invite is removed from the address as the page loads, also when already signed in', async () => {
  await using on = await stage();
  const jar = await openCookieJar(on.service.origin(0));
  const guest = openVolunteerTab(() => jar.origin, `#invite=${'x'.repeat(43)}`);
  expect(guest.hash).toBe('');
  await guest.until('sign-in');
  guest.controller.dispose();
  await jar[Symbol.asyncDispose]();
  const { volunteer } = on;
  volunteer.hash = `#invite=${'x'.repeat(43)}`;
  volunteer.reload();
  expect(volunteer.hash).toBe('');
  await volunteer.until('work', ({ link }) => link === 'online');
});

test('[S2] signing out ends the session, also after a reload', async () => {
  await using on = await stage();
  on.volunteer.controller.actions.signOut();
  await on.volunteer.until('sign-in', ({ after }) => after === 'signed_out');
  on.volunteer.reload();
  const { after } = await on.volunteer.until('sign-in', (view) => view.after === null);
  expect(after).toBeNull();
});

test('[E3] if the keys differ no message is shown, and another volunteer brings new keys', async () => {
  await using on = await stage();
  const { seeker, volunteer, service } = on;
  const impostor = await service.volunteer({ alias: 'Ola' });
  await goReady(impostor);
  seeker.controller.actions.start(answers);
  const conversation = await acceptNext(impostor);
  const { talk } = await seeker.until('conversation', (view) => view.talk.keys === 'differ');
  await impostor.send('message:send', message(conversation));
  seeker.controller.actions.send('i klartekst?');
  expect(talk.lines).toEqual([]);
  await impostor.send('availability:set', { state: 'paused' }).catch(() => {});
  seeker.controller.actions.requeue();
  await seeker.until('waiting', ({ place }) => place === 1);
  volunteer.controller.actions.take();
  await seeker.until('conversation', (view) => view.talk.keys === 'agreed');
  seeker.controller.actions.send('Hei');
  const { talks } = await volunteer.until('work', (view) => view.talks[0]?.lines.length === 1);
  expect(texts(talks[0])).toEqual(['Hei']);
});

test('[C5] a seeker who lost the volunteer is told so, and may then return to the front of the queue', async () => {
  await using on = await stage({ stillTime: true });
  const { seeker, volunteer, service } = on;
  await talking(on);
  seeker.controller.actions.send('Er du der?');
  await volunteer.until('work', ({ talks }) => talks[0]?.lines.length === 1);
  volunteer.controller.dispose();
  await seeker.until('conversation', ({ talk }) => !talk.other.connected);
  expect(seeker.view).toMatchObject({ volunteerLost: 'no' });
  seeker.controller.actions.requeue();
  await service.pass(30_000);
  await seeker.until('conversation', ({ volunteerLost }) => volunteerLost === 'words');
  await service.pass(60_000);
  await seeker.until('conversation', ({ volunteerLost }) => volunteerLost === 'choice');
  seeker.controller.actions.requeue();
  const { place } = await seeker.until('waiting');
  expect(place).toBe(1);
  expect([...seeker.stored.keys()].filter((key) => key.includes('talk'))).toEqual([]);
});

test('[C5] when a seeker leaves for good, the volunteer is told and the tab deletes the keys', async () => {
  await using on = await stage();
  const { seeker, volunteer } = on;
  await talking(on);
  seeker.controller.actions.leave();
  const { note, talks } = await volunteer.until('work', (view) => view.note !== null);
  expect(note).toMatchObject({ kind: 'conversation_ended', reason: 'exit' });
  expect(talks).toEqual([]);
  expect([...volunteer.stored.keys()]).toEqual(['terskel.volunteer.shift']);
});
