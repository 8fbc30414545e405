/** Work in progress when a tab ends, is left or is signed out of: nothing is lost, and nothing remains. */
import { systemClock, type Clock } from '@terskel/client/clock';
import type { ConversationId } from '@terskel/shared/ids';
import { TIMES } from '@terskel/shared/limits';
import { describe, expect, test } from 'vitest';
import { acceptNext, goReady } from '../helpers/fixtures.ts';
import { holdKeyMaking } from '../helpers/held-keys.ts';
import { type VolunteerPeer, until } from '../helpers/service.ts';
import { type Stage, answers, stage, talking } from '../helpers/stage.ts';
import { settled } from '../unit/client/settled.ts';

const TEXT = 'hemmelig';
const DRAFT = 'terskel.seeker.draft.seeker';

/** Timeouts are 20 times as long, so that a slow machine does not cut off the last messages. */
const slowClock: Clock = {
  now: () => systemClock.now(),
  after: (ms, run) => systemClock.after(20 * ms, run),
};

/** Brings the seeker into a conversation whose keys differ, from which they may requeue. */
async function withImpostor({ seeker, service }: Stage): Promise<[VolunteerPeer, ConversationId]> {
  const impostor = await service.volunteer({ alias: 'Ola' });
  await goReady(impostor);
  seeker.controller.actions.start(answers);
  await acceptNext(impostor);
  const { talk } = await seeker.until('conversation', (view) => view.talk.keys === 'differ');
  return [impostor, talk.conversationId];
}

describe('while keys are being generated', () => {
  test('[C5, E3] if the keys cannot be generated the seeker can still requeue', async () => {
    await using on = await stage();
    const { seeker } = on;
    await withImpostor(on);
    const keys = holdKeyMaking();
    seeker.controller.actions.requeue();
    await keys.begun;
    keys.fail();
    // The page reconnects to get a snapshot, unless one comes anyway.
    await until(async () => {
      if (seeker.view.page === 'conversation') seeker.controller.actions.requeue();
      return seeker.view.page === 'waiting';
    });
    const { place } = await seeker.until('waiting', (view) => view.place !== null);
    expect(place).toBe(1);
  });

  test('[C10] a conversation that ends meanwhile stays ended', async () => {
    await using on = await stage();
    const { seeker } = on;
    const [impostor, conversationId] = await withImpostor(on);
    const keys = holdKeyMaking();
    seeker.controller.actions.requeue();
    await keys.begun;
    await impostor.send('conversation:end', { conversationId });
    const { end } = await seeker.until('ended');
    expect(end).toMatchObject({ of: 'conversation', reason: 'volunteer' });
    await keys.finish();
    expect(seeker.view.page).toBe('ended');
    expect(seeker.stored.size).toBe(0);
  });

  test.each(['for the first ticket', 'to go back to the line'])(
    '[U3, A1] leaving discards them: %s',
    async (what) => {
      await using on = await stage();
      const { seeker } = on;
      if (what === 'to go back to the line') await withImpostor(on);
      const keys = holdKeyMaking();
      if (what === 'to go back to the line') seeker.controller.actions.requeue();
      else seeker.controller.actions.start(answers);
      await keys.begun;
      seeker.controller.actions.leave();
      expect(seeker.stored.size).toBe(0);
      await keys.finish();
      expect([...seeker.stored.keys()]).toEqual([]);
    },
  );

  test('[E4, S2] a volunteer who signs out discards them', async () => {
    await using on = await stage();
    const { seeker, volunteer } = on;
    seeker.controller.actions.start(answers);
    await seeker.until('waiting');
    const keys = holdKeyMaking();
    volunteer.controller.actions.take();
    await keys.begun;
    volunteer.controller.actions.signOut();
    await volunteer.until('sign-in');
    await keys.finish();
    expect([...volunteer.stored.keys()]).toEqual([]);
  });
});

/**
 * Watches what a tab stores: the highest counter that the service has accepted. The page may close before the last
 * message is shown as accepted.
 */
function acceptedBy(stored: Map<string, string>): { highest: number } {
  const accepted = { highest: 0 };
  const set = stored.set.bind(stored);
  stored.set = (slot, value) => {
    const talk = JSON.parse(value) as { readonly accepted?: number };
    if (slot.includes('talk.')) accepted.highest = Math.max(accepted.highest, talk.accepted ?? 0);
    return set(slot, value);
  };
  return accepted;
}

describe('a message written just before the end', () => {
  test.each(['seeker', 'volunteer'] as const)(
    '[C3, C10] is posted first: by the %s',
    async (by) => {
      await using on = await stage({ pace: slowClock });
      const { seeker, volunteer } = on;
      const { conversationId } = await talking(on);
      const writer = by === 'seeker' ? seeker : volunteer;
      const accepted = acceptedBy(writer.stored);
      for (const text of ['1', '2', '3']) {
        if (by === 'seeker') seeker.controller.actions.send(text);
        else volunteer.controller.actions.send(conversationId, text);
      }
      if (by === 'seeker') seeker.controller.actions.end();
      else volunteer.controller.actions.end(conversationId, 'Ha det');
      const { end } = await seeker.until('ended');
      await volunteer.until('work', ({ talks }) => talks.length === 0);
      expect(accepted.highest).toBe(3);
      const lastWords = by === 'seeker' ? null : 'Ha det';
      expect(end).toMatchObject({ of: 'conversation', reason: by, lastWords, deleted: true });
    },
  );

  test('[C3, C10] keeps a volunteer’s conversation open if it cannot be posted, and says so', async () => {
    await using on = await stage();
    const { volunteer, wires } = on;
    const { conversationId } = await talking(on);
    wires.volunteer.freeze();
    volunteer.controller.actions.send(conversationId, TEXT);
    volunteer.controller.actions.end(conversationId, null);
    const { note, talks } = await volunteer.until('work', (view) => view.note !== null);
    expect(note).toEqual({ kind: 'refused', code: 'unavailable' });
    expect(talks[0]?.lines.map(({ text }) => text)).toEqual([TEXT]);
    wires.volunteer.cut();
    await volunteer.until('work', (view) => view.talks[0]?.lines[0]?.acceptedAt !== null);
    volunteer.controller.actions.end(conversationId, null);
    await on.seeker.until('ended');
  });

  test('[C3, C10] does not delay a seeker who ends', async () => {
    await using on = await stage();
    const { seeker, wires } = on;
    await talking(on);
    wires.seeker.freeze();
    seeker.controller.actions.send(TEXT);
    seeker.controller.actions.end();
    const { end } = await seeker.until('ended');
    expect(end).toMatchObject({ of: 'conversation', reason: 'seeker', deleted: false });
  });
});

/** On both sides, a draft and a message that has not been sent yet. */
function write({ seeker, volunteer }: Stage, conversationId: ConversationId): void {
  seeker.controller.draft.value = TEXT;
  volunteer.controller.drafts(conversationId).value = TEXT;
  seeker.controller.actions.send(TEXT);
  volunteer.controller.actions.send(conversationId, TEXT);
  for (const { stored } of [seeker, volunteer]) {
    // The message that is being encrypted. The draft is never stored in clear.
    expect([...stored.values()].filter((value) => value.includes(TEXT))).toHaveLength(1);
  }
}

/** Without the volunteer's duty, which belongs to no conversation. */
const ofTalks = (stored: Map<string, string>) =>
  [...stored].filter(([slot]) => slot !== 'terskel.volunteer.shift');
const kept = ({ seeker, volunteer }: Stage) =>
  ofTalks(new Map([...seeker.stored, ...volunteer.stored]));

type End = (on: Stage, conversationId: ConversationId) => Promise<unknown>;

const ENDS: Readonly<Record<string, End>> = {
  async 'the seeker ends'({ seeker }) {
    seeker.controller.actions.end();
    await seeker.until('ended');
  },
  async 'the volunteer ends'({ seeker, volunteer }, conversationId) {
    volunteer.controller.actions.end(conversationId, TEXT);
    await seeker.until('ended');
  },
  async 'the seeker leaves the page'({ seeker }) {
    seeker.controller.actions.leave();
  },
  async 'the volunteer closes on a seeker who is away'({ seeker, volunteer, service }, id) {
    seeker.controller.dispose();
    // Moving the service's clock ends the time of a command in progress.
    await volunteer.until('work', ({ talks: [talk] }) => {
      const sent = talk?.lines.every(({ delivery }) => delivery === 'sent');
      return talk?.other.connected === false && sent === true;
    });
    await service.pass(121_000);
    volunteer.controller.actions.end(id, TEXT);
    await volunteer.until('work', ({ talks }) => talks.length === 0);
    seeker.reload();
    await seeker.until('ended');
  },
};

describe('nothing written stays in either tab', () => {
  test.each(Object.keys(ENDS))('[A1, E4] when %s', async (how) => {
    await using on = await stage();
    const { conversationId } = await talking(on);
    write(on, conversationId);
    await ENDS[how]?.(on, conversationId);
    await on.volunteer.until('work', ({ link, talks }) => link === 'online' && talks.length === 0);
    expect(kept(on)).toEqual([]);
    // Work in progress does not store it again.
    await settled(() => on.seeker.stored.size + on.volunteer.stored.size);
    expect(kept(on)).toEqual([]);
  });

  test('[A1, E4] when the seeker ends because the keys differ', async () => {
    await using on = await stage();
    const { seeker } = on;
    await withImpostor(on);
    seeker.controller.draft.value = TEXT;
    seeker.controller.actions.end();
    const { end } = await seeker.until('ended');
    expect(end).toMatchObject({ reason: 'keys_differ' });
    expect([...seeker.stored]).toEqual([]);
  });

  test.each(['cancelled', 'expired'] as const)('[A1, Q8] when a ticket is %s', async (reason) => {
    await using on = await stage();
    const { seeker, service } = on;
    seeker.controller.actions.start(answers);
    await seeker.until('waiting');
    seeker.controller.draft.value = TEXT;
    await until(async () => seeker.stored.has(DRAFT));
    expect([...seeker.stored.values()].filter((value) => value.includes(TEXT))).toEqual([]);
    if (reason === 'cancelled') seeker.controller.actions.cancel();
    else {
      await service.pass(TIMES.stillWaitingAskMs);
      await service.pass(TIMES.stillWaitingAnswerMs);
    }
    const { end } = await seeker.until('ended');
    expect(end).toEqual({ of: 'ticket', reason });
    expect([...seeker.stored]).toEqual([]);
  });

  test('[A1, E4] when the seeker requeues, except the draft; at the end that is deleted too', async () => {
    await using on = await stage({ stillTime: true });
    const { seeker, volunteer, service } = on;
    const { conversationId } = await talking(on);
    write(on, conversationId);
    volunteer.controller.dispose();
    await seeker.until('conversation', ({ talk }) => !talk.other.connected);
    await service.pass(TIMES.volunteerLostChoiceMs);
    await seeker.until('conversation', ({ volunteerLost }) => volunteerLost === 'choice');
    seeker.controller.actions.requeue();
    await seeker.until('waiting');
    expect([...seeker.stored.values()].filter((value) => value.includes(TEXT))).toEqual([]);
    expect([...seeker.stored.keys()]).toContain(DRAFT);
    volunteer.reload();
    await volunteer.until('work', ({ link }) => link === 'online');
    expect(ofTalks(volunteer.stored)).toEqual([]);
    seeker.controller.actions.cancel();
    await seeker.until('ended');
    expect([...seeker.stored]).toEqual([]);
  });

  test('[S2, E4] when the volunteer signs out during the conversation', async () => {
    await using on = await stage();
    const { volunteer } = on;
    const { conversationId } = await talking(on);
    write(on, conversationId);
    volunteer.controller.actions.signOut();
    await volunteer.until('sign-in');
    expect(ofTalks(volunteer.stored)).toEqual([]);
    volunteer.controller.drafts(conversationId).value = 'too late';
    await settled(() => volunteer.stored.size);
    expect(ofTalks(volunteer.stored)).toEqual([]);
  });
});
