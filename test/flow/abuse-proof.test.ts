import { proofLevel } from '@terskel/server/domain/admission';
import { BRACKETS_MAX, PROOF_LEVEL_MAX, PROOF_MAX_CHARS, TIMES } from '@terskel/shared/limits';
import { solveChallenge, type Challenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findIn } from '../helpers/dump.ts';
import { goReady, open, refusal, wish } from '../helpers/fixtures.ts';
import type { SeekerPeer } from '../helpers/peer.ts';
import { startService, type TestService } from '../helpers/service.ts';

const HOUR_MS = 3_600_000;
const TALLY = '{terskel}:tally:opened:all';

let service: TestService;
beforeAll(async () => {
  service = await startService({ nodes: 2, ticketsPerMinuteBeforeProof: 2 });
  await service.set({ queueLimit: 1_000 });
  // Keeps intake open (rule I2). This volunteer's language matches no seeker, so they get no offer.
  await goReady(await service.volunteer({ languages: ['pl'] }));
});
afterAll(() => service[Symbol.asyncDispose]());
/** Sets how many tickets were opened in this minute. */
const pressure = (tickets: number) =>
  service.redis.set(TALLY, String(tickets), { expiration: { type: 'EX', value: 60 } });
beforeEach(async () => {
  await pressure(2);
});

type Answer = Awaited<ReturnType<SeekerPeer['raw']>>;
const ask = (seeker: SeekerPeer, more: object = {}): Promise<Answer> =>
  seeker.raw('ticket:open', wish(more));

/** The challenge that this seeker receives. */
async function challenged(seeker: SeekerPeer): Promise<Challenge> {
  const answer = await ask(seeker);
  expect(answer).toMatchObject(refusal('proof_needed'));
  return JSON.parse((answer as { challenge?: string }).challenge ?? '') as Challenge;
}
async function solved(challenge: Challenge) {
  const solution = await solveChallenge({ challenge, deriveKey });
  return {
    challenge,
    solution: { counter: solution?.counter ?? 0, derivedKey: solution?.derivedKey ?? '' },
  };
}
const proofOf = async (seeker: SeekerPeer) =>
  JSON.stringify(await solved(await challenged(seeker)));

describe('[R2] tickets at a high rate', () => {
  test('[R2] need a proof of work above the setting, counted on all nodes together', async () => {
    await pressure(0);
    expect(await ask(await service.seeker(0))).toMatchObject({ ok: true });
    expect(await ask(await service.seeker(1))).toMatchObject({ ok: true });
    for (const node of [0, 1]) {
      const seeker = await service.seeker(node);
      const proof = await proofOf(seeker);
      expect(await ask(seeker, { proof })).toMatchObject({ ok: true });
    }
    // The counter lasts for one minute.
    expect(await service.redis.pTTL(TALLY)).toBeLessThanOrEqual(TIMES.pressureMs);
    await service.redis.del(TALLY);
    expect(await ask(await service.seeker(1))).toMatchObject({ ok: true });
  });

  test('[R2] need no proof from a seeker who already has a ticket', async () => {
    await pressure(0);
    const seeker = await service.seeker();
    const { id } = await open(seeker);
    await pressure(1_000);
    expect((await seeker.send('ticket:open', wish())).ticket.id).toBe(id);
  });

  test('[R2] need no valid proof once the rate is low again: an unneeded one is ignored', async () => {
    const seeker = await service.seeker();
    const proof = await proofOf(seeker);
    await pressure(0);
    expect(await ask(seeker, { proof })).toMatchObject({ ok: true });
    expect(await ask(await service.seeker(), { proof: 'x' })).toMatchObject({ ok: true });
  });

  test('[R2] need a proof that is one level harder each time the rate doubles, up to a maximum', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(100_000), (before, tickets) => {
        const level = proofLevel(tickets, before);
        expect(level === 0).toBe(tickets <= before);
        expect(level).toBeLessThanOrEqual(PROOF_LEVEL_MAX);
        const last = level === 0 || level === PROOF_LEVEL_MAX || before === 0;
        expect(last || proofLevel(tickets * 2, before) === level + 1).toBe(true);
      }),
      { seed: 2 },
    );
  });

  test('[R2] need 200 to 400 tries for a challenge, doubled by each level', async () => {
    for (const [tickets, least] of [
      [2, 200],
      [4, 400],
    ] as const) {
      await pressure(tickets);
      const { solution } = await solved(await challenged(await service.seeker()));
      expect(solution.counter).toBeGreaterThanOrEqual(least);
      expect(solution.counter).toBeLessThan(2 * least);
    }
  });
});

describe('[R2] a proof is refused, and a new one demanded', () => {
  const again = refusal('proof_needed');

  test('[R2] when forged: without the work, with another key, or for an easier challenge', async () => {
    const seeker = await service.seeker();
    const { challenge, solution } = await solved(await challenged(seeker));
    const { parameters } = challenge;
    const wrong = {
      ...solution,
      derivedKey: solution.derivedKey.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    };
    const { signature: _, ...unsigned } = challenge;
    // Four forgeries and the first request: the bucket allows a session five attempts.
    for (const forged of [
      { challenge, solution: wrong },
      { challenge: { ...challenge, signature: '0'.repeat(64) }, solution },
      {
        challenge: {
          ...challenge,
          parameters: { ...parameters, data: { level: 4, expiresAt: 9e15 } },
        },
        solution,
      },
      { challenge: unsigned, solution },
    ]) {
      expect(await ask(seeker, { proof: JSON.stringify(forged) })).toMatchObject(again);
    }
    const easier = await service.seeker();
    const given = await challenged(easier);
    const cheap = { ...given, parameters: { ...given.parameters, cost: 1, keyPrefix: '0' } };
    expect(await ask(easier, { proof: JSON.stringify(await solved(cheap)) })).toMatchObject(again);
  });

  test('[R2] when used before', async () => {
    const seeker = await service.seeker();
    const proof = await proofOf(seeker);
    await service.set({ paused: true });
    expect(await ask(seeker, { proof })).toEqual(refusal('intake_closed'));
    await service.set({ paused: false });
    expect(await ask(seeker, { proof })).toMatchObject(again);
    const used = (await service.keys()).filter((key) => key.includes(':proof:'));
    expect(used.length).toBeGreaterThan(0);
    for (const key of used) expect(await service.redis.pTTL(key)).toBeGreaterThan(0);
  });

  test('[R2] when used several times at once on one connection: only one use counts', async () => {
    const seeker = await service.seeker();
    const proof = await proofOf(seeker);
    await service.set({ paused: true });
    const codes = await Promise.all(
      [1, 2, 3].map(async () => ((await ask(seeker, { proof })) as { code: string }).code),
    );
    await service.set({ paused: false });
    expect(codes.toSorted()).toEqual(['intake_closed', 'proof_needed', 'proof_needed']);
  });

  test('[R2] when too old', async () => {
    const seeker = await service.seeker();
    const proof = await proofOf(seeker);
    await service.pass(TIMES.proofMs);
    await pressure(2);
    expect(await ask(seeker, { proof })).toMatchObject(again);
  });

  test('[R2] when made for another session', async () => {
    const proof = await proofOf(await service.seeker(0));
    expect(await ask(await service.seeker(0), { proof })).toMatchObject(again);
    expect(await ask(await service.seeker(1), { proof })).toMatchObject(again);
  });

  test('[R2] when the required level has risen by two; one level below is accepted', async () => {
    const [late, later] = [await service.seeker(), await service.seeker(1)];
    const proofs = [await proofOf(late), await proofOf(later)] as const;
    await pressure(4);
    expect(await ask(late, { proof: proofs[0] })).toMatchObject({ ok: true });
    await pressure(16);
    expect(await ask(later, { proof: proofs[1] })).toMatchObject(again);
  });

  test('[R3] when malformed', async () => {
    const texts = [
      ...['', '{', 'null', '[]', '{"__proto__":{"challenge":1}}', '"x"', '\u0000', '\uD800'],
      ...['{"challenge":{},"solution":{}}', 'x'.repeat(PROOF_MAX_CHARS)],
      // More brackets would end the transport (rule R7).
      '['.repeat(BRACKETS_MAX / 2),
    ];
    for (const text of texts)
      expect(await ask(await service.seeker(), { proof: text })).toMatchObject(again);
    for (const changes of [
      { counter: -1 },
      { counter: 1e300 },
      { derivedKey: 'zz' },
      { more: 1 },
    ]) {
      await pressure(2);
      const seeker = await service.seeker();
      const { challenge, solution } = await solved(await challenged(seeker));
      const text = JSON.stringify({ challenge, solution: { ...solution, ...changes } });
      expect(await ask(seeker, { proof: text })).toMatchObject(again);
    }
    const long = await ask(await service.seeker(), { proof: 'x'.repeat(PROOF_MAX_CHARS + 1) });
    expect(long).toEqual(refusal('invalid_payload'));
  });
});

test('[R2] a proof begun before the hour key changes is accepted afterwards', async () => {
  await using hourly = await startService({ ticketsPerMinuteBeforeProof: 0 });
  await goReady(await hourly.volunteer({ languages: ['pl'] }));
  await hourly.pass(HOUR_MS - 1_000);
  const seeker = await hourly.seeker();
  const proof = await proofOf(seeker);
  await hourly.pass(2_000);
  expect(await ask(seeker, { proof })).toMatchObject({ ok: true });
});

test('[A2] a challenge identifies no seeker, and the store does not hold its nonce', async () => {
  const seeker = await service.seeker();
  const challenge = await challenged(seeker);
  expect(JSON.stringify(challenge)).not.toContain(seeker.resumeToken);
  expect(findIn(await service.dump(), [challenge.parameters.nonce])).toEqual([]);
});
