/** Rule E5: a leader reads exactly the visit to which the volunteer's tab has sealed the secret. */
import { createTicketKeys, encapsulate } from '@terskel/client/e2ee/agreement';
import { type Channel, newTextId, openChannel } from '@terskel/client/e2ee/channel';
import { type HeldSecret, confirm, confirms, secretOf } from '@terskel/client/e2ee/seat-keys';
import { fallbackSuite, nativeSuite } from '@terskel/client/e2ee/suite';
import { joinVisit, newVisit, sealVisit } from '@terskel/client/e2ee/visit';
import { SEALED_SECRET_BYTES, base64urlChars } from '@terskel/shared/limits';
import { FIRST_EPOCH } from '@terskel/shared/key-epochs';
import { Confirmation, Encapsulation, KeyEpoch, type Seat } from '@terskel/shared/models';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conversationId, throughStorage } from './values.ts';

const ID = newTextId();

/** A conversation, and a leader who was let in for the epoch `visit`. */
async function visited() {
  const id = conversationId();
  const { secret } = await encapsulate((await createTicketKeys()).publicKey, id);
  const held: HeldSecret = { conversationId: id, secret };
  const leaderKeys = await createTicketKeys();
  const visit = newVisit(1);
  const sealed = await sealVisit(held, visit, leaderKeys.publicKey);
  const leader = await joinVisit(throughStorage(leaderKeys), id, visit, throughStorage(sealed));
  if (leader === null) throw new Error('the leader has no keys');
  return { id, held, leaderKeys, visit, sealed, leader };
}

const exchange = async (by: Channel, to: Channel, from: Seat, epoch: KeyEpoch) =>
  (await to.open(from, epoch, 1, await by.seal(from, epoch, 1, ID, 'Hei')))?.text;

describe.each([
  ['native', 'native'],
  ['native', 'fallback'],
  ['fallback', 'native'],
  ['fallback', 'fallback'],
] as const)('the volunteer has the %s KEM, the leader the %s', (volunteers, leaders) => {
  const suites = { native: async () => nativeSuite(), fallback: fallbackSuite };
  test('[E5] seeker, volunteer and leader hold the same keys of the visit', async () => {
    const { id, held } = await visited();
    const [here, there] = [await suites[volunteers](), await suites[leaders]()];
    const keys = await createTicketKeys(there);
    const visit = newVisit(3);
    const sealed = await sealVisit(held, visit, keys.publicKey, here);
    const joined = await joinVisit(keys, id, visit, sealed, there);
    if (joined === null) throw new Error('the leader has no keys');
    expect(await secretOf(joined, visit)).toEqual(await secretOf(held, visit));
  });
});

test('[E5] sizes and alphabet match the contract', async () => {
  const { visit, sealed } = await visited();
  expect(KeyEpoch.parse(visit)).toEqual(visit);
  Encapsulation.parse(sealed.encapsulation);
  Confirmation.parse(sealed.confirmation);
  expect(sealed.sealedSecret).toHaveLength(base64urlChars(SEALED_SECRET_BYTES));
});

test('[E5] during the visit each reads each', async () => {
  const { held, leader, visit } = await visited();
  const [people, guest] = [openChannel(held), openChannel(leader)];
  expect(await exchange(people, guest, 'seeker', visit)).toBe('Hei');
  expect(await exchange(people, guest, 'volunteer', visit)).toBe('Hei');
  expect(await exchange(guest, people, 'leader', visit)).toBe('Hei');
});

test('[E5] a leader reads nothing from before or after the visit, or of another visit', async () => {
  const { held, leader, visit } = await visited();
  const [people, guest] = [openChannel(held), openChannel(leader)];
  for (const epoch of [FIRST_EPOCH, { number: 1 }, { number: 2 }, newVisit(1), newVisit(3)]) {
    for (const seat of ['seeker', 'volunteer'] as const) {
      const sealed = await people.seal(seat, epoch, 1, ID, 'Hei');
      for (const named of [epoch, visit]) {
        expect(await guest.open(seat, named, 1, sealed)).toBeNull();
      }
      // Not with the visit's secret in place of the conversation's, either.
      const guess = openChannel({ conversationId: held.conversationId, secret: leader.secret });
      expect(await guess.open(seat, epoch, 1, sealed)).toBeNull();
    }
    await expect(guest.seal('leader', epoch, 1, ID, 'Hei')).rejects.toThrow(TypeError);
  }
});

test('[E5] a leader proves with a tag to hold the keys, and so does the volunteer', async () => {
  const { held, leader, visit, sealed } = await visited();
  const [theirs, own] = [await secretOf(leader, visit), await secretOf(held, visit)];
  if (theirs === null || own === null) throw new Error('no keys');
  expect(await confirms(own, 'leader', await confirm(theirs, 'leader'))).toBe(true);
  expect(await confirms(own, 'leader', sealed.confirmation)).toBe(false);
  expect(await confirms(own, 'volunteer', sealed.confirmation)).toBe(true);
});

test('[E5] a substituted key of the leader is detected', async () => {
  const { id, held, leaderKeys } = await visited();
  const visit = newVisit(3);
  const substituted = await createTicketKeys();
  const sealed = await sealVisit(held, visit, substituted.publicKey);
  expect(await joinVisit(leaderKeys, id, visit, sealed)).toBeNull();
});

test('[E5] nobody else can let a leader in', async () => {
  const { id, held, leaderKeys, visit } = await visited();
  // The server, a foreign tab, or the volunteer of an earlier conversation with this seeker.
  const stranger = await visited();
  const forged = await sealVisit(
    { ...stranger.held, conversationId: id },
    visit,
    leaderKeys.publicKey,
  );
  const joined = await joinVisit(leaderKeys, id, visit, forged);
  const own = await secretOf(held, visit);
  if (joined === null || own === null) throw new Error('no keys');
  // The leader has keys that the others do not have. Seeker and volunteer reject the tag.
  expect(await confirms(own, 'volunteer', forged.confirmation)).toBe(false);
  const sealed = await openChannel(held).seal('seeker', visit, 1, ID, 'Hei');
  expect(await openChannel(joined).open('seeker', visit, 1, sealed)).toBeNull();
  const said = await openChannel(joined).seal('volunteer', visit, 1, ID, 'Hei');
  expect(await openChannel(held).open('volunteer', visit, 1, said)).toBeNull();
});

test('[E5] a visit cannot be replayed: not under another number or id, in another conversation, to another leader', async () => {
  const { id, leaderKeys, visit, sealed } = await visited();
  const join = (keys: typeof leaderKeys, where: typeof id, epoch: KeyEpoch) =>
    joinVisit(keys, where, epoch, sealed);
  expect(await join(leaderKeys, id, { ...visit, number: 3 })).toBeNull();
  expect(await join(leaderKeys, id, newVisit(1))).toBeNull();
  expect(await join(leaderKeys, id, { number: 1 })).toBeNull();
  expect(await join(leaderKeys, conversationId(), visit)).toBeNull();
  expect(await join(await createTicketKeys(), id, visit)).toBeNull();
});

test('[E5] a leader cannot let another leader in', async () => {
  const { leader } = await visited();
  const { publicKey } = await createTicketKeys();
  await expect(sealVisit(leader, newVisit(3), publicKey)).rejects.toThrow(TypeError);
  await expect(sealVisit(leader, { number: 2 }, publicKey)).rejects.toThrow(TypeError);
});

test('[E5] a visit altered in any part, or malformed, gives no keys', async () => {
  const { id, leaderKeys, visit, sealed } = await visited();
  const parts = ['encapsulation', 'sealedSecret', 'confirmation'] as const;
  for (const part of parts) {
    const bytes = Buffer.from(sealed[part], 'base64url');
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const forged = { ...sealed, [part]: altered.toString('base64url') };
      expect(await joinVisit(leaderKeys, id, visit, forged)).toBeNull();
    }
  }
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...parts), fc.string(), async (part, text) => {
      expect(await joinVisit(leaderKeys, id, visit, { ...sealed, [part]: text })).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('[E5] the volunteer’s tab seals nothing to a malformed key', async () => {
  const { held, leaderKeys } = await visited();
  for (const key of ['', 'A', '!', leaderKeys.publicKey.slice(4), 'A'.repeat(400)]) {
    await expect(sealVisit(held, newVisit(3), key)).rejects.toBeInstanceOf(Error);
  }
});
