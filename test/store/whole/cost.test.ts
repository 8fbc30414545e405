/** Redis cost of operations: commands are counted, not timed. */
import { sendMessage } from '@terskel/server/domain/conversations';
import { redisClient } from '@terskel/server/redis/client';
import { describe, expect, test } from 'vitest';
import { wish } from '../../helpers/fixtures.ts';
import { liveStores, type Live } from '../../helpers/live.ts';
import { commandsDuring, type Asked } from '../../helpers/monitor.ts';
import { address, done, newId, seekerId, words } from '../../helpers/people.ts';

const openLive = liveStores();

async function watch(live: Live, run: () => Promise<unknown>): Promise<Asked[]> {
  const watcher = await redisClient(live.url, () => {}).connect();
  try {
    return await commandsDuring(watcher, live.redis, run);
  } finally {
    watcher.destroy();
  }
}
const fromNodes = (asked: readonly Asked[]) => asked.filter(({ byScript }) => !byScript);
const names = (asked: readonly Asked[]) => asked.map(({ words: [name] }) => name);

describe('a message', () => {
  test('[F6] takes one round trip to Redis, which publishes it to the other node', async () => {
    const live = await openLive();
    const { seats, volunteer } = await live.talk({ node: 'a' }, { node: 'b' });
    await done(sendMessage(live.domain, seats.seeker, words()));
    await live.told();
    const message = words(2);
    const asked = await watch(live, () => sendMessage(live.domain, seats.seeker, message));
    expect(names(fromNodes(asked))).toEqual(['EVALSHA']);
    const told = await live.told(volunteer.id);
    expect(told).toMatchObject([{ node: 'b', event: 'message:posted', payload: { message } }]);
    // Independent of the number of messages, and of resending.
    expect(names(asked).length).toBeLessThan(10);
    const again = await watch(live, () => sendMessage(live.domain, seats.seeker, message));
    expect(names(fromNodes(again))).toEqual(['EVALSHA']);
  });

  test('[C14] that is very old costs a bounded number of reads when it is sent again', async () => {
    const live = await openLive();
    const { seats } = await live.talk({ node: 'a' }, { node: 'b' });
    const first = words(1);
    await done(live.store.sendMessage(seats.seeker, first, live.now));
    const say = (seat: 'seeker' | 'volunteer', from: number, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, i) =>
          done(live.store.sendMessage(seats[seat], words(from + i), live.now)),
        ),
      );
    const again = async (message = first) => {
      let answer: unknown;
      const asked = await watch(live, async () => {
        answer = await live.store.sendMessage(seats.seeker, message, live.now);
      });
      const reads = asked.filter(({ words: [name] }) => name === 'LRANGE');
      const entries = reads.map(({ words: [, , from, to] }) => Number(to) - Number(from) + 1);
      return { answer, reads: reads.length, entries: Math.max(...entries) };
    };
    // In a conversation of 4,000 messages, the first is found.
    for (let sent = 1; sent < 2_000; sent += 20) {
      await say('volunteer', sent, 20);
      await say('seeker', sent + 1, 20);
    }
    const found = await again();
    expect(found).toMatchObject({ answer: { ok: true, seq: 1 } });
    expect(found.reads).toBeLessThanOrEqual(12);
    expect(found.entries).toBeLessThanOrEqual(16);
    // The worst case: the other seat has written without a pause since. The sender then reads the log.
    const last = words(2_002);
    await done(live.store.sendMessage(seats.seeker, last, live.now));
    await say('volunteer', 2_001, 1_000);
    const expected = { ok: false, code: 'wrong_counter', expected: 2_003 };
    expect(await again(last)).toEqual({ answer: expected, reads: 12, entries: 16 });
  });

  test('[F6] shares one round trip with others sent in the same turn', async () => {
    const live = await openLive();
    const { seats } = await live.talk({ node: 'a' }, { node: 'b' });
    await done(sendMessage(live.domain, seats.seeker, words()));
    const many = () =>
      Promise.all(
        Array.from({ length: 20 }, (_, i) => sendMessage(live.domain, seats.seeker, words(i + 2))),
      );
    const asked = await watch(live, many);
    expect(names(fromNodes(asked))).toEqual(['EVALSHA']);
    expect(names(asked).filter((name) => name === 'SPUBLISH')).toHaveLength(1);
  });

  test('[F6] takes one round trip, like every other operation of a conversation', async () => {
    const live = await openLive();
    const { id, seeker, seats } = await live.talk();
    await done(live.store.sendMessage(seats.seeker, words(), live.now));
    const steps: (() => Promise<unknown>)[] = [
      () => live.store.messagesAfter(seats.seeker, 0),
      () => live.store.receiveMessages(seats.volunteer, 1),
      () => live.store.setTyping(seats.seeker, true),
      () => live.store.seeker(seeker.id, live.now),
      () => live.store.loseConversation(id, 'lost', live.now),
      () => live.store.endConversation(seats.seeker, 'seeker', undefined, live.now),
    ];
    for (const step of steps) {
      // A script unknown to the server is sent along the first time.
      const asked = names(fromNodes(await watch(live, step)));
      expect([['EVALSHA'], ['EVALSHA', 'EVAL']]).toContainEqual(asked);
    }
  });
});

const AT_ONCE = 500;

describe('the queue', () => {
  /** Runs each operation once with `waiting` tickets; returns the commands of its script. */
  async function costs(live: Live, waiting: number) {
    const topics = ['grief', 'anxiety', undefined] as const;
    await live.volunteer({ languages: ['pl'] });
    // In batches: one connection allows a limited number of pending replies.
    for (let before = 0; before < waiting; before += AT_ONCE) {
      const count = Math.min(AT_ONCE, waiting - before);
      const some = Array.from({ length: count }, (_, i) => live.waiting({ topic: topics[i % 3] }));
      await Promise.all(some);
    }
    const newcomer = seekerId();
    const chosen = await live.volunteer({ topics: ['grief', 'other'], languages: ['no', 'en'] });
    const steps: Record<string, () => Promise<unknown>> = {
      openTicket: () =>
        live.store.openTicket(newcomer, address(), newId(), wish(), 10_000, false, live.now),
      keepTicket: () => live.store.keepTicket(newcomer, live.now),
      matchOffer: () => live.store.matchOffer('no', newId(), newId(), live.now),
      returnOffer: async () => {
        const offer = await live.offerOf(chosen);
        return offer && live.store.returnOffer(offer.id, chosen.id, live.now);
      },
      // The declined ticket is skipped.
      takeOffer: () => live.take(chosen),
      endTicket: () => live.store.endTicket(newcomer, 'cancelled', live.now),
      overview: () => live.store.overview(live.now),
    };
    const counted: Record<string, Asked[]> = {};
    for (const [name, step] of Object.entries(steps)) {
      counted[name] = (await watch(live, step)).filter(({ byScript }) => byScript);
    }
    return counted;
  }
  /** Reads of a lane that could return more than one member. */
  const wide = (asked: readonly Asked[]) =>
    asked.filter(({ words: all }) => {
      const [name = '', key = '', from, to] = all;
      if (!key.includes(':lane:') || !name.startsWith('ZRANGE')) return false;
      return all.includes('LIMIT') ? all.at(-1) !== '1' : from !== to;
    });

  test('[Q5] no operation costs more with 5,000 waiting than with 10', async () => {
    const few = await costs(await openLive(), 10);
    const many = await costs(await openLive(), 5_000);
    for (const [step, asked] of Object.entries(few)) {
      expect({ [step]: names(many[step] ?? []) }).toEqual({ [step]: names(asked) });
    }
    expect(Object.values(many).flatMap(wide)).toEqual([]);
  }, 30_000);
});
