/** Messages of a conversation: numbered, stored and forwarded; receipts, typing and key confirmation. */
import { RESYNC_PAGE } from '@terskel/shared/limits';
import type { Message } from '@terskel/shared/models';
import { describe, expect, test } from 'vitest';
import { confirmation } from '../../helpers/fixtures.ts';
import { liveStores, refusal, still, type Live } from '../../helpers/live.ts';
import { done, words, type Talk } from '../../helpers/people.ts';

const openLive = liveStores();

const bySeat = { seeker: 'a', volunteer: 'b' } as const;
/** Both sides are on different nodes. */
const talkOver = (live: Live): Promise<Talk> => live.talk({ node: 'a' }, { node: 'b' });
const send = (live: Live, { seats }: Talk, seat: 'seeker' | 'volunteer', message = words()) =>
  (seat === 'seeker' ? live.store : live.other).sendMessage(seats[seat], message, live.now);

describe('sending', () => {
  test('[C2] every message gets the next number, from either sender, and goes to the other seat', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    await live.told();
    const said: Message[] = [];
    for (const [from, counter] of [
      ['seeker', 1],
      ['volunteer', 1],
      ['volunteer', 2],
      ['seeker', 2],
    ] as const) {
      live.pass(10);
      const message = words(counter);
      const seq = said.length + 1;
      expect(await send(live, talk, from, message)).toEqual({
        ok: true,
        seq,
        acceptedAt: live.now,
      });
      said.push({ seq, from, ...message, acceptedAt: live.now });
    }
    const told = await live.told();
    expect(told.map(({ payload }) => payload)).toEqual(
      said.map((message) => ({ conversationId: talk.id, message })),
    );
    expect(told.map(({ node, receiver }) => `${node} ${receiver}`)).toEqual(
      said.map(({ from }) =>
        from === 'seeker' ? `b staff ${talk.volunteer.id}` : `a seeker ${talk.seeker.id}`,
      ),
    );
  });

  test('[C2] messages sent at once from both nodes are numbered without gaps or duplicates', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    await live.told();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        done(send(live, talk, i % 2 === 0 ? 'seeker' : 'volunteer', words(Math.floor(i / 2) + 1))),
      ),
    );
    const numbers = answers.map(({ seq }) => seq);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
    for (const seat of ['seeker', 'volunteer'] as const) {
      const heard = (await live.told(talk[seat].id)).map(
        ({ payload }) => (payload as { message: { seq: number } }).message.seq,
      );
      expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    }
  });

  test('[C14] the same message sent again gets the first result: one number, one message', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    const message = words();
    const first = await send(live, talk, 'seeker', message);
    await done(send(live, talk, 'volunteer'));
    live.pass(60_000);
    const again = await live.attempt(() => send(live, talk, 'seeker', message));
    expect(again).toEqual({ answer: first, ...still });
  });

  test('[C14] the same message sent many times at once from two connections is stored once', async () => {
    const live = await openLive();
    const { id, seats } = await talkOver(live);
    const message = words();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? live.store : live.other).sendMessage(seats.seeker, message, live.now + i),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await live.dump()).lists[`log:${id}`]).toHaveLength(1);
  });
});

describe('a counter', () => {
  const refusedWith = (expected: number) => ({ ok: false, code: 'wrong_counter', expected });

  test('[C14] is one of its seat: 1, 2, 3…; both sides have the same ones', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (const counter of [1, 2]) {
      for (const seat of ['seeker', 'volunteer'] as const) {
        await done(send(live, talk, seat, words(counter)));
      }
    }
    const seats = { seeker: { sent: 2 }, volunteer: { sent: 2 } };
    expect(await live.store.seeker(talk.seeker.id, live.now)).toMatchObject({
      conversation: { seats },
    });
  });

  test('[C14] that leaves a gap is refused with the expected one, and changes nothing', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (const sent of [0, 1, 2]) {
      for (const counter of [sent + 2, sent + 3, 2 ** 53 - 1]) {
        const attempt = await live.attempt(() => send(live, talk, 'seeker', words(counter)));
        expect(attempt).toEqual({ answer: refusedWith(sent + 1), ...still });
      }
      await done(send(live, talk, 'seeker', words(sent + 1)));
    }
  });

  test('[C14] that another text has is refused: that text of another tab must not seem accepted', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (const counter of [1, 2]) await done(send(live, talk, 'seeker', words(counter)));
    for (const counter of [1, 2]) {
      const attempt = await live.attempt(() => send(live, talk, 'seeker', words(counter)));
      expect(attempt).toEqual({ answer: refusedWith(3), ...still });
    }
    // Of two tabs that write at once, one text is accepted.
    const tabs = [live.store, live.other].map((store) =>
      store.sendMessage(talk.seats.seeker, words(3), live.now),
    );
    const answers = await Promise.all(tabs);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers).toContainEqual(refusedWith(4));
  });

  test.each([
    ['took turns', 600, 1, 1],
    ['wrote ten messages at a time', 60, 10, 10],
    ['mostly listened', 8, 40, 1],
    ['was mostly listened to', 8, 1, 20],
    ['was silent at last', 1, 2, 150],
  ] as const)(
    '[C14] of any message of a long conversation in which the sender %s returns the first result',
    async (_how, turns, mine, theirs) => {
      const live = await openLive();
      const { seats } = await talkOver(live);
      const sent = { seeker: 0, volunteer: 0 };
      const say = (seat: 'seeker' | 'volunteer') => {
        sent[seat] += 1;
        return { seat, message: words(sent[seat]) };
      };
      const said = Array.from({ length: turns }, () => [
        ...Array.from({ length: mine }, () => say('seeker')),
        ...Array.from({ length: theirs }, () => say('volunteer')),
      ]).flat();
      const send = (list: typeof said) =>
        Promise.all(
          list.map(({ seat, message }) => live.store.sendMessage(seats[seat], message, live.now)),
        );
      const first = await send(said);
      expect(first.map((answer) => answer.ok && answer.seq)).toEqual(said.map((_, i) => i + 1));
      live.pass(1_000);
      const again = await send(said.filter(({ seat }) => seat === 'seeker'));
      expect(again).toEqual(first.filter((_, index) => said[index]?.seat === 'seeker'));
    },
  );
});

describe('in one batch', () => {
  test('[C1, C14] each of many messages gets its own answer', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    const other = await live.talk();
    await live.told();
    const said = words();
    const first = await done(send(live, talk, 'seeker', said));
    live.pass(10);
    const stranger = { ...talk.seats.seeker, participant: other.seeker.id };
    const [again, refusedOne, ...rest] = await Promise.all([
      send(live, talk, 'seeker', said),
      live.store.sendMessage(stranger, words(), live.now),
      ...Array.from({ length: 70 }, (_, i) => send(live, talk, 'seeker', words(i + 2))),
      live.store.sendMessage(other.seats.seeker, words(), live.now),
    ]);
    expect(again).toEqual(first);
    expect(refusedOne).toEqual({ ok: false, code: 'not_found' });
    const acceptedAt = live.now;
    const numbers = [...Array.from({ length: 70 }, (_, i) => i + 2), 1];
    expect(rest).toEqual(numbers.map((seq) => ({ ok: true, seq, acceptedAt })));
    const told = await live.told(talk.volunteer.id);
    expect(told.map(({ payload }) => payload)).toMatchObject(
      Array.from({ length: 71 }, (_, i) => ({ message: { seq: i + 1 } })),
    );
  });

  test('[F6] messages to several nodes are forwarded in the order in which they were sent', async () => {
    const live = await openLive();
    const talks = [await live.talk({ node: 'a' }), await live.talk({ node: 'b' })];
    let rounds = 0;
    for (const sent of [talks, talks.toReversed()]) {
      await live.told();
      rounds += 1;
      await Promise.all(sent.map((talk) => send(live, talk, 'volunteer', words(rounds))));
      const told = await live.told();
      expect(told.map(({ node }) => node)).toEqual(sent.map(({ seeker }) => seeker.at.node));
    }
  });

  test('[F9] only the message of an unreadable conversation fails', async () => {
    const live = await openLive();
    const [broken, talk] = [await live.talk(), await talkOver(live)];
    const log = `${live.keys.root}:log:${broken.id}`;
    await live.redis.set(log, 'no list');
    await live.told();
    const [failed, ...rest] = await Promise.allSettled([
      send(live, broken, 'seeker'),
      send(live, talk, 'seeker', words(1)),
      send(live, talk, 'seeker', words(2)),
    ]);
    expect(failed?.status).toBe('rejected');
    expect(rest).toMatchObject([{ value: { seq: 1 } }, { value: { seq: 2 } }]);
    expect(await live.told()).toHaveLength(2);
    await live.redis.del(log);
  });

  test('[C2, C10] a later command runs after the batched messages, so the last message before the end is delivered', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    await live.told();
    const [sent, ended] = await Promise.all([
      send(live, talk, 'seeker'),
      live.store.endConversation(talk.seats.seeker, 'seeker', undefined, live.now),
    ]);
    expect([sent, ended]).toMatchObject([{ ok: true, seq: 1 }, { ok: true }]);
    expect((await live.told(talk.volunteer.id)).map(({ event }) => event)).toEqual([
      'message:posted',
      'availability:changed',
      'conversation:ended',
    ]);
  });
});

describe('the log', () => {
  test('[C4] returns the messages that a seat misses, in order, page by page', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    const sent = Array.from({ length: RESYNC_PAGE + 2 }, (_, i) => words(i + 1));
    for (const message of sent) await done(send(live, talk, 'seeker', message));
    const after = (seq: number) => live.other.messagesAfter(talk.seats.volunteer, seq);

    const first = await done(after(1));
    expect(first.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: RESYNC_PAGE }, (_, i) => i + 2),
    );
    expect(first.messages.map(({ ciphertext }) => ciphertext)).toEqual(
      sent.slice(1, RESYNC_PAGE + 1).map(({ ciphertext }) => ciphertext),
    );
    expect(first.more).toBe(true);
    expect(await after(RESYNC_PAGE + 1)).toMatchObject({
      messages: [{ seq: RESYNC_PAGE + 2, from: 'seeker', ...sent.at(-1) }],
      more: false,
    });
    for (const seq of [RESYNC_PAGE + 2, 10_000]) {
      expect(await after(seq)).toEqual({ ok: true, messages: [], more: false });
    }
  });

  test('[C4] is the same after a reconnect, including how far both sides have read', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (let i = 1; i <= 3; i += 1) await done(send(live, talk, 'volunteer', words(i)));
    await done(live.store.receiveMessages(talk.seats.seeker, 2));
    expect(await live.other.seeker(talk.seeker.id, live.now)).toMatchObject({
      conversation: {
        lastSeq: 3,
        seats: { seeker: { received: 2, sent: 0 }, volunteer: { received: 0, sent: 3 } },
      },
    });
  });

  test('[A4] expires with the other records of the seeker, also in a long conversation', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (let i = 1; i <= 65; i += 1) await done(send(live, talk, 'seeker', words(i)));
    const { expiries } = await live.dump();
    const of = (key: string) => expiries[key] ?? 0;
    const kept = ['conversation', 'log'].map((kind) => of(`${kind}:${talk.id}`));
    expect(new Set([...kept, of(`seeker:${talk.seeker.id}`)]).size).toBe(1);
  });
});

describe('besides messages', () => {
  test('[C3] a receipt tells the other seat how far all messages are shown; an older receipt has no effect', async () => {
    const live = await openLive();
    const talk = await talkOver(live);
    for (let i = 1; i <= 3; i += 1) await done(send(live, talk, 'seeker', words(i)));
    await live.told();
    const receive = (seq: number) => live.other.receiveMessages(talk.seats.volunteer, seq);
    await done(receive(2));
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'a', receiver: `seeker ${talk.seeker.id}`, event: 'message:received' },
        payload: { conversationId: talk.id, seat: 'volunteer', seq: 2 },
      },
    ]);
    for (const seq of [2, 1]) {
      expect(await live.attempt(() => receive(seq))).toEqual({ answer: { ok: true }, ...still });
    }
    expect(await live.attempt(() => receive(4))).toEqual(refusal('wrong_state'));
  });

  test.each(['seeker', 'volunteer'] as const)(
    '[C6] typing of the %s is forwarded and not stored',
    async (seat) => {
      const live = await openLive();
      const talk = await talkOver(live);
      for (const typing of [true, false]) {
        const set = () => live.store.setTyping(talk.seats[seat], typing);
        const { changed, told } = await live.attempt(set);
        expect(changed).toEqual([]);
        expect(told).toMatchObject([
          { event: 'typing:changed', payload: { conversationId: talk.id, seat, typing } },
        ]);
        expect(told[0]?.node).not.toBe(bySeat[seat]);
      }
    },
  );

  test('[E3] the seeker confirms the keys once; the same confirmation again is accepted, another is refused', async () => {
    const live = await openLive();
    const { id, seeker, volunteer } = await talkOver(live);
    await live.told();
    const shown = confirmation();
    const confirm = (with_: string) => live.store.confirmKeys(id, seeker.id, with_);
    await done(confirm(shown));
    expect(await live.told()).toMatchObject([
      {
        ...{ node: 'b', receiver: `staff ${volunteer.id}`, event: 'conversation:confirmed' },
        payload: { conversationId: id, confirmation: shown },
      },
    ]);
    const again = await live.attempt(() => confirm(shown));
    expect(again).toMatchObject({ answer: { ok: true }, changed: [] });
    expect(await live.attempt(() => confirm(confirmation()))).toEqual(refusal('wrong_state'));
    const row = await live.store.staff(volunteer, live.now);
    expect(row.conversations).toMatchObject([{ confirmations: { seeker: shown } }]);
  });
});
